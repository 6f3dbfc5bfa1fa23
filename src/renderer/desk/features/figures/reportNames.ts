// What a report's period and queue are called.
import type { Language } from '#shared/model/ids';
import type { Period } from '#shared/model/periods';
import type { ReportSpan } from '#shared/model/report';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { localeOf } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

/** "lunedì 23 novembre 2026", "16 – 22 novembre 2026", "novembre 2026". */
export function periodText({ from, to }: Period, span: ReportSpan, language: Language): string {
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  const long = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(localeOf[language], options);
  if (span === 'day') return format({ weekday: 'long', ...long }).format(at(from));
  if (span === 'month') return format({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at(from));
  return format(long).formatRange(at(from), at(to));
}

export function useQueueName(id: string | null): string {
  const { t, language } = useWords();
  const queues = useDeskState((state) => workstationOf(state)?.queues);
  if (id === null) return t('figures.allQueues');
  return queues?.find((queue) => queue.id === id)?.name[language] ?? id;
}
