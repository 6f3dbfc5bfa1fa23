// Breaks from the screen («pause videoterminale»): D.Lgs. 81/2008 art. 175 gives 15 minutes in each 120 of continuous work at one, where no
// agreement says otherwise. Breaks cannot be added up, nor saved for the end of the shift; waiting for the system is work. What is reckoned
// here is the agent's own: it leaves their PC for nowhere. Pure.
import { z } from 'zod';

const lawfulWork = 120;
const lawfulBreak = 15;
const MINUTE = 60_000;

export const screenBreakPolicySchema = z
  .strictObject({
    everyMinutes: z.int().min(20).max(240),
    minutes: z.int().min(5).max(60),
    /** After so many minutes of work the break is announced. */
    remindMinutes: z.int().min(10).max(240),
    /** Reasons for not being ready under which one rests. */
    reasons: z.array(z.string().min(1)).min(1),
    /** Reasons under which one works without a screen, where the company's agreement lets that count as a break. */
    changeOfActivity: z.array(z.string().min(1)),
    /** The collective agreement, or the individual term («medico competente»: never why); null: the law's own. */
    agreement: z.string().trim().min(5).max(200).nullable(),
    source: z.string().min(1),
  })
  .refine(({ remindMinutes, everyMinutes }) => remindMinutes <= everyMinutes, 'it is announced after it is due')
  .refine(
    ({ everyMinutes, minutes, agreement }) =>
      agreement !== null || (everyMinutes <= lawfulWork && minutes >= lawfulBreak),
    'less than the law gives, and no agreement is named',
  );
export type ScreenBreakPolicy = z.infer<typeof screenBreakPolicySchema>;

/** What somebody does from a moment on (milliseconds since 1970), until the next change. `screen`: work at it, waiting for it included. */
export type ActivityChange = { readonly at: number; readonly does: 'screen' | 'rest' };

/** Under that reason for not being ready; null: ready, or in a call. Whatever is neither rest nor agreed to count as one is work. */
export const activityUnder = (reason: string | null, policy: ScreenBreakPolicy): ActivityChange['does'] =>
  reason !== null && (policy.reasons.includes(reason) || policy.changeOfActivity.includes(reason)) ? 'rest' : 'screen';

export type ScreenBreak =
  /** `dueAt`: when the break falls due if the work goes on; in the past where it is overdue. */
  | { readonly state: 'working' | 'soon' | 'due'; readonly workedMs: number; readonly dueAt: number }
  /** `leftMs`: until the break is whole and the work begins to count anew; 0: it is. */
  | { readonly state: 'resting'; readonly workedMs: number; readonly leftMs: number };

type Walked = { readonly workedMs: number; readonly restedMs: number; readonly dueAt: number | null };

/**
 * Where the agent stands at `now`.
 * @param changes in order of time, from the first work of the day on; what comes after `now` is not looked at.
 */
export function screenBreakAt(
  changes: readonly ActivityChange[],
  now: number,
  { everyMinutes, minutes, remindMinutes }: ScreenBreakPolicy,
): ScreenBreak {
  const due = everyMinutes * MINUTE;
  const whole = minutes * MINUTE;
  const past = changes.filter(({ at }) => at <= now);
  const walked = past.reduce<Walked>(
    (so, { at, does }, index) => {
      const ms = (past[index + 1]?.at ?? now) - at;
      // Two rests in a row are one; a rest that work has cut short counts for nothing.
      if (does === 'rest') {
        const restedMs = so.restedMs + ms;
        return restedMs >= whole
          ? { workedMs: 0, restedMs, dueAt: null }
          : { workedMs: so.workedMs, restedMs, dueAt: so.dueAt };
      }
      const workedMs = so.workedMs + ms;
      const dueAt = so.dueAt ?? (workedMs >= due ? at + due - so.workedMs : null);
      return { workedMs, restedMs: 0, dueAt };
    },
    { workedMs: 0, restedMs: 0, dueAt: null },
  );
  const { workedMs, restedMs, dueAt } = walked;
  if ((past.at(-1)?.does ?? 'rest') === 'rest')
    return { state: 'resting', workedMs, leftMs: Math.max(0, whole - restedMs) };
  if (dueAt !== null) return { state: 'due', workedMs, dueAt };
  return { state: workedMs >= remindMinutes * MINUTE ? 'soon' : 'working', workedMs, dueAt: now + due - workedMs };
}
