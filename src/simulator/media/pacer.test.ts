import { expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import type { Clock } from '../clock.ts';
import { createPacer } from './pacer.ts';

test('beats fifty times a second and never drifts, however late each timer is', () => {
  const clock = createVirtualClock();
  const late: Clock = { now: clock.now, after: (ms, run) => clock.after(ms + 7, run) };
  const beats: number[] = [];
  createPacer(late).join((beat) => beats.push(beat));
  clock.pass(60_000);
  expect(beats.length).toBeGreaterThanOrEqual(2_999);
  expect(beats).toEqual(Array.from({ length: beats.length }, (_, i) => i + 1));
});

test('after a long sleep it goes on from now instead of making up for all of it', () => {
  const clock = createVirtualClock();
  let sleeping = 0;
  const sleepy: Clock = { now: () => clock.now() + sleeping, after: clock.after };
  const beats: number[] = [];
  createPacer(sleepy).join((beat) => beats.push(beat));
  clock.pass(100);
  const before = beats.length;
  sleeping = 10_000;
  clock.pass(20);
  expect(beats.length - before).toBe(10);
  expect(beats.at(-1)).toBe(506);
});

test('runs for nobody', () => {
  const clock = createVirtualClock();
  const beats: number[] = [];
  const leave = createPacer(clock).join((beat) => beats.push(beat));
  clock.pass(100);
  leave();
  clock.pass(1_000);
  expect(beats).toHaveLength(5);
});
