// The note: always under the fingers. What is typed shows at once; "saved" is said only when it is on the disk.
import { type ReactNode, useEffect, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { guidanceOf } from '../../store/guidance.ts';
import { isOnLine } from '../../store/lineup.ts';
import { callOf, draftOf, knownCustomer } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { isFocusFree } from '../../ui/focus.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut, isTextField } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';
import { NoteHint } from './NoteHint.tsx';

const longest = 20_000;

interface NoteEditorProps {
  readonly id: InteractionId;
  /** What can be done about what is written: a row of buttons below it. */
  readonly actions: ReactNode;
}

export function NoteEditor({ id, actions }: NoteEditorProps) {
  const { t } = useWords();
  const { edit, flushDrafts } = useIntents();
  const field = useRef<HTMLTextAreaElement>(null);
  const note = useDeskState((state) => draftOf(state, id).note);
  const saving = useDeskState((state) => state.typed[id]?.saving ?? 'saved');
  useCommand('note', () => field.current?.focus());

  // A new conversation puts the cursor here, unless the agent is writing somewhere else.
  useEffect(() => {
    if (isTextField(document.activeElement)) return;
    field.current?.focus();
    field.current?.setSelectionRange(longest, longest);
  }, [id]);

  // What had the focus may go with the call, with the question who it is, or with the panel beside: then it comes home.
  const customer = useDeskState((state) => knownCustomer(state, id).by);
  const onLine = useDeskState((state) => {
    const call = callOf(state, id);
    return call !== null && isOnLine(call);
  });
  const panel = useDeskState((state) => guidanceOf(state, id).panel);
  useEffect(() => {
    if (isFocusFree()) field.current?.focus();
  }, [customer, onLine, panel]);

  const state = saving === 'saved' ? (note === '' ? 'savedEmpty' : 'saved') : saving;
  return (
    <section className="note">
      <textarea
        ref={field}
        value={note}
        maxLength={longest}
        onChange={(event) => edit(id, { note: event.target.value })}
        onBlur={flushDrafts}
        placeholder={t('note.placeholder')}
        aria-label={t('note.label')}
        aria-keyshortcuts={ariaShortcut(chordOf('note'))}
        data-region-start=""
        data-testid="note"
      />
      <NoteHint key={id} id={id} field={field} />
      <div className="note-foot">
        <p
          className={`faint saved-state ${saving}`}
          role="status"
          data-testid="saved-state"
          data-saved={saving === 'saved'}
        >
          {t(`note.${state}`)}
        </p>
        <Kbd command="note" quiet />
        <div className="work-actions">{actions}</div>
      </div>
    </section>
  );
}
