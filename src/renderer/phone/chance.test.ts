import { expect, it } from 'vitest';
import { chance } from './chance.ts';

it('every one of the 256 numbers comes up, and no other', () => {
  // That one of them is missing among so many has a chance of 1 in 10^31.
  const drawn = new Set(Array.from({ length: 20_000 }, chance));
  expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, index) => index / 256));
});
