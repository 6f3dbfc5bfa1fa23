// Time and chance, handed in: tests hand in their own.

export interface Clock {
  now(): Date;
  /** Runs `then` after so many milliseconds; the result calls it off. */
  after(ms: number, then: () => void): () => void;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
