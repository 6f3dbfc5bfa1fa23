// Time and chance, handed in from the entry, so that a week of waiting can pass in a test's second.

export interface Clock {
  /** As the PC's clock says: for what is written down. It may be set, ahead or back, at any moment. */
  now(): Date;
  /** Milliseconds since some moment, whatever becomes of the PC's clock: for how long something takes. */
  steadyMs(): number;
  /** Resolves after `ms`, at the latest after 24 days, or at once when `signal` fires: the caller looks at the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  steadyMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      // A longer one would be over at once: whoever waits for so long looks again.
      const timer = setTimeout(done, Math.min(ms, longestTimerMs));
      signal.addEventListener('abort', done);
    }),
  random: Math.random,
};
