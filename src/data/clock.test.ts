import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

test('who wants to sleep for longer than the system’s longest timer is not woken at once', async () => {
  const stopping = new AbortController();
  let isAwake = false;
  const sleeper = systemClock.sleep(2 ** 31 + 10, stopping.signal).then(() => {
    isAwake = true;
  });
  // Timers end in the order of their moments: one that was woken at once would be before this one.
  await systemClock.sleep(20, stopping.signal);
  expect(isAwake).toBe(false);
  stopping.abort();
  await sleeper;
});
