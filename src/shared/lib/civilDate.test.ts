import { expect, test } from 'vitest';
import { civilDate } from './civilDate.ts';

test('the day is the one where people are', () => {
  const lateInUtc = new Date('2026-11-25T23:10:00Z');
  expect(civilDate(lateInUtc, 'Europe/Rome')).toBe('2026-11-26');
  expect(civilDate(lateInUtc, 'America/New_York')).toBe('2026-11-25');
});
