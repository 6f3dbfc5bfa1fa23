import { expect, test } from 'vitest';
import { besideBetter, figure, percentile, table } from './figures.ts';

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

test('beside peers a figure is ok at 0.8 of the better of them', () => {
  const peers = { 'SIP.js': 500, JsSIP: 100 };
  expect(besideBetter('hold', 'ms', 80, peers)).toMatchObject({ beside: 100, ratio: 0.8, ok: true });
  expect(besideBetter('hold', 'ms', 81, peers)).toMatchObject({ besideWhat: 'JsSIP, SIP.js 500', ok: false });
});

test('where no peer can do it, the goal alone counts', () => {
  const peers = { 'SIP.js': null, JsSIP: null };
  expect(besideBetter('audio back', 'ms', 4_000, peers, 5_000)).toMatchObject({ beside: null, ratio: null, ok: true });
  expect(besideBetter('audio back', 'ms', 6_000, peers, 5_000).ok).toBe(false);
});

test('a goal of its own holds beside a slow peer too, and what we cannot do is never ok', () => {
  expect(besideBetter('audio back', 'ms', 6_000, { JsSIP: 20_000 }, 5_000).ok).toBe(false);
  expect(besideBetter('audio back', 'ms', Number.POSITIVE_INFINITY, { JsSIP: null }, 5_000).ok).toBe(false);
});
