// What a note had better not hold, said quietly below it, one thing at a time. Only here and only now: nothing of it is kept, sent or counted.
import { TriangleAlert } from 'lucide-react';
import { type RefObject, useDeferredValue, useMemo, useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { noteHints } from '#shared/model/noteHints';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { useWords } from '../../ui/words.tsx';

interface NoteHintProps {
  readonly id: InteractionId;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

export function NoteHint({ id, field }: NoteHintProps) {
  const { t } = useWords();
  const { hints } = useLists(id);
  const note = useDeferredValue(useDeskState((state) => draftOf(state, id).note));
  /** What the agent has seen and left, in the window's memory alone. */
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => (hints === undefined ? [] : noteHints(note, hints)), [note, hints]);
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }): string => note.slice(from, to);
  const hint = all.find((each) => !left.has(textOf(each).toLowerCase()));

  function go(): void {
    const area = field.current;
    if (area === null || hint === undefined) return;
    area.focus();
    area.setSelectionRange(hint.from, hint.to);
  }
  function leave(): void {
    if (hint === undefined) return;
    setLeft(new Set([...left, textOf(hint).toLowerCase()]));
    field.current?.focus();
  }
  useCommand('noteHint', go, { enabled: hint !== undefined });
  useCommand('leaveHint', leave, { enabled: hint !== undefined });

  return (
    <div className={hint === undefined ? 'note-hint none' : 'note-hint'} data-testid="note-hint">
      {hint === undefined ? null : <TriangleAlert size={14} aria-hidden="true" />}
      <p role="status" className="one-line">
        {hint === undefined ? null : t(`note.hints.${hint.kind}`, { text: textOf(hint) })}
      </p>
      {hint === undefined ? null : (
        <>
          <button type="button" className="work-action" onClick={go}>
            {t('note.hintGo')}
            <Kbd command="noteHint" quiet />
          </button>
          <button type="button" className="work-action" onClick={leave}>
            {t('note.hintLeave')}
            <Kbd command="leaveHint" quiet />
          </button>
        </>
      )}
    </div>
  );
}
