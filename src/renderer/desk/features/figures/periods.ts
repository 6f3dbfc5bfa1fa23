// The periods that are asked for by name, and the steps in which each is shown. Pure.
import { endOfMonth, parseDate, startOfMonth, startOfWeek } from '@internationalized/date';
import type { Period, PeriodStep } from '#shared/model/periods';
import type { ReportSpan } from '#shared/model/report';

export const periodNames = ['today', 'yesterday', 'week', 'lastWeek', 'month', 'lastMonth', 'year'] as const;
export type PeriodName = (typeof periodNames)[number];

/** Steps that say something of it, the one that is shown first before the others. */
export const stepsOf: Readonly<Record<PeriodName, readonly PeriodStep[]>> = {
  today: ['interval'],
  yesterday: ['interval'],
  week: ['day', 'interval'],
  lastWeek: ['day', 'interval'],
  month: ['day', 'week'],
  lastMonth: ['day', 'week'],
  year: ['month', 'week'],
};

export function periodOf(name: PeriodName, today: string): Period {
  const day = parseDate(today);
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday': {
      const before = day.subtract({ days: 1 }).toString();
      return { from: before, to: before };
    }
    case 'week':
      return { from: startOfWeek(day, 'it-IT').toString(), to: today };
    case 'lastWeek': {
      const monday = startOfWeek(day, 'it-IT').subtract({ weeks: 1 });
      return { from: monday.toString(), to: monday.add({ days: 6 }).toString() };
    }
    case 'month':
      return { from: startOfMonth(day).toString(), to: today };
    case 'lastMonth': {
      const last = startOfMonth(day).subtract({ months: 1 });
      return { from: last.toString(), to: endOfMonth(last).toString() };
    }
    case 'year':
      return { from: startOfMonth(day).subtract({ months: 11 }).toString(), to: today };
  }
}

/** The day, the week from its Monday, or the month in which the day lies. */
export function spanAround(span: ReportSpan, day: string): Period {
  const date = parseDate(day);
  if (span === 'day') return { from: day, to: day };
  if (span === 'month') return { from: startOfMonth(date).toString(), to: endOfMonth(date).toString() };
  const monday = startOfWeek(date, 'it-IT');
  return { from: monday.toString(), to: monday.add({ days: 6 }).toString() };
}
