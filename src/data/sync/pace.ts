// How fast a load goes, and how long it takes yet: by the customers of the last ten seconds.
import type { Progress } from '../db/segmentTable.ts';

export interface Paced extends Progress {
  /** Null before anything can be said. */
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}

const windowMs = 10_000;
/** Less is chance. */
const shortestMs = 1_000;

export function createPace(): { at(progress: Progress, steadyMs: number): Paced } {
  let seen: { readonly done: number; readonly at: number }[] = [];
  return {
    at({ done, total }, nowMs) {
      const recent = seen.filter(({ at }) => nowMs - at <= windowMs);
      seen = [...(recent.length > 0 ? recent : seen.slice(-1)), { done, at: nowMs }];
      const first = seen[0];
      const ms = first === undefined ? 0 : nowMs - first.at;
      const perSecond = first === undefined || ms < shortestMs ? null : ((done - first.done) * 1_000) / ms;
      const secondsLeft =
        perSecond === null || perSecond <= 0 ? null : Math.ceil(Math.max(0, total - done) / perSecond);
      return { done, total, perSecond: perSecond === null ? null : Math.round(Math.max(0, perSecond)), secondsLeft };
    },
  };
}
