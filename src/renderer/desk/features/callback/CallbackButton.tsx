// The way to promise a call, or the call that is promised.
import { CalendarClock } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { appointment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function CallbackButton({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { openSheet } = useIntents();
  const at = useDeskState((state) => draftOf(state, id).callback?.at ?? null);
  const now = useNow(false);
  const open = () => openSheet('callback');
  useCommand('callback', open);
  return (
    <button
      type="button"
      className={at === null ? 'work-action' : 'work-action promised'}
      aria-keyshortcuts={ariaShortcut(chordOf('callback'))}
      onClick={open}
      data-testid="callback"
      data-promised={at !== null}
    >
      <CalendarClock size={15} aria-hidden="true" />
      {at === null ? t('callback.open') : t('callback.promised', { when: appointment(at, now, language) })}
      <Kbd command="callback" quiet />
    </button>
  );
}
