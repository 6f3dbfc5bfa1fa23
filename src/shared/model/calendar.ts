// The business calendar: which days are holidays, which are worked, at which hours. Holidays are data that a company may edit; days are
// civil days where the company is, never hours in UTC. Pure.
import {
  CalendarDate,
  type CalendarDateTime,
  fromDate,
  parseDate,
  parseTime,
  toCalendarDate,
  toCalendarDateTime,
  toZoned,
} from '@internationalized/date';
import { z } from 'zod';
import { type Text, textSchema } from './lists/text.ts';

/** A civil day: "2026-12-24". Such texts sort as the days do. */
export const daySchema = z.iso.date();
export type Day = z.infer<typeof daySchema>;

const LEAP_YEAR = 2024;
const monthDay = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day of every year: "08-15"; "02-29" comes in leap years only. */
export const monthDaySchema = z
  .string()
  .regex(monthDay)
  .refine((day) => daySchema.safeParse(`${LEAP_YEAR}-${day}`).success, 'no such day');

/** Time of day on the wall: "08:30". */
export const wallTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** The same; "24:00" is the end of the day. */
const hourSchema = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

/** Hours of one weekday, in order, none running into the next: `[["08:30","13:00"],["14:00","18:00"]]`; empty: not worked. */
const hoursSchema = z
  .array(z.tuple([hourSchema, hourSchema]))
  .max(6)
  .refine((spans) => {
    let end = '00:00';
    return spans.every(([from, to]) => {
      const follows = from >= end && from < to;
      end = to;
      return follows;
    });
  }, 'hours must follow each other');

const inYears = { from: z.int().optional(), until: z.int().optional(), source: z.string().optional() };

export const holidaySchema = z.union([
  z.strictObject({ day: monthDaySchema, name: textSchema, ...inYears }),
  /** So many days after Easter Sunday: 1 is Easter Monday, 60 Corpus Domini. */
  z.strictObject({ easter: z.int().min(-60).max(80), name: textSchema, ...inYears }),
]);
export type Holiday = z.infer<typeof holidaySchema>;

const weekSchema = z
  .strictObject({
    mon: hoursSchema,
    tue: hoursSchema,
    wed: hoursSchema,
    thu: hoursSchema,
    fri: hoursSchema,
    sat: hoursSchema,
    sun: hoursSchema,
  })
  .refine((week) => Object.values(week).some((spans) => spans.length > 0), 'no day of the week is worked');

const timeZoneSchema = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'no such time zone');

export const siteCodeSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

export const calendarSchema = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: textSchema,
  /** By its IANA name. */
  timeZone: timeZoneSchema,
  week: weekSchema,
  /** Italy: L. 260/1949 art. 2, DPR 792/1985, L. 151/2025 for 4 October. */
  holidays: z.array(holidaySchema),
  /** The saint's day of one place alone. */
  patron: z.array(z.strictObject({ day: monthDaySchema, name: textSchema, site: siteCodeSchema })),
  /** Days on which the company is shut of its own will. Nobody works; no term of the law or of a charter waits for it. */
  closures: z.array(
    z
      .strictObject({ from: daySchema, to: daySchema, name: textSchema })
      .refine(({ from, to }) => from <= to, 'a closure ends before it begins'),
  ),
});
export type Calendar = z.infer<typeof calendarSchema>;

export const calendarsSchema = z
  .array(calendarSchema)
  .min(1)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'two calendars have the same code');

/** The day so many days later; before it where `days` is negative. */
export const daysLater = (day: Day, days: number): Day => parseDate(day).add({ days }).toString();

/** The civil day of that moment (ISO 8601) where the company is. */
export const dayOf = (at: string, calendar: Calendar): Day =>
  toCalendarDate(fromDate(new Date(at), calendar.timeZone)).toString();

/** Easter Sunday by the Gregorian rule (Meeus, Jones and Butcher). */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return new CalendarDate(year, month, day).toString();
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

const fallsOn = (holiday: Holiday, day: Day): boolean => {
  const year = yearOf(day);
  if (year < (holiday.from ?? year) || year > (holiday.until ?? year)) return false;
  return 'day' in holiday ? day.slice(5) === holiday.day : day === daysLater(easterOf(year), holiday.easter);
};

/** The holiday of that day, of the country or of the saint of `site`; null: none. Sundays are the week's matter. */
export const holidayOn = (day: Day, calendar: Calendar, site: string | null): { readonly name: Text } | null =>
  calendar.holidays.find((holiday) => fallsOn(holiday, day)) ??
  calendar.patron.find((patron) => patron.site === site && day.slice(5) === patron.day) ??
  null;

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const hoursOfWeekday = (day: Day, calendar: Calendar): Calendar['week']['mon'] =>
  calendar.week[weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sun'];

/** A day of the week that is worked, and no holiday: what terms in working days count. */
export const isWorkingDay = (day: Day, calendar: Calendar, site: string | null): boolean =>
  hoursOfWeekday(day, calendar).length > 0 && holidayOn(day, calendar, site) === null;

/** The name of the closure that the day falls into; null: the company is open as the week and the holidays say. */
export const closureOn = (day: Day, calendar: Calendar): Text | null =>
  calendar.closures.find(({ from, to }) => from <= day && day <= to)?.name ?? null;

const wallTime = (day: Day, hour: string): CalendarDateTime =>
  hour === '24:00'
    ? toCalendarDateTime(parseDate(day).add({ days: 1 }))
    : toCalendarDateTime(parseDate(day), parseTime(hour));

/**
 * The moment (ISO 8601) at which clocks where the company is show that time on that day: the earlier one where it comes twice; where it is
 * left out, the one that they show instead.
 */
export const momentOn = (day: Day, time: string, calendar: Calendar): string =>
  toZoned(wallTime(day, time), calendar.timeZone, 'compatible').toDate().toISOString();

/**
 * When somebody works on that day, in milliseconds since 1970. Where the clocks change within the hours, a span is as long as time really
 * is: an hour that is left out shortens it, one that comes twice lengthens it.
 */
export const openingOf = (
  day: Day,
  calendar: Calendar,
  site: string | null,
): readonly { readonly from: number; readonly to: number }[] => {
  if (!isWorkingDay(day, calendar, site) || closureOn(day, calendar) !== null) return [];
  const moment = (hour: string): number =>
    toZoned(wallTime(day, hour), calendar.timeZone, 'compatible').toDate().getTime();
  return hoursOfWeekday(day, calendar).map(([from, to]) => ({ from: moment(from), to: moment(to) }));
};
