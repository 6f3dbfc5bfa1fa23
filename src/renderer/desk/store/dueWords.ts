// By when something is due of a case, in words: never by a colour alone.

import { nextDue, pressing } from '#shared/model/caseShelf';
import type { Case } from '#shared/model/customer';
import { daysUntil, fullDay, localDay } from '../ui/time.ts';
import { useWords } from '../ui/words.tsx';
import { useNow } from './useDesk.ts';

export interface DueWords {
  readonly words: string;
  readonly tone: 'calm' | 'soon' | 'late';
}

/** Null: nothing is due. */
export function useDueWords(found: Pick<Case, 'file' | 'status'>): DueWords | null {
  const { t, language } = useWords();
  const now = useNow(false);
  const due = found.file === null || found.status === 'closed' ? null : nextDue(found.file);
  if (due === null) return null;
  const today = localDay(new Date(now).toISOString());
  const tone = pressing(due, today);
  const { day } = due.end;
  const words =
    tone === 'late'
      ? t('cases.late', { count: -daysUntil(day, today), what: t(`cases.dues.${due.what}`) })
      : t('cases.by', { what: t(`cases.dues.${due.what}`), day: fullDay(day, language) });
  return { words, tone };
}
