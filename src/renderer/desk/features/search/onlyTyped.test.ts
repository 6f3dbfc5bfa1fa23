// What is left of a text when only what was typed of it may be read.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mark } from '#shared/contract/mark';
import { onlyTyped } from './onlyTyped.ts';

it.each<[string, Mark[], string]>([
  ['carlo.bassi@prova.example', [[6, 11]], '•••bassi•••'],
  ['Milano', [[0, 3]], 'Mil•••'],
  ['Milano', [[0, 6]], 'Milano'],
  [
    '+39 000 000 0103',
    [
      [4, 7],
      [12, 16],
    ],
    '•••000•••0103',
  ],
  ['Milano', [], '•••'],
])('%s, typed %j: %s', (text, marks, expected) => {
  expect(onlyTyped(text, marks).text).toBe(expected);
});

it('holds what was typed, marked as it was, and no other letter', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '@', '0'), maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.uniqueArray(fc.nat(30), { maxLength: 6 }), (text, ends) => {
      const sorted = ends.filter((end) => end <= text.length).toSorted((a, b) => a - b);
      const marks = sorted.flatMap((from, at): Mark[] =>
        at % 2 === 0 && sorted[at + 1] !== undefined ? [[from, sorted[at + 1] ?? 0]] : [],
      );
      const typed = marks.map(([from, to]) => text.slice(from, to));
      const shown = onlyTyped(text, marks);
      expect(shown.marks.map(([from, to]) => shown.text.slice(from, to))).toEqual(typed);
      expect(shown.text.replaceAll('•', '')).toBe(typed.join(''));
    }),
  );
});
