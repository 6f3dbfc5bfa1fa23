import { describe, expect, it } from 'vitest';
import { levelOf, peakOf } from './level.ts';

const sine = (peak: number) => Float32Array.from({ length: 4_800 }, (_, at) => peak * Math.sin(at / 10));

describe('the level of a sound', () => {
  it('is nothing in silence, and in what nobody hears', () => {
    expect(levelOf(new Float32Array(100))).toBe(0);
    expect(levelOf(sine(0.0005))).toBe(0);
  });

  it('is full for the loudest there can be', () => {
    expect(levelOf(new Float32Array(100).fill(1))).toBe(1);
  });

  it('goes up by the same step for each doubling', () => {
    const [quiet, double, again] = [0.05, 0.1, 0.2].map((peak) => levelOf(sine(peak)));
    expect((double ?? 0) - (quiet ?? 0)).toBeCloseTo(0.1, 2);
    expect((again ?? 0) - (double ?? 0)).toBeCloseTo(0.1, 2);
  });
});

it('the loudest sample is known whichever way it swings', () => {
  expect(peakOf(new Float32Array(100))).toBe(0);
  expect(peakOf(Float32Array.of(0.25, -0.75, 0.5))).toBe(0.75);
});
