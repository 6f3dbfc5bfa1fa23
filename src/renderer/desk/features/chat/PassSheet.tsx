// Passing a chat on: a queue or a colleague, found by typing, and the note that goes with it. Enter passes it.
import { type KeyboardEvent, useId, useState } from 'react';
import type { ChatTarget, OwnChat } from '#shared/contract/chats';
import { ownChats } from '../../store/chats.ts';
import { draftOf, levelOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { foldText } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly to: ChatTarget;
}

interface PassingProps {
  readonly chat: OwnChat;
  readonly onDone: () => void;
}

function Passing({ chat, onDone }: PassingProps) {
  const { t, language } = useWords();
  const { edit, passChat } = useIntents();
  const listId = useId();
  const id = chat.interactionId;
  const note = useDeskState((state) => draftOf(state, id).note);
  const level = useDeskState((state) => levelOf(state, id));
  const workstation = useDeskState(workstationOf);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [wrong, setWrong] = useState<'note' | 'late' | null>(null);
  const [isBusy, setBusy] = useState(false);

  const words = foldText(typed).split(/\s+/).filter(Boolean);
  const found = ({ name, about }: Row) => words.every((word) => foldText(`${name} ${about}`).includes(word));
  const queues = (workstation?.queues ?? [])
    .filter((queue) => queue.id !== chat.queueId)
    .map(
      (queue): Row => ({
        key: queue.id,
        name: queue.name[language],
        about: queue.about[language],
        to: { kind: 'queue', queueId: queue.id },
      }),
    )
    .filter(found);
  const colleagues = (workstation?.colleagues ?? [])
    .map(
      (each): Row => ({
        key: each.id,
        name: each.name,
        about: t(`roles.${each.role}`),
        to: { kind: 'agent', agentId: each.id },
      }),
    )
    .filter(found);
  const rows = [...queues, ...colleagues];
  const selected = rows.find(({ key }) => key === chosen) ?? rows[0];

  async function pass(): Promise<void> {
    if (selected === undefined || isBusy) return;
    if (note.trim() === '') return setWrong('note');
    setBusy(true);
    const answer = await passChat(chat, selected.to);
    setBusy(false);
    if (answer === 'passed') onDone();
    else setWrong(answer);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const at = selected === undefined ? 0 : rows.indexOf(selected);
    if (event.key === 'ArrowDown') setChosen(rows[Math.min(at + 1, rows.length - 1)]?.key ?? null);
    else if (event.key === 'ArrowUp') setChosen(rows[Math.max(at - 1, 0)]?.key ?? null);
    else if (event.key === 'Enter') void pass();
    else return;
    event.preventDefault();
  }
  const options = (group: readonly Row[], label: string) =>
    group.length === 0 ? null : (
      // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not a form
      <div role="group" aria-label={label}>
        <p className="list-header" aria-hidden="true">
          {label}
        </p>
        {group.map((row) => (
          <button
            key={row.key}
            id={`${listId}-${row.key}`}
            type="button"
            role="option"
            aria-selected={row === selected}
            tabIndex={-1}
            className="chat-target"
            onClick={() => setChosen(row.key)}
            data-testid="pass-to"
          >
            <strong>{row.name}</strong>
            <span className="sub">{row.about}</span>
          </button>
        ))}
      </div>
    );
  return (
    <div className="chat-pass">
      <input
        data-first-focus=""
        className="panel-field"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={selected === undefined ? undefined : `${listId}-${selected.key}`}
        aria-label={t('chat.passFind')}
        placeholder={t('chat.passFind')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
        }}
        onKeyDown={onKeyDown}
        spellCheck={false}
        data-testid="pass-find"
      />
      <div id={listId} role="listbox" aria-label={t('chat.passTitle')} className="chat-targets">
        {options(queues, t('chat.queues'))}
        {options(colleagues, t('chat.colleagues'))}
        {rows.length === 0 ? <p className="list-empty">{t('chat.passNobody')}</p> : null}
      </div>
      <TextBox
        label={t('chat.passNote')}
        value={note}
        rows={3}
        onChange={(written) => {
          setWrong(null);
          edit(id, { note: written });
        }}
        error={wrong === 'note' ? t('chat.passNoteMissing') : null}
        testId="pass-note"
      />
      <p className="sub">{t(`handover.levels.${level}`)}</p>
      {wrong === 'late' ? (
        <p className="error" role="alert">
          {t('chat.passLate')}
        </p>
      ) : null}
      <Button
        look="primary"
        busy={isBusy}
        disabled={selected === undefined}
        onClick={() => void pass()}
        data-testid="pass-do"
      >
        {t('chat.passDo')}
      </Button>
    </div>
  );
}

export function PassSheet({ id }: { readonly id: OwnChat['id'] }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const chat = useDeskState((state) => ownChats(state).find((each) => each.id === id) ?? null);
  const close = () => openSheet('none');
  if (chat === null) return null;
  return (
    <Sheet label={t('chat.passTitle')} onClose={close} testId="pass-sheet" narrow>
      <SheetHead title={t('chat.passTitle')} onClose={close} />
      <Passing chat={chat} onDone={close} />
    </Sheet>
  );
}
