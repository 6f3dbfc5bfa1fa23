// A customer's card: who, what is to be known at once, details, cases, notes, contacts. What is empty is not there; what is long is behind a key.
import { HeartHandshake, History, type LucideIcon, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { linkTo } from '#shared/model/place';
import { chordOf, type KeyedCommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { isUncovered, workstationOf } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyLink } from '../../ui/CopyLink.tsx';
import { withChord } from '../../ui/keys.ts';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';
import { Cases } from './Cases.tsx';
import { ConsentLine } from './ConsentLine.tsx';
import { Contacts } from './Contacts.tsx';
import { Details } from './Details.tsx';
import { focusedField } from './Field.tsx';
import { Limitation } from './Limitation.tsx';
import { Needs } from './Needs.tsx';
import { Notes, useNoteKey } from './Notes.tsx';

interface CustomerCardViewProps {
  readonly card: CustomerCard;
  /** How sure it is that this is the caller. */
  readonly standing?: ReactNode;
  /** Below the name, in one place: "is it this one?", or once that is said the way to another customer. */
  readonly question?: ReactNode;
  readonly change?: ReactNode;
  /** Whether the number that calls is theirs. */
  readonly callerNumber?: ReactNode;
  /** How surely it is them. */
  readonly identification?: ReactNode;
  /** Who may be one and the same with them. */
  readonly duplicates?: ReactNode;
  /** The way to a case of theirs; left out where the conversation has one. */
  readonly register?: ReactNode;
  /** On a page of its own the details and the history stand side by side. */
  readonly wide?: boolean;
}

interface CardActionProps {
  readonly icon: LucideIcon;
  readonly command: KeyedCommandId;
  readonly onClick: () => void;
  readonly children: string;
}

/** Where the column has no room for the key beside the words, the pointer finds it. */
function CardAction({ command, children, ...rest }: CardActionProps) {
  return (
    <Button {...rest} look="ghost" size="small" command={command} title={withChord(children, chordOf(command))}>
      {children}
    </Button>
  );
}

export function CustomerCardView({
  card,
  standing,
  change,
  question,
  callerNumber,
  identification,
  duplicates,
  register,
  wide = false,
}: CustomerCardViewProps) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const { customer } = card;
  const { id } = customer;
  const since = customer.restrictedAt;
  const enabled = useDeskState(isUncovered) && since === null;
  useCommand('fieldHistory', () => openSheet({ kind: 'fieldHistory', id, field: focusedField() }), { enabled });
  const openTimeline = () => openSheet({ kind: 'timeline', id, show: 'all' });
  useCommand('timeline', openTimeline, { enabled });
  const openNeeds = () => openSheet({ kind: 'needs', id });
  const hasList = useDeskState((state) => (workstationOf(state)?.needKinds.length ?? 0) > 0);
  const mayChangeNeeds = useCardOpen(id).mayChange('needs') && hasList;
  useCommand('needs', openNeeds, { enabled: enabled && mayChangeNeeds });
  const [isWriting, setIsWriting] = useNoteKey(since === null);
  return (
    <article
      className={wide ? 'customer wide' : 'customer'}
      aria-label={t('customer.card')}
      data-testid="customer-card"
      data-code={customer.code}
    >
      <div className="customer-who">
        <div className="tags">
          {standing}
          <Tag>{customer.code}</Tag>
          <CopyLink link={linkTo({ kind: 'customer', id })} />
        </div>
        <h1>{customer.name}</h1>
        {since === null ? <Needs card={card} /> : null}
        <div className="customer-line">
          {question ?? (
            <p className="sub">
              {t(`customer.${customer.kind}`)} · {t(`customer.speaks.${customer.language}`)}
            </p>
          )}
          {change}
        </div>
        {/* One line for each thing that has to be known before anything is done with this customer. */}
        {since === null ? callerNumber : <Limitation since={since} inCall={!wide} />}
        {identification}
        {since === null ? duplicates : null}
        <ConsentLine card={card} />
        {since === null ? <Details card={card} /> : null}
        {/* Of whom no data may be used a complaint is taken all the same. */}
        {since !== null && register === undefined ? null : (
          <div className="card-actions">
            {register}
            {since === null ? (
              <CardAction icon={StickyNote} command="customerNote" onClick={() => setIsWriting(true)}>
                {t('customer.noteWrite')}
              </CardAction>
            ) : null}
            {since === null && mayChangeNeeds ? (
              <CardAction icon={HeartHandshake} command="needs" onClick={openNeeds}>
                {t('customer.needs')}
              </CardAction>
            ) : null}
            {since === null ? (
              <CardAction icon={History} command="timeline" onClick={openTimeline}>
                {t('customer.timeline')}
              </CardAction>
            ) : null}
          </div>
        )}
      </div>
      {/* Below here each part is a section of its own, not drawn while it has nothing to say. */}
      <div className="customer-history">
        <Cases card={card} />
        <Notes card={card} isWriting={isWriting} onWriting={setIsWriting} />
        <Contacts card={card} />
      </div>
    </article>
  );
}
