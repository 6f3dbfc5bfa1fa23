import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import shipped from '../../../../assets/lists/alphabets.json' with { type: 'json' };
import { must } from '../../lib/must.ts';
import { alphabetsSchema, spell } from './alphabets.ts';

const { alphabets } = alphabetsSchema.parse(shipped);
const italian = must(alphabets[0], 'the Italian alphabet');
const nato = must(alphabets[1], 'the NATO alphabet');
const said = (text: string, alphabet = italian) => spell(text, alphabet).map(({ word }) => word);

describe('spelling', () => {
  test('names a word for every letter, without accents and blanks', () => {
    expect(said('Però È')).toEqual(['Padova', 'Empoli', 'Roma', 'Otranto', 'Empoli']);
    expect(said('Fox', nato)).toEqual(['Foxtrot', 'Oscar', 'X-ray']);
  });

  test('says digits in threes, and signs by name', () => {
    expect(spell('T-21', italian)).toEqual([
      { letter: 'T', word: 'Torino' },
      { letter: '-', word: 'trattino' },
      { letter: '21', word: '2 1' },
    ]);
    expect(said('10003')).toEqual(['1 0 0', '0 3']);
    expect(said('a@b.it', nato)).toEqual(['Alfa', 'at', 'Bravo', 'dot', 'India', 'Tango']);
    expect(said('D’A')).toEqual(['Domodossola', 'apostrofo', 'Ancona']);
  });

  test('names letters of other alphabets by those that they are told by', () => {
    expect(said('Łøß Æ')).toEqual(['Livorno', 'Otranto', 'Savona', 'Savona', 'Ancona', 'Empoli']);
  });

  test('leaves what has no name as it is', () => {
    expect(spell('ж%', italian)).toEqual([
      { letter: 'Ж', word: 'Ж' },
      { letter: '%', word: '%' },
    ]);
  });

  test('is refused with an alphabet that lacks a letter', () => {
    const { A: _, ...others } = italian.letters;
    expect(alphabetsSchema.safeParse({ alphabets: [italian] }).success).toBe(true);
    expect(alphabetsSchema.safeParse({ alphabets: [{ ...italian, letters: others }] }).success).toBe(false);
  });

  test('loses no letter and no digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9 ]*$/), (text) => {
        expect(
          spell(text, nato)
            .map(({ letter }) => letter)
            .join(''),
        ).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
