// Time that stands still until a test lets it pass: timers run in their order, at their moment.
import type { Clock } from '#simulator/clock';

export interface VirtualClock extends Clock {
  /** Lets so many milliseconds pass; whatever falls due runs, also what that sets off. */
  pass(ms: number): void;
}

export function createVirtualClock(): VirtualClock {
  let now = 0;
  let count = 0;
  const timers = new Map<number, { at: number; run: () => void }>();

  return {
    now: () => now,
    after(ms, run) {
      count += 1;
      const id = count;
      timers.set(id, { at: now + Math.max(0, ms), run });
      return () => timers.delete(id);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers]
          .filter(([, timer]) => timer.at <= end)
          .sort(([a, one], [b, other]) => one.at - other.at || a - b)[0];
        if (due === undefined) break;
        const [id, timer] = due;
        timers.delete(id);
        now = timer.at;
        timer.run();
      }
      now = end;
    },
  };
}
