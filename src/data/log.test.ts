import { expect, test } from 'vitest';
import { whereIn } from './log.ts';

test('where a bug was thrown is told without what its message quotes, however many lines that has', () => {
  const told = whereIn(new Error('not valid:\nAnna Colombo\nwas the second line'));
  expect(told).not.toContain('Colombo');
  expect(told).not.toContain('second');
  expect(told).toContain('log.test.ts');
});
