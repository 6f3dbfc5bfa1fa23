// The phone's clock in a test's hand: it stands still until the test lets time pass, and chance is always the same.
import type { Clock } from '#phone/clock';
import { createVirtualClock } from './virtualClock.ts';

export interface PhoneClock extends Clock {
  pass(ms: number): void;
}

const start = Date.UTC(2026, 0, 5, 9);

export function createPhoneClock(chance = 0.5): PhoneClock {
  const { now, after, pass } = createVirtualClock();
  return {
    now: () => new Date(start + now()),
    after(ms, then) {
      const callOff = after(ms, then);
      return () => void callOff();
    },
    random: () => chance,
    pass,
  };
}
