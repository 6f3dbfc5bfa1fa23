// Periods of figures: days of the company's calendar, and the half hours, days, weeks and months in which they are shown. Where clocks are set,
// a day has 46 or 50 half hours. Pure.
import { parseDate, parseTime, startOfMonth, startOfWeek, toCalendarDateTime, toZoned } from '@internationalized/date';
import type { Day } from './calendar.ts';

/** Both days are in it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const steps = ['interval', 'day', 'week', 'month'] as const;
export type PeriodStep = (typeof steps)[number];

/** Nobody reads more, and a page draws no more. */
export const mostBuckets = 400;

const halfHourMs = 1_800_000;

/** Milliseconds since 1970 at which the day begins there. */
export const beginOf = (day: Day, timeZone: string): number => toZoned(parseDate(day), timeZone).toDate().getTime();

/** Hours of one day, "08:00" to "14:30"; "24:00" is where the next day begins. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** Milliseconds since 1970 at which the clocks there show `time` on that day. */
export function momentOf(day: Day, time: string, timeZone: string): number {
  if (time === '24:00') return beginOf(parseDate(day).add({ days: 1 }).toString(), timeZone);
  return toZoned(toCalendarDateTime(parseDate(day), parseTime(time)), timeZone)
    .toDate()
    .getTime();
}

export const daysIn = ({ from, to }: Period): number => parseDate(to).compare(parseDate(from)) + 1;

/** As long, and just before it. */
export const periodBefore = ({ from, to }: Period): Period => ({
  from: parseDate(from)
    .subtract({ days: daysIn({ from, to }) })
    .toString(),
  to: parseDate(from).subtract({ days: 1 }).toString(),
});

/** In which of them a day lies: its first day. Weeks begin on Monday. */
export function bucketOf(day: Day, by: Exclude<PeriodStep, 'interval'>): Day {
  const date = parseDate(day);
  if (by === 'week') return startOfWeek(date, 'it-IT').toString();
  return (by === 'month' ? startOfMonth(date) : date).toString();
}

/**
 * What a period is divided into, in order: half hours by the moment at which they begin (ISO 8601, UTC), days, weeks and months by their first
 * day, which may be before the period. More than `mostBuckets` of them: null.
 */
export function bucketsOf(period: Period, by: PeriodStep, timeZone: string): string[] | null {
  const buckets: string[] = [];
  if (by === 'interval') {
    const end = beginOf(parseDate(period.to).add({ days: 1 }).toString(), timeZone);
    for (let at = beginOf(period.from, timeZone); at < end; at += halfHourMs) {
      if (buckets.length === mostBuckets) return null;
      buckets.push(new Date(at).toISOString());
    }
    return buckets;
  }
  const last = parseDate(period.to);
  for (let date = parseDate(bucketOf(period.from, by)); date.compare(last) <= 0; ) {
    if (buckets.length === mostBuckets) return null;
    buckets.push(date.toString());
    date = date.add(by === 'day' ? { days: 1 } : by === 'week' ? { weeks: 1 } : { months: 1 });
  }
  return buckets;
}
