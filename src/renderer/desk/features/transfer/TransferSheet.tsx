// Passing the call on: type, choose, read the handover in one sentence. Enter calls the other one first, Shift+Enter passes the
// call on at once. The bar above stays alive.
import { PhoneForwarded, Search, Star } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { DeskWorkstation } from '#shared/contract/deskData';
import { type Failure, FailureError } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf, levelOf, openInteraction } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { localTime } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { DestinationRow } from './DestinationRow.tsx';
import { useHandoverSentence } from './handoverSentence.ts';
import { type Destination, destinationGroups, destinations, suggestedQueue } from './targets.ts';

interface TransferSheetProps {
  readonly call: Call;
  readonly workstation: DeskWorkstation;
}

const noFavourites: readonly string[] = [];
const noLines = {};

/** Where the backend does not see the PBX, the phone asks it about colleagues' telephones, as long as the sheet is open. */
function useLines({ colleagues }: DeskWorkstation) {
  const { watchLines } = useIntents();
  const isSeen = useDeskState(({ data }) => data?.boards.board?.bridge === 'connected');
  const lines = useDeskState((state) => state.phone?.lines ?? noLines);
  const extensions = colleagues.map(({ extension }) => extension).join();
  useEffect(() => {
    if (isSeen || extensions === '') return;
    const leaving = new AbortController();
    void watchLines(extensions.split(','), leaving.signal);
    return () => leaving.abort();
  }, [isSeen, extensions, watchLines]);
  return lines;
}

/** How old the live figures are, where they are not of this moment. */
function AsOf() {
  const { t } = useWords();
  const asOf = useDeskState(({ data }) =>
    data !== null && !data.boards.current && data.boards.board !== null ? data.boards.board.asOf : null,
  );
  return asOf === null ? null : <p className="sheet-as-of num">{t('transfer.asOf', { time: localTime(asOf) })}</p>;
}

export function TransferSheet({ call, workstation }: TransferSheetProps) {
  const { t, language } = useWords();
  const { openSheet, passOn, toggleFavourite } = useIntents();
  const [typed, setTyped] = useState('');
  /** By its number: it stays chosen when the list changes around it. */
  const [chosen, setChosen] = useState<string | null>(null);
  const [noteFailure, setNoteFailure] = useState<Failure | null>(null);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const noteSaving = useDeskState((state) => state.typed[call.interactionId]?.saving ?? 'saved');
  const favourites = useDeskState((state) => state.main?.settings.favourites ?? noFavourites);
  const board = useDeskState((state) => state.data?.boards.board ?? null);
  const lines = useLines(workstation);
  const sentence = useHandoverSentence(call);
  const levelFalls = useDeskState((state) => levelOf(state, call.interactionId) !== 'none');

  const reasonCode = useDeskState((state) => draftOf(state, call.interactionId).reasonCode);
  const cameFrom = useDeskState((state) => openInteraction(state, call.interactionId)?.interaction.queueId ?? null);
  const suggested = suggestedQueue(workstation, reasonCode, cameFrom);

  const found = useMemo(
    () => destinations(workstation, { language, typed, suggested, favourites, board, lines }),
    [workstation, language, typed, suggested, favourites, board, lines],
  );
  const selected: Destination | undefined = found.find(({ target }) => target.number === chosen) ?? found[0];
  const state = call.phase.kind === 'talking' ? call.phase.transfer : null;
  const running = state?.kind === 'requested';

  async function send(manner: 'consult' | 'direct') {
    if (selected === undefined || running) return;
    const withNote = noteFailure === null;
    setNoteFailure(null);
    try {
      await passOn(call, selected.target, manner, withNote);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      setNoteFailure(error.failure);
    }
  }

  function move(step: number) {
    const from = selected === undefined ? 0 : found.indexOf(selected);
    const next = Math.max(0, Math.min(found.length - 1, from + step));
    setChosen(found[next]?.target.number ?? null);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') void send(event.shiftKey ? 'direct' : 'consult');
    else return;
    event.preventDefault();
  }

  const markable = selected !== undefined && selected.target.kind !== 'number';
  function mark() {
    if (!markable) return;
    setChosen(selected.target.number);
    void toggleFavourite(selected.target.number);
  }
  useCommand('favourite', mark, { enabled: markable });

  const groupNames = {
    suggested: t('transfer.suggested', { code: reasonCode }),
    favourite: t('transfer.favourites'),
    queue: t('transfer.queues'),
    person: t('transfer.colleagues'),
    number: t('transfer.number'),
  };
  const busy = running || noteSaving === 'saving';
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
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
        />
        <Button
          look="ghost"
          size="small"
          icon={Star}
          command="favourite"
          aria-pressed={selected?.isFavourite ?? false}
          disabled={!markable}
          onClick={mark}
          data-testid="transfer-favourite"
        >
          {t(selected?.isFavourite === true ? 'transfer.unmark' : 'transfer.mark')}
        </Button>
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={t('transfer.title')} className="sheet-list">
        {destinationGroups.map((group) => {
          const rows = found.filter((row) => row.group === group);
          return rows.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not a form
            <div key={group} role="group" aria-label={groupNames[group]}>
              <p className="list-header" aria-hidden="true">
                {groupNames[group]}
              </p>
              {rows.map((row) => (
                <DestinationRow
                  key={row.target.number}
                  id={`${listId}-${row.target.number}`}
                  row={row}
                  isSelected={row === selected}
                  onSelect={() => setChosen(row.target.number)}
                />
              ))}
            </div>
          );
        })}
        {found.length === 0 ? <p className="list-empty">{t('transfer.noneFound')}</p> : null}
      </div>
      <AsOf />
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
          {levelFalls ? <p className="sheet-hint">{t('transfer.levelFalls')}</p> : null}
        </div>
        <div className="sheet-ways">
          <Button
            size="big"
            chord="Shift+Enter"
            busy={busy}
            disabled={selected === undefined || running}
            onClick={() => void send('direct')}
            data-testid="transfer-direct"
          >
            {running ? <Spinner /> : null}
            {t(running ? 'transfer.running' : noteFailure === null ? 'transfer.direct' : 'transfer.anyway')}
          </Button>
          <Button
            look="live"
            size="big"
            icon={PhoneForwarded}
            chord="Enter"
            busy={busy}
            disabled={selected === undefined || running}
            onClick={() => void send('consult')}
            data-testid="transfer-consult"
          >
            {noteFailure === null ? t('transfer.ask', { name }) : t('transfer.askWithout')}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
