import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folded, wordsIn } from './wordsIn.ts';

const found = (text: string, words: string[]) => wordsIn(text, words).map(({ from, to }) => text.slice(from, to));

describe('words in a text', () => {
  test('are found whole, whatever their capitals and accents', () => {
    expect(found('Perché? PERCHE no; perchetto', ['perché'])).toEqual(['Perché', 'PERCHE']);
    expect(found('perche\u0301 no', ['perché'])).toEqual(['perche\u0301']);
    expect(found("un’ora, un'ora", ["un'ora"])).toEqual(['un’ora', "un'ora"]);
  });

  test('are found with any ending where the list says so', () => {
    expect(found('diabete, diabetica, prediabete', ['diabet*'])).toEqual(['diabete', 'diabetica']);
  });

  test('are told as the longest of those that overlap', () => {
    expect(found('non è possibile, non so', ['non', 'Non è possibile.'])).toEqual(['non è possibile', 'non']);
  });

  test('stand where they are said to stand, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const text = `${before} città ${after}`;
        const places = wordsIn(text, ['citta']);
        expect(places.length).toBeGreaterThan(0);
        for (const { from, to } of places) expect(folded(text.slice(from, to))).toBe('citta');
      }),
    );
  });
});
