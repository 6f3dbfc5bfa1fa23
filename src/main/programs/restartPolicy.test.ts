import { expect, test } from 'vitest';
import { afterDeath } from './restartPolicy.ts';

test('the first death is answered at once, so that an agent hardly sees it', () => {
  expect(afterDeath([1_000], 1_000)).toEqual({ kind: 'restart', attempt: 1, delayMs: 0 });
});

test('deaths in a row are answered later and later', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => {
    const decision = afterDeath(Array(count).fill(0), 0);
    return decision.kind === 'restart' ? decision.delayMs : -1;
  });
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(delays.at(-1)).toBe(8_000);
});

test('nine deaths in a minute are too many', () => {
  expect(afterDeath(Array(9).fill(0), 0)).toEqual({ kind: 'giveUp' });
});

test('deaths of more than a minute ago are forgotten', () => {
  expect(afterDeath([...Array(9).fill(0), 61_000], 61_000)).toMatchObject({ kind: 'restart', attempt: 1 });
});
