// Where the break from the screen stands, in words.

import type { BreakNow } from '../../store/useScreenBreak.ts';
import { inWords, localTime, timer } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function useBreakWords() {
  const { t, language } = useWords();
  return {
    /** "1 ora e 20 minuti al videoterminale dall’ultima pausa intera." */
    worked: ({ at }: BreakNow) => t('myDay.break.worked', { time: inWords(at.workedMs, language) }),
    /** By when a break is due, or how long it goes on. */
    next({ at, now }: BreakNow): string {
      if (at.state === 'resting')
        return at.leftMs === 0 ? t('myDay.break.whole') : t('myDay.break.left', { time: timer(at.leftMs + 999) });
      if (at.state !== 'due') return t('myDay.break.dueIn', { time: inWords(at.dueAt - now + 59_999, language) });
      return now - at.dueAt < 60_000
        ? t('myDay.break.dueNow')
        : t('myDay.break.due', { time: localTime(new Date(at.dueAt).toISOString()) });
    },
  };
}
