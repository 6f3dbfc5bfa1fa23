// One list: who edited it when, its form, and the ways to save it, to take up an edition that was, or to go back to the proposal.
import { useCallback, useState } from 'react';
import type { WhichList } from '#shared/contract/lists';
import { listSchemas } from '#shared/model/lists/lists';
import type { List, ListEdition } from '#shared/protocol/lists';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { dated } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { ListField, type Wrong } from './ListForm.tsx';
import { useListWords } from './listWords.ts';
import { listShape, writtenOut } from './shape.ts';
import { tidied } from './values.ts';
import { wrongPlaces } from './wrongPlaces.ts';

/** What is typed and not saved. `version`: of the list that it was made from. */
export interface Edited {
  readonly body: unknown;
  readonly version: number;
}

interface OneListProps {
  readonly which: WhichList;
  readonly edited: Edited | null;
  readonly onEdit: (edited: Edited | null) => void;
  /** It is another one now. */
  readonly onChanged: () => void;
}

export function OneList({ which, edited, onEdit, onChanged }: OneListProps) {
  const { code, clientId } = which;
  const { readList } = useIntents();
  const { t } = useWords();
  const { listName, listAbout } = useListWords();
  // A client company without one of its own begins with everybody's.
  const read = useCallback(async () => {
    const own = await readList({ code, clientId });
    if (own === null || own.list !== null || clientId === null) return own;
    const everybodys = await readList({ code, clientId: null });
    return everybodys?.list ? { list: { ...everybodys.list, clientId: null } } : null;
  }, [readList, code, clientId]);
  const { asked, keep, again } = useAsked(read);
  return (
    <>
      <div>
        <h2 className="list-name">{listName(code)}</h2>
        <p className="sub">{listAbout(code)}</p>
      </div>
      <AskedFor asked={asked} onAgain={again}>
        {({ list }) =>
          list === null ? (
            <p className="sub">{t('office.unread')}</p>
          ) : (
            <Editing
              which={which}
              list={list}
              edited={edited}
              onEdit={onEdit}
              onSaved={(fresh) => {
                onEdit(null);
                keep({ list: fresh });
                onChanged();
              }}
            />
          )
        }
      </AskedFor>
    </>
  );
}

interface EditingProps {
  readonly which: WhichList;
  readonly list: List;
  readonly edited: Edited | null;
  readonly onEdit: (edited: Edited | null) => void;
  readonly onSaved: (list: List) => void;
}

