// Deadlines: by when something is due that was received at a moment, under a term of days, working days or working hours. Pure functions of
// civil days; hours only for targets in working hours. What law and charters say is data (the term, what a holiday does, what stops the clock).
import { z } from 'zod';
import { type Calendar, type Day, dayOf, daysLater, isWorkingDay, monthDaySchema, openingOf } from './calendar.ts';

export const termUnitSchema = z.enum(['days', 'workingDays', 'workingHours']);
export type TermUnit = z.infer<typeof termUnitSchema>;

/** So much time, counted in that unit. Nought working days: the same day, or the first working day after it. */
export const termSchema = z.strictObject({ n: z.int().min(0).max(400), unit: termUnitSchema });
export type Term = z.infer<typeof termSchema>;

/** What becomes of a term in days that ends on a day of rest: it stays there, or runs on to the next day that is none (art. 2963 c.c.). */
export const endsOnHolidaySchema = z.enum(['stays', 'next']);

/** A part of every year in which no day counts: `{from: "08-01", to: "08-31"}` (as L. 742/1969 for courts); may run over New Year. */
export const yearlyPauseSchema = z.strictObject({ from: monthDaySchema, to: monthDaySchema });

/** A wait that stops the clock: days after it began, up to and including the day on which it ended; `to` null: it goes on. */
export type Suspension = { readonly from: Day; readonly to: Day | null };

/** By which rules days are counted. */
export type Rules = {
  readonly calendar: Calendar;
  /** Whose saint's day counts; null: none, as for terms given by the law of the country. */
  readonly site: string | null;
  readonly endsOnHoliday: z.infer<typeof endsOnHolidaySchema>;
  readonly yearly: readonly z.infer<typeof yearlyPauseSchema>[];
  readonly suspensions: readonly Suspension[];
};

/** `at`: the very moment (ISO 8601), for terms in working hours alone. `stopped`: there is no day until the wait has ended. */
export type Due =
  | { readonly state: 'running'; readonly day: Day; readonly at: string | null }
  | { readonly state: 'stopped'; readonly since: Day };

/** Ten years: rules by which no day ever counts are a fault of the data, and must not hang a program. */
const MOST_DAYS = 3_660;

const isPaused = (day: Day, { yearly }: Rules): boolean =>
  yearly.some(({ from, to }) => {
    const monthDay = day.slice(5);
    return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;
  });

const isSuspended = (day: Day, { suspensions }: Rules): boolean =>
  suspensions.some(({ from, to }) => from < day && (to === null || day <= to));

const countsAs = (day: Day, unit: TermUnit, rules: Rules): boolean =>
  !isSuspended(day, rules) &&
  !isPaused(day, rules) &&
  (unit === 'days' || isWorkingDay(day, rules.calendar, rules.site));

/** The wait that goes on and holds that day; null: none. */
const waitOver = (day: Day, { suspensions }: Rules): Day | null =>
  suspensions.find(({ from, to }) => to === null && from < day)?.from ?? null;

const running = (day: Day, at: string | null = null): Due => ({ state: 'running', day, at });

/** Walks the days from `first` on until one of them answers. */
function walk(first: Day, rules: Rules, answer: (day: Day) => Due | null): Due {
  let day = first;
  for (let walked = 0; walked <= MOST_DAYS; walked += 1) {
    const since = waitOver(day, rules);
    if (since !== null) return { state: 'stopped', since };
    const found = answer(day);
    if (found) return found;
    day = daysLater(day, 1);
  }
  throw new Error('by these rules no day counts within ten years');
}

/**
 * The end of the term that began when something was received. The day of receipt is not counted (art. 2963 c.c., art. 155 c.p.c.).
 * A closure of the company moves nothing but working hours; a saint's day only where `rules.site` says whose.
 * @param received ISO 8601: the day is that of the company's time zone.
 */
export function dueOf(received: string, term: Term, rules: Rules): Due {
  const first = dayOf(received, rules.calendar);
  if (term.unit === 'workingHours') return dueInHours(received, first, term.n, rules);
  if (term.n === 0) {
    if (term.unit === 'days') return running(first);
    return walk(first, rules, (day) => (countsAs(day, term.unit, rules) ? running(day) : null));
  }
  let counted = 0;
  const end = walk(daysLater(first, 1), rules, (day) => {
    if (countsAs(day, term.unit, rules)) counted += 1;
    return counted === term.n ? running(day) : null;
  });
  return term.unit === 'days' && rules.endsOnHoliday === 'next' && end.state === 'running'
    ? running(nextThatIsNoRest(end.day, rules))
    : end;
}

const nextThatIsNoRest = (day: Day, { calendar, site }: Rules): Day => {
  let next = day;
  while (!isWorkingDay(next, calendar, site)) next = daysLater(next, 1);
  return next;
};

function dueInHours(received: string, first: Day, hours: number, rules: Rules): Due {
  const from = Date.parse(received);
  let left = hours * 3_600_000;
  return walk(first, rules, (day) => {
    if (isSuspended(day, rules) || isPaused(day, rules)) return null;
    for (const span of openingOf(day, rules.calendar, rules.site)) {
      const begin = Math.max(span.from, from);
      const open = span.to - begin;
      if (open < 0 || (open === 0 && left > 0)) continue;
      if (left <= open) return running(day, new Date(begin + left).toISOString());
      left -= open;
    }
    return null;
  });
}

/** How many days count after `from`, up to and including `to`. Working hours are counted by their working days. */
export function countedDays(from: Day, to: Day, unit: TermUnit, rules: Rules): number {
  const counting = unit === 'workingHours' ? 'workingDays' : unit;
  let counted = 0;
  for (let day = daysLater(from, 1); day <= to; day = daysLater(day, 1))
    if (countsAs(day, counting, rules)) counted += 1;
  return counted;
}

/** Shares of the counted days after which a deadline draws attention (at the whole of them it is due). */
export const warningShares = [0.5, 0.8] as const;

/** The first days on which half and four fifths of the counted days have come; never after the due day. */
export function warnDays(received: Day, due: Day, unit: TermUnit, rules: Rules): [Day, Day] {
  const counting = unit === 'workingHours' ? 'workingDays' : unit;
  const all = countedDays(received, due, counting, rules);
  const dayOfShare = (share: number): Day => {
    const goal = Math.ceil(all * share);
    let counted = 0;
    for (let day = daysLater(received, 1); day <= due; day = daysLater(day, 1)) {
      if (countsAs(day, counting, rules)) counted += 1;
      if (counted >= goal && goal > 0) return day;
    }
    return due;
  };
  return [dayOfShare(warningShares[0]), dayOfShare(warningShares[1])];
}

/** Whether the due day is over on `today`: it is met on the day itself until midnight. */
export const isOverdue = (due: Due, today: Day): boolean => due.state === 'running' && due.day < today;
