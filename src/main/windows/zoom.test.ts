// Everything larger or smaller by keys: up to twice its size, and back.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { zoomAfter, zoomed } from './zoom.ts';

const keys = { type: 'keyDown', control: true, meta: false, alt: false } as const;

it('Ctrl with plus makes it larger, with minus smaller, with 0 as it was', () => {
  expect(zoomAfter(1, { ...keys, key: '+' }, false)).toBe(1.1);
  expect(zoomAfter(1.1, { ...keys, key: '=' }, false)).toBe(1.25);
  expect(zoomAfter(1.25, { ...keys, key: '-' }, false)).toBe(1.1);
  expect(zoomAfter(1.75, { ...keys, key: '0' }, false)).toBe(1);
});

it('by name it does the same', () => {
  expect(zoomed(1, 'in')).toBe(1.1);
  expect(zoomed(1, 'out')).toBe(0.9);
  expect(zoomed(1.75, 'usual')).toBe(1);
  expect(zoomed(2, 'in')).toBe(2);
});

it('on a Mac the command key does it, and Ctrl does not', () => {
  expect(zoomAfter(1, { ...keys, key: '+', control: false, meta: true }, true)).toBe(1.1);
  expect(zoomAfter(1, { ...keys, key: '+' }, true)).toBeNull();
});

it('other keys, keys let go, and letters typed with AltGr ask for nothing', () => {
  expect(zoomAfter(1, { ...keys, key: 'k' }, false)).toBeNull();
  expect(zoomAfter(1, { ...keys, key: '+', control: false }, false)).toBeNull();
  expect(zoomAfter(1, { ...keys, key: '+', type: 'keyUp' }, false)).toBeNull();
  expect(zoomAfter(1, { ...keys, key: '-', alt: true }, false)).toBeNull();
});

it('is never less than 0.8 nor more than 2, whatever is pressed', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('+', '=', '-', '0')), (pressed) => {
      let now = 1;
      for (const key of pressed) now = zoomAfter(now, { ...keys, key }, false) ?? now;
      expect(now).toBeGreaterThanOrEqual(0.8);
      expect(now).toBeLessThanOrEqual(2);
    }),
  );
});

it('reaches twice the size', () => {
  let now = 1;
  for (let step = 0; step < 10; step += 1) now = zoomAfter(now, { ...keys, key: '+' }, false) ?? now;
  expect(now).toBe(2);
});