function Editing({ which, list, edited, onEdit, onSaved }: EditingProps) {
  const { t, language } = useWords();
  const now = useNow();
  const { writeList, resetList } = useIntents();
  const { code, clientId } = which;
  const isOwn = list.clientId === clientId;
  const version = isOwn ? list.version : 0;
  const body = edited?.body ?? writtenOut(code, list.body);
  const [wrong, setWrong] = useState<Wrong>(new Map());
  const [inUse, setInUse] = useState<readonly string[]>([]);
  const [conflict, setConflict] = useState<List | null>(null);
  const [step, setStep] = useState<'form' | 'reset' | 'editions'>('form');
  const [busy, setBusy] = useState(false);
  /** Another editor of the same fields: what is half typed in them belongs to the former one. */
  const [round, setRound] = useState(0);

  function startWith(fresh: Edited | null) {
    onEdit(fresh);
    setWrong(new Map());
    setConflict(null);
    setInUse([]);
    setStep('form');
    setRound((before) => before + 1);
  }

  async function save(against: number) {
    const tidy = tidied(body);
    const places = wrongPlaces(listSchemas[code].schema, tidy, t);
    setWrong(places);
    setInUse([]);
    if (places.size > 0) return;
    setBusy(true);
    const outcome = await writeList(which, against, tidy);
    setBusy(false);
    if (outcome?.kind === 'saved') {
      setConflict(null);
      onSaved(outcome.list);
    } else if (outcome?.kind === 'conflict') setConflict(outcome.current);
    else if (outcome?.kind === 'inUse') setInUse(outcome.codes);
    else if (outcome?.kind === 'wrong')
      setWrong(new Map(outcome.fields.map((field) => [field, t('lists.wrong.unknown')])));
  }

  async function reset() {
    const outcome = await resetList(which, version);
    if (outcome?.kind === 'saved') {
      startWith(null);
      onSaved(outcome.list);
      return;
    }
    setStep('form');
    if (outcome?.kind === 'conflict') setConflict(outcome.current);
    else if (outcome?.kind === 'inUse') setInUse(outcome.codes);
  }

  const when = dated(list.editedAt, now, language);
  function standing(): string {
    if (!isOwn) return t('lists.standing.everybodys');
    if (list.proposal) return t('lists.standing.proposal');
    return list.editedBy === null
      ? t('lists.standing.file', { when })
      : t('lists.standing.edited', { when, name: list.editedBy });
  }

  return (
    <>
      <p className="sub num list-standing" data-testid="list-standing">
        {standing()}
      </p>
      {conflict === null ? null : (
        <Notice
          tone="hold"
          title={t('lists.conflict.title', { name: conflict.editedBy ?? t('lists.conflict.somebody') })}
          body={t('lists.conflict.body')}
        >
          <Button
            size="small"
            onClick={() => startWith({ body: writtenOut(code, conflict.body), version: conflict.version })}
            data-testid="take-theirs"
          >
            {t('lists.conflict.theirs')}
          </Button>
          <Button size="small" look="ghost" onClick={() => void save(conflict.version)} data-testid="keep-mine">
            {t('lists.conflict.mine')}
          </Button>
        </Notice>
      )}
      {inUse.length === 0 ? null : (
        <Notice tone="hold" title={t('lists.inUse.title', { codes: inUse.join(', ') })} body={t('lists.inUse.body')} />
      )}
      {wrong.size === 0 ? null : (
        <Notice tone="hold" title={t('lists.wrong.title', { count: wrong.size })} body={t('lists.wrong.body')} />
      )}
      {step === 'reset' ? (
        <Sure
          title={t(`lists.reset.${clientId === null ? 'title' : 'ownTitle'}`)}
          body={t('lists.reset.body')}
          does={t(`lists.reset.${clientId === null ? 'does' : 'ownDoes'}`)}
          keepsAll
          onDo={reset}
          onLeave={() => setStep('form')}
          testId="reset-list"
        />
      ) : null}
      <div className="list-actions">
        <Button
          look="primary"
          busy={busy}
          disabled={busy || (edited === null && isOwn)}
          onClick={() => void save(edited?.version ?? version)}
          data-testid="save-list"
        >
          {t(isOwn ? 'lists.save' : 'lists.saveOwn')}
        </Button>
        {edited === null ? null : (
          <Button look="ghost" onClick={() => startWith(null)} data-testid="leave-edit">
            {t('lists.leave')}
          </Button>
        )}
        {!isOwn || (list.proposal && clientId === null) ? null : (
          <Button look="ghost" onClick={() => setStep('reset')} data-testid="ask-reset">
            {t(`lists.reset.${clientId === null ? 'does' : 'ownDoes'}`)}
          </Button>
        )}
        {isOwn ? (
          <Button
            look="ghost"
            aria-expanded={step === 'editions'}
            onClick={() => setStep(step === 'editions' ? 'form' : 'editions')}
            data-testid="show-editions"
          >
            {t('lists.editions.title')}
          </Button>
        ) : null}
      </div>
      {step === 'editions' ? (
        <Editions
          which={which}
          current={list.version}
          onTake={(taken) => startWith({ body: writtenOut(code, taken), version })}
        />
      ) : null}
      <ListField
        key={round}
        shape={listShape(code)}
        name={null}
        value={body}
        path=""
        wrong={wrong}
        onChange={(fresh) => onEdit({ body: fresh, version: edited?.version ?? version })}
      />
    </>
  );
}

interface EditionsProps {
  readonly which: WhichList;
  readonly current: number;
  readonly onTake: (body: unknown) => void;
}

function Editions({ which: { code, clientId }, current, onTake }: EditionsProps) {
  const { t, language } = useWords();
  const now = useNow();
  const { listEditions } = useIntents();
  const read = useCallback(() => listEditions({ code, clientId }), [listEditions, code, clientId]);
  const { asked, again } = useAsked(read);
  const said = ({ version, at, by }: ListEdition) =>
    t('lists.editions.one', { version, when: dated(at, now, language), name: by ?? t('lists.editions.nobody') });
  return (
    <AskedFor asked={asked} onAgain={again}>
      {({ editions }) => (
        <ul className="list-editions" data-testid="list-editions">
          {editions.map((edition) => (
            <li key={edition.version}>
              <span className="num">{said(edition)}</span>
              {edition.version === current ? (
                <span className="sub">{t('lists.editions.current')}</span>
              ) : (
                <Button
                  size="small"
                  onClick={() => onTake(edition.body)}
                  data-testid={`take-edition-${edition.version}`}
                >
                  {t('lists.editions.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </AskedFor>
  );
}
