// Time and chance, handed in from the entry, so that a week of waiting can pass in a test's second.

export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once when `signal` fires: the caller looks at the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    }),
  random: Math.random,
};
