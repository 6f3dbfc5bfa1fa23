// Passing the call on: type, choose, read the handover in one sentence, Enter. The bar above stays alive.
import { Search, User, Users } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { DeskWorkstation } from '#shared/contract/deskData';
import { type Failure, FailureError } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import { draftOf, openInteraction } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useHandoverSentence } from './handoverSentence.ts';
import { type Destination, destinations, isSuggested, suggestedQueue } from './targets.ts';

interface TransferSheetProps {
  readonly call: Call;
  readonly workstation: DeskWorkstation;
}

export function TransferSheet({ call, workstation }: TransferSheetProps) {
  const { t, language } = useWords();
  const { openSheet, transfer } = useIntents();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [noteFailure, setNoteFailure] = useState<Failure | null>(null);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const noteSaving = useDeskState((state) => state.typed[call.interactionId]?.saving ?? 'saved');
  const sentence = useHandoverSentence(call);

  const reasonCode = useDeskState((state) => draftOf(state, call.interactionId).reasonCode);
  const from = useDeskState((state) => openInteraction(state, call.interactionId)?.interaction.queueId ?? null);
  const suggested = suggestedQueue(workstation, reasonCode, from);

  const found = useMemo(
    () => destinations(workstation, { language, typed, suggested }),
    [workstation, language, typed, suggested],
  );
  const selected: Destination | undefined = found[Math.min(at, found.length - 1)];
  const state = call.phase.kind === 'talking' ? call.phase.transfer : null;
  const running = state?.kind === 'requested';

  async function send(withNote: boolean) {
    if (selected === undefined || running) return;
    setNoteFailure(null);
    try {
      await transfer(call.id, call.interactionId, selected.target, withNote);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      setNoteFailure(error.failure);
    }
  }

  function move(step: number) {
    const next = Math.max(0, Math.min(found.length - 1, at + step));
    setAt(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') void send(noteFailure === null);
    else return;
    event.preventDefault();
  }

  const groups = [
    { kind: 'suggested', name: t('transfer.suggested', { code: reasonCode }), icon: Users },
    { kind: 'queue', name: t('transfer.queues'), icon: Users },
    { kind: 'person', name: t('transfer.colleagues'), icon: User },
  ] as const;
  const groupOf = (row: Destination) => (isSuggested(row, suggested) ? 'suggested' : row.target.kind);
  const name = selected?.target.name ?? '';

  return (
    <Sheet label={t('transfer.title')} onClose={() => openSheet('none')}>
      <div className="sheet-head">
        <Search aria-hidden="true" />
        <input
          data-first-focus=""
          className="sheet-input"
          data-testid="transfer-input"
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={selected === undefined ? undefined : `${listId}-${selected.target.number}`}
          aria-label={t('transfer.placeholder')}
          placeholder={t('transfer.placeholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
        />
        <Tag>{t('transfer.direct')}</Tag>
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={t('transfer.title')} className="sheet-list">
        {groups.map(({ kind, name, icon: Icon }) => {
          const rows = found.filter((row) => groupOf(row) === kind);
          return rows.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not a form
            <div key={kind} role="group" aria-label={name}>
              <p className="list-header" aria-hidden="true">
                {name}
              </p>
              {rows.map((row) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
                <div
                  key={row.target.number}
                  id={`${listId}-${row.target.number}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={row === selected}
                  className="target"
                  data-testid="transfer-target"
                  data-number={row.target.number}
                  onClick={() => setAt(found.indexOf(row))}
                >
                  <Icon aria-hidden="true" />
                  <span className="target-name">{row.target.name}</span>
                  <span className="target-about">
                    {row.about.kind === 'words' ? row.about.words : t(`transfer.${row.about.role}`)}
                  </span>
                  <span className="num target-number">{row.target.number}</span>
                </div>
              ))}
            </div>
          );
        })}
        {found.length === 0 ? <p className="list-empty">{t('transfer.noneFound')}</p> : null}
      </div>
      {state?.kind === 'failed' ? (
        <Notice
          tone="stop"
          title={t('transfer.failedTitle', { name: state.target.name })}
          body={`${t(`failures.${state.code}.what`)}. ${t(`failures.${state.code}.todo`)}`}
        />
      ) : null}
      {noteFailure === null ? null : (
        <Notice
          tone="hold"
          title={t(`failures.${noteFailure.code}.what`)}
          body={t(`failures.${noteFailure.code}.todo`)}
        />
      )}
      <div className="sheet-foot">
        <div className="sheet-handover">
          <h2>{t('transfer.handover')}</h2>
          <p>{sentence}</p>
        </div>
        <Button
          look="live"
          size="big"
          chord="Enter"
          busy={running || noteSaving === 'saving'}
          disabled={selected === undefined || running}
          onClick={() => void send(noteFailure === null)}
          data-testid="transfer-confirm"
        >
          {running ? <Spinner /> : null}
          {running
            ? t('transfer.running')
            : noteFailure === null
              ? t('transfer.to', { name, ...(/^a/i.test(name) ? { context: 'vowel' } : {}) })
              : t('transfer.anyway')}
        </Button>
      </div>
    </Sheet>
  );
}
