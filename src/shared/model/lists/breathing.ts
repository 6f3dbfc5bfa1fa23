// A minute to breathe after a hard conversation: how long one breathes in, holds and breathes out, how often, and what is said meanwhile.
// Offered and asked for by the agent alone; nothing of it is written down anywhere.
import { z } from 'zod';
import { textSchema } from './text.ts';

const seconds = z.int().min(0).max(12);

export const breathingSchema = z.strictObject({
  breatheIn: seconds.min(2),
  holdBreath: seconds,
  breatheOut: seconds.min(2),
  times: z.int().min(1).max(10),
  /** Before it begins. */
  about: textSchema,
  /** When it is over. */
  afterwards: textSchema,
});
export type Breathing = z.infer<typeof breathingSchema>;

export type Breath =
  | { readonly part: 'breatheIn' | 'holdBreath' | 'breatheOut'; readonly time: number; readonly leftSeconds: number }
  | { readonly part: 'over' };

/** Where one is after so many milliseconds; `time`: which breath, from 1. */
export function breathAt(ms: number, { breatheIn, holdBreath, breatheOut, times }: Breathing): Breath {
  const whole = breatheIn + holdBreath + breatheOut;
  const seconds = Math.max(0, ms) / 1_000;
  const time = Math.floor(seconds / whole) + 1;
  if (time > times) return { part: 'over' };
  const within = seconds - (time - 1) * whole;
  const left = (until: number) => Math.ceil(until - within);
  if (within < breatheIn) return { part: 'breatheIn', time, leftSeconds: left(breatheIn) };
  if (within < breatheIn + holdBreath) return { part: 'holdBreath', time, leftSeconds: left(breatheIn + holdBreath) };
  return { part: 'breatheOut', time, leftSeconds: left(whole) };
}
