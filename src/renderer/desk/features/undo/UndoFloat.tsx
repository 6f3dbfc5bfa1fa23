// What was done last, said for some seconds with the way to take it back.
import { Undo2 } from 'lucide-react';
import { useCommand } from '../../commands/useCommand.ts';
import { useFieldWords } from '../../store/fieldWords.ts';
import { newestCard } from '../../store/selectors.ts';
import type { Done } from '../../store/undo.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

export function UndoFloat() {
  const { t } = useWords();
  const { takeBack, lingerAtUndo } = useIntents();
  const { nameOf } = useFieldWords();
  const undoable = useDeskState((state) => state.undoable);
  const canUndo = undoable !== null && undoable.standing !== 'changed';
  useCommand('undo', () => void takeBack(), { enabled: canUndo, keyed: undoable?.standing === 'fresh' });

  // Whose card is on its way here has no name yet.
  const chosen = useDeskState((state) => {
    const done = state.undoable?.done;
    return done?.kind === 'chosen' ? (newestCard(state, done.customerId)?.customer.name ?? '…') : '';
  });

  function said(done: Done): string {
    if (done.kind === 'chosen') return t('undo.chosen', { name: chosen });
    if (done.kind === 'edited')
      return t('undo.edited', { name: done.name, fields: done.fields.map(nameOf).join(', ') });
    return t(`undo.${done.kind}`, 'name' in done ? { name: done.name } : {});
  }

  return (
    <section
      className="undo"
      aria-label={t('undo.label')}
      onMouseEnter={() => lingerAtUndo(true)}
      onMouseLeave={() => lingerAtUndo(false)}
      onFocus={() => lingerAtUndo(true)}
      onBlur={() => lingerAtUndo(false)}
    >
      <p role="status">
        {undoable === null || undoable.standing === 'past'
          ? null
          : undoable.standing === 'changed'
            ? t('undo.changed')
            : said(undoable.done)}
      </p>
      {undoable?.standing === 'fresh' ? (
        <Button
          look="ghost"
          size="small"
          icon={Undo2}
          command="undo"
          onClick={() => void takeBack()}
          data-testid="undo"
        >
          {t('undo.undo')}
        </Button>
      ) : null}
    </section>
  );
}
