// Times as people read them: "02:14" on a call, "0:48" of waiting, "7 giorni fa".
import type { Language } from '#shared/model/ids';

/** Who works in English in Italy reads the day before the month, as everybody there does. */
export const localeOf: Readonly<Record<Language, string>> = { it: 'it-IT', en: 'en-GB' };

/** Making a formatter takes a hundred times as long as using it: each is made once. Not for hours: the computer's zone may change. */
function madeOnce<Options, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (language: Language, options: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`;
    const format = made.get(key) ?? make(localeOf[language], options);
    made.set(key, format);
    return format;
  };
}

const numbers = madeOnce((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const lists = madeOnce((locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options));
const distances = madeOnce(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);
const calendarDays = madeOnce(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }),
);

const secondMs = 1_000;
const dayMs = 86_400_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** "02:14", "1:02:14" past the hour. Never negative: clocks of two programs may differ by a little. */
export function timer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / secondMs));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
}

/** "0:48", for waits. */
export const wait = (ms: number): string => timer(ms).replace(/^0(\d:)/, '$1');

/** "40 secondi", "12 minuti", "2 ore": how long something takes yet, as roughly as it is known. */
export function roughly(seconds: number, language: Language): string {
  const step = roughSteps.find(({ below }) => seconds < below) ?? roughSteps[2];
  const value = Math.ceil(seconds / step.seconds / step.round) * step.round;
  return unitOf(value, step.unit, language);
}
const unitOf = (value: number, unit: 'hour' | 'minute' | 'second', language: Language): string =>
  numbers(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);

/** "1 ora e 20 minuti", "35 minuti", "0 minuti": whole minutes, as one says them. */
export function inWords(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / (60 * secondMs)));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(hours > 0 ? [unitOf(hours, 'hour', language)] : []),
    ...(rest > 0 || hours === 0 ? [unitOf(rest, 'minute', language)] : []),
  ];
  return lists(language, { type: 'conjunction' }).format(parts);
}

const roughSteps = [
  { below: 56, unit: 'second', seconds: 1, round: 5 },
  { below: 5_400, unit: 'minute', seconds: 60, round: 1 },
  { below: Number.POSITIVE_INFINITY, unit: 'hour', seconds: 3_600, round: 1 },
] as const;

export const since = (iso: string, now: number): number => now - Date.parse(iso);

export const daysSince = (iso: string, now: number): number => Math.max(0, Math.floor(since(iso, now) / dayMs));

const steps = [
  { unit: 'year', ms: 365 * dayMs },
  { unit: 'month', ms: 30 * dayMs },
  { unit: 'day', ms: dayMs },
  { unit: 'hour', ms: dayMs / 24 },
  { unit: 'minute', ms: 60 * secondMs },
] as const;

/** "adesso", "5 minuti fa", "ieri", "7 giorni fa", "1 mese fa": words only where they are exact. */
export function ago(iso: string, now: number, language: Language): string {
  const past = Math.max(0, since(iso, now));
  const step = steps.find(({ ms }) => past >= ms);
  const exact = step === undefined || step.unit === 'day';
  const format = distances(language, { numeric: exact ? 'auto' : 'always' });
  return step === undefined ? format.format(0, 'second') : format.format(-Math.floor(past / step.ms), step.unit);
}

/** "14:32" today, "ieri" and "7 giorni fa" before. */
export function moment(iso: string, now: number, language: Language): string {
  const sameDay = new Date(iso).toDateString() === new Date(now).toDateString();
  return sameDay ? localTime(iso) : ago(iso, now, language);
}

/** "gio 26 nov": a day of the calendar, wherever one is. */
export const day = (date: string, language: Language): string =>
  calendarDays(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(`${date}T00:00:00Z`));

/** "31 dicembre 2027". */
export const fullDay = (date: string, language: Language): string =>
  calendarDays(language, { dateStyle: 'long' }).format(new Date(`${date}T00:00:00Z`));

/** From one day of the calendar to another; negative: it is past. */
export const daysUntil = (date: string, today: string): number =>
  Math.round((Date.parse(date) - Date.parse(today)) / dayMs);

/** As the fields for a day and a time have it, where the agent is: "2026-11-24". */
export function localDay(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** "15:45". */
export function localTime(iso: string): string {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What is in a field for a day and one for a time: "2026-11-24" and "15:45", where the agent is; null: emptied. */
export interface When {
  readonly day: string | null;
  readonly time: string | null;
}

/**
 * Which moments read so where the agent is, the earlier first: two in the hour that comes twice when summer time ends, none of half a
 * moment. In the hour that is left out when it begins, a time is the one that the clocks show instead, an hour later.
 */
export function momentsOf({ day, time }: When): string[] {
  if (day === null || time === null) return [];
  const first = new Date(`${day}T${time}`);
  const second = new Date(first.getTime() + 60 * 60 * secondMs);
  const moments = [first, second].map((at) => at.toISOString());
  return localTime(second.toISOString()) === time ? moments : moments.slice(0, 1);
}

/** "17:30" today, "gio 26 nov, 17:30" on other days, "gio 27 nov 2025, 17:30" in other years. */
export function appointment(iso: string, now: number, language: Language): string {
  const at = new Date(iso);
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return localTime(iso);
  const date = new Intl.DateTimeFormat(localeOf[language], {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...(at.getFullYear() !== today.getFullYear() && { year: 'numeric' }),
  }).format(at);
  return `${date}, ${localTime(iso)}`;
}

/** "14:32" today, "24 nov, 14:32" this year, "24 nov 2024, 14:32" before. */
export function dated(iso: string, now: number, language: Language): string {
  const [at, today] = [new Date(iso), new Date(now)];
  if (at.toDateString() === today.toDateString()) return localTime(iso);
  const date = new Intl.DateTimeFormat(localeOf[language], {
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() !== today.getFullYear() && { year: 'numeric' }),
  }).format(at);
  return `${date}, ${localTime(iso)}`;
}

/** The same beside others of its day; "02:30 CEST" where clocks are set between them and 02:30 comes twice. */
export function clockWithin(iso: string, all: readonly string[], language: Language): string {
  const offsets = new Set(all.map((one) => new Date(one).getTimezoneOffset()));
  if (offsets.size < 2) return localTime(iso);
  const zone = { hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(localeOf[language], zone).format(new Date(iso));
}

/** "1.204" also in Italian, where four digits stand ungrouped unless it is asked for: beside "412.000" they would look like another kind. */
export const count = (value: number, language: Language): string =>
  numbers(language, { useGrouping: 'always' }).format(value);

/** "42%"; of nothing it is none. */
export const share = (part: number, whole: number, language: Language): string =>
  numbers(language, { style: 'percent', maximumFractionDigits: 0 }).format(whole === 0 ? 0 : part / whole);
