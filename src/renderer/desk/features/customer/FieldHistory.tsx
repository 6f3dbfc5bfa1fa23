// What fields of a customer were before: was and is, who, when, why. The backend alone knows it; while it is away, what was written here
// and waits to be sent is shown all the same.
import { ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { UnsentChange } from '#shared/contract/deskData';
import type { CustomerId } from '#shared/model/ids';
import { type CardField, cardFields } from '#shared/model/lists/identification';
import type { FieldChange } from '#shared/protocol/history';
import { useFieldWords } from '../../store/fieldWords.ts';
import { newestCard } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { dated } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface FieldHistoryProps {
  readonly id: CustomerId;
  /** Null: all fields. */
  readonly field: string | null;
}

type Told =
  | { readonly kind: 'asking' }
  | { readonly kind: 'away' }
  | { readonly kind: 'here'; readonly changes: readonly FieldChange[]; readonly more: boolean };

export function FieldHistory({ id, field }: FieldHistoryProps) {
  const { t } = useWords();
  const { openSheet, fieldHistory, unsentChanges } = useIntents();
  const { nameOf } = useFieldWords();
  const customer = useDeskState((state) => newestCard(state, id)?.customer ?? null);
  const isOnline = useDeskState((state) => state.data?.sync.link.kind === 'online');
  const [unsent, setUnsent] = useState<readonly UnsentChange[]>([]);
  const [told, setTold] = useState<Told>({ kind: 'asking' });
  const [isAsking, setIsAsking] = useState(false);

  // Asked again when the backend is there again, and when what waited has been sent.
  useEffect(() => {
    let isOld = customer === null;
    if (isOld) return;
    void unsentChanges(id, field).then((found) => !isOld && setUnsent(found));
    void fieldHistory(id, field, null).then((page) => {
      if (isOld) return;
      if (page !== null) setTold({ kind: 'here', ...page });
      else setTold((before) => (before.kind === 'asking' || !isOnline ? { kind: 'away' } : before));
    });
    return () => {
      isOld = true;
    };
  }, [id, field, customer, isOnline, fieldHistory, unsentChanges]);

  async function older(changes: readonly FieldChange[]) {
    setIsAsking(true);
    const page = await fieldHistory(id, field, changes.at(-1)?.id ?? null);
    setIsAsking(false);
    if (page !== null) setTold({ kind: 'here', changes: [...changes, ...page.changes], more: page.more });
  }

  const name = field === null ? null : nameOf(field);
  const title = name === null ? t('customer.allHistory') : t('customer.historyOf', { field: name });
  const isEmpty = told.kind === 'here' && told.changes.length === 0 && unsent.length === 0;
  return (
    <Sheet label={title} onClose={() => openSheet('none')} testId="field-history">
      <SheetHead title={title} about={customer?.name ?? ''} onClose={() => openSheet('none')} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the arrows scroll it */}
      <section className="sheet-scroll" tabIndex={0} data-first-focus="" aria-label={title}>
        {told.kind === 'away' ? (
          <Notice tone="note" title={t('customer.historyAway')} body={t('customer.historyAwayAbout')} />
        ) : null}
        {told.kind === 'asking' && unsent.length === 0 ? (
          <p className="sub faint">{t('customer.historyAsked')}</p>
        ) : null}
        {isEmpty ? <p className="sub faint">{t('customer.historyNone')}</p> : null}
        <ol className="changes">
          {unsent.map((change) => (
            <Change key={`${change.at} ${change.field}`} id={id} change={change} withName={field === null} />
          ))}
          {told.kind === 'here'
            ? told.changes.map((change) => <Change key={change.id} id={id} change={change} withName={field === null} />)
            : null}
        </ol>
        {told.kind === 'here' && told.more ? (
          <Button size="small" busy={isAsking} onClick={() => void older(told.changes)} data-testid="older-changes">
            {t('customer.older')}
          </Button>
        ) : null}
      </section>
    </Sheet>
  );
}

/** Where on the card a field stands. One of a newer backend is told as little as a number is. */
function placeOnCard(field: string): CardField {
  if (field === 'iban') return 'ibanTail';
  if (field === 'needs') return 'delicateNeeds';
  if (field === 'suspiciousUntil') return 'cases';
  return cardFields.find((each) => each === field) ?? 'otherNumbers';
}

/** That it has changed, and no more. */
const untold = '••••';

interface ChangeProps {
  readonly id: CustomerId;
  readonly change: FieldChange | UnsentChange;
  readonly withName: boolean;
}

function Change({ id, change, withName }: ChangeProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { nameOf, linesOf } = useFieldWords();
  const isOpen = useCardOpen(id).shows(placeOnCard(change.field));
  const text = (value: unknown) => (isOpen ? linesOf(change.field, value).join(', ') : untold);
  const [was, becomes] = [text(change.was), text(change.becomes)];
  const sent = 'id' in change ? change : null;
  const by = sent === null ? t('customer.historyYou') : sent.by === '' ? t('customer.historySystem') : sent.by;
  const why = sent === null || sent.cause === 'other' ? null : t(`customer.causes.${sent.cause}`);
  return (
    <li className="change" data-testid="change" data-field={change.field}>
      {withName ? <strong>{nameOf(change.field)}</strong> : null}
      <p className="change-values">
        <span className="visually-hidden">{t('customer.historyWas')} </span>
        <del className={was === '' ? 'faint' : undefined}>{was === '' ? t('customer.none') : was}</del>
        <ArrowRight aria-hidden="true" />
        <span className="visually-hidden">{t('customer.historyIs')} </span>
        <ins className={becomes === '' ? 'faint' : undefined}>{becomes === '' ? t('customer.none') : becomes}</ins>
      </p>
      <p className="change-who">
        {sent === null ? <Tag tone="note">{t('customer.pending')}</Tag> : null}
        <span>
          {by} · <time dateTime={change.at}>{dated(change.at, now, language)}</time>
          {why === null ? '' : ` · ${why}`}
        </span>
      </p>
    </li>
  );
}
