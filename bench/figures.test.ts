import { expect, test } from 'vitest';
import { figure, percentile, table } from './figures.ts';

test('percentiles are by nearest rank, whatever the order', () => {
  const samples = Array.from({ length: 200 }, (_none, index) => 200 - index);
  expect(percentile(samples, 0.5)).toBe(100);
  expect(percentile(samples, 0.99)).toBe(198);
  expect(percentile([7], 0.99)).toBe(7);
});

test('a figure over its goal is not ok, and the table says so', () => {
  const slow = figure('pop p99', 'ms', 260, 250, { what: 'plain page', value: 130 });
  expect(slow).toMatchObject({ ok: false, ratio: 2 });
  expect(table([slow])).toContain('NOT REACHED');
});
