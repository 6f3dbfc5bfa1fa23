// What the agent does, change by change, as the break from the screen is reckoned from it (D.Lgs. 81/2008 art. 175). Pure: also what is made
// of a program that was not running, a PC that slept, and a clock that was set.
import type { ActivityChange } from '#shared/model/screenBreaks';

export interface Activity {
  readonly changes: ActivityChange[];
  /** When it was last known to go on (milliseconds since 1970). */
  readonly aliveAt: number;
}

/** Nobody works for longer without a break that counts. */
const lookBackMs = 24 * 60 * 60_000;
/** So long nothing is heard of a program that lives. */
const gapMs = 3 * 60_000;

export const noActivity: Activity = { changes: [], aliveAt: 0 };

/** From `at` on; the same again is no change. What is too old to count is dropped. */
export function nowDoes({ changes }: Activity, does: ActivityChange['does'], at: number): Activity {
  const last = changes.at(-1);
  const kept = changes.filter((_one, index) => (changes[index + 1]?.at ?? at) > at - lookBackMs);
  // A rest before any work is none.
  const isNews = last === undefined ? does === 'screen' : last.does !== does;
  return { changes: isNews ? [...kept, { at, does }] : kept, aliveAt: at };
}

/** Once more alive. Where nothing was heard for long, nobody was at this screen meanwhile: the program was closed, or the PC asleep. */
export function alive(activity: Activity, at: number): Activity {
  const { changes, aliveAt } = activity;
  const last = changes.at(-1);
  if (last === undefined || last.does === 'rest' || at - aliveAt <= gapMs) return { changes, aliveAt: at };
  return { changes: [...changes, { at: aliveAt, does: 'rest' }, { at, does: 'screen' }], aliveAt: at };
}

/** The PC's clock was set by so much: what was lasted as long as it lasted. */
export const clockSet = ({ changes, aliveAt }: Activity, byMs: number): Activity => ({
  changes: changes.map(({ at, does }) => ({ at: at + byMs, does })),
  aliveAt: aliveAt + byMs,
});
