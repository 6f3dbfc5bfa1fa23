// When people are usually promised a call: soon, at the end of the day, in the morning. Pure.
import { momentsOf, type When } from '../../ui/time.ts';

export interface Moment {
  /** `workingDay`: the next one, where tomorrow is none. */
  readonly name: 'inAnHour' | 'thisEvening' | 'tomorrow' | 'workingDay';
  /** ISO 8601. */
  readonly at: string;
}

const quarterMs = 15 * 60_000;
const eveningHour = 17;
const morningHour = 9;
const weekend = new Set([0, 6]);

const atHour = (day: Date, hour: number): Date => {
  const at = new Date(day);
  at.setHours(hour, 0, 0, 0);
  return at;
};

/** The morning of the next working day. */
function nextMorning(now: number): Moment {
  const day = new Date(now);
  let days = 0;
  do {
    day.setDate(day.getDate() + 1);
    days += 1;
  } while (weekend.has(day.getDay()));
  return { name: days === 1 ? 'tomorrow' : 'workingDay', at: atHour(day, morningHour).toISOString() };
}

/** Those that are still to come; in an hour, on the quarter, always is. */
export function suggestedMoments(now: number): readonly [Moment, ...Moment[]] {
  const inAnHour = new Date(Math.ceil((now + 4 * quarterMs) / quarterMs) * quarterMs);
  const evening = atHour(new Date(now), eveningHour);
  return [
    { name: 'inAnHour', at: inAnHour.toISOString() },
    ...(evening > inAnHour ? [{ name: 'thisEvening' as const, at: evening.toISOString() }] : []),
    nextMorning(now),
  ];
}

/** When the two fields say; of two moments that read so `meant`, where it is one of them, else the first to come. Null: no moment. */
export function momentOf(when: When, meant: string | null, now: number): string | null {
  const moments = momentsOf(when);
  if (meant !== null && moments.includes(meant)) return meant;
  return moments.find((at) => Date.parse(at) > now) ?? moments[0] ?? null;
}
