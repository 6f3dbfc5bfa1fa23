import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('speed and time left go by the last ten seconds, and are not said before the first is over', () => {
  const pace = createPace();
  const at = (seconds: number, done: number) => pace.at({ done, total: 100_000 }, seconds * 1_000);
  expect(at(0, 40_000)).toMatchObject({ perSecond: null, secondsLeft: null });
  expect(at(0.5, 41_000)).toMatchObject({ perSecond: null, secondsLeft: null });
  expect(at(2, 44_000)).toEqual({ done: 44_000, total: 100_000, perSecond: 2_000, secondsLeft: 28 });
  expect(at(10, 60_000)).toMatchObject({ perSecond: 2_000, secondsLeft: 20 });
  // Ten seconds later and slower: what was before does not flatter any more.
  expect(at(20, 65_000)).toMatchObject({ perSecond: 500, secondsLeft: 70 });
});

test('a load that stands still promises nothing', () => {
  const pace = createPace();
  pace.at({ done: 10, total: 100 }, 0);
  expect(pace.at({ done: 10, total: 100 }, 5_000)).toMatchObject({ perSecond: 0, secondsLeft: null });
});
