// When something reached the company that is written down later than it came, as a letter is: the day on which it came is a day where the
// company is, and from it every term counts. The same on the PC and on the backend. Pure.
import { z } from 'zod';
import { type Calendar, type Day, dayOf, daySchema, momentOn, wallTimeSchema } from './calendar.ts';

/** `time` null: nobody knows. */
export const receiptSchema = z.strictObject({ day: daySchema, time: wallTimeSchema.nullable() });
export type Receipt = z.infer<typeof receiptSchema>;

/** Of a day whose time nobody knows the middle stands for it. */
const middle = '12:00';

/**
 * The moment of receipt (ISO 8601); null: it is received as it is written down. A day without a time is never later than now where it is
 * today's; a day or a time that is still to come stays so, and whoever registers refuses it.
 * @param now ISO 8601: when it is written down.
 */
export function receivedAt(receipt: Receipt | null, now: string, calendar: Calendar): string {
  if (receipt === null) return now;
  const { day, time } = receipt;
  const moment = momentOn(day, time ?? middle, calendar);
  return time === null && isToday(day, now, calendar) && moment > now ? now : moment;
}

const isToday = (day: Day, now: string, calendar: Calendar): boolean => dayOf(now, calendar) === day;
