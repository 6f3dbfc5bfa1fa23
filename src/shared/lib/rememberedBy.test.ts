// Made once for each object, whatever it says.
import { expect, test, vi } from 'vitest';
import { rememberedBy } from './rememberedBy.ts';

test('what is made of an object is made once, and of another that says the same again', () => {
  const make = vi.fn((words: readonly string[]) => words.join(' '));
  const remembered = rememberedBy(make);
  const list = ['guasto', 'linea'];
  expect([remembered(list), remembered(list), remembered([...list])]).toEqual(Array(3).fill('guasto linea'));
  expect(make).toHaveBeenCalledTimes(2);
});
