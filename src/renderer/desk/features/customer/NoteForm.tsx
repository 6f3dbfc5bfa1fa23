// Where a note about the customer is written: Enter saves, Shift Enter goes to a new line, Esc puts it back, and the focus is where it was
// before. Leaving saves too: nothing typed is dropped, also when the card goes away under the fingers.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { longestNote } from '#shared/model/customer';
import { changeAndFocus } from '../../ui/focus.ts';
import { useWords } from '../../ui/words.tsx';

interface NoteFormProps {
  readonly text: string;
  /** Called once, with the new text; null: as it was. */
  readonly onDone: (text: string | null) => void;
}

export function NoteForm({ text, onDone }: NoteFormProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState(text);
  const hintId = useId();
  const leaving = useRef<(save: boolean) => void>(() => {});
  const isDone = useRef(false);
  const form = useRef<HTMLDivElement>(null);
  // Taken before the field has it.
  const [before] = useState(() => document.activeElement);
  leaving.current = (save) => {
    if (isDone.current) return;
    isDone.current = true;
    const written = typed.trim();
    onDone(save && written !== '' && written !== text ? written : null);
  };
  useEffect(() => {
    // A development build mounts, takes away and mounts again.
    isDone.current = false;
    form.current?.scrollIntoView({ block: 'nearest' });
    return () => leaving.current(true);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const isNewLine = event.key === 'Enter' && event.shiftKey;
    if (isNewLine || event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    changeAndFocus(
      () => leaving.current(event.key === 'Enter'),
      () => before,
    );
  }
  return (
    <div ref={form} className="note-form">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the agent has just asked to write here
        autoFocus
        rows={3}
        value={typed}
        maxLength={longestNote}
        aria-label={t('customer.note')}
        aria-describedby={hintId}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => leaving.current(true)}
        data-testid="note-input"
      />
      <small id={hintId} className="faint">
        {t('customer.noteHint')}
      </small>
    </div>
  );
}
