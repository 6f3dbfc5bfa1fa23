// Spelling alphabets, a list that a company edits, and how a name or a number is spelt with one. Pure.
import { z } from 'zod';
import { folded } from '../../lib/wordsIn.ts';
import { languageSchema } from '../ids.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const spoken = z.string().trim().min(1).max(40);

const alphabetSchema = z.object({
  code: rowCodeSchema,
  name: textSchema,
  /** In which it is spoken. */
  language: languageSchema,
  /** Of every letter the word that it is the first of, or stands for. */
  letters: z.record(z.enum(letters), spoken),
  /** What signs are called: "@" is "chiocciola". */
  signs: z.record(z.string().length(1), spoken),
});
export type Alphabet = z.infer<typeof alphabetSchema>;

export const alphabetsSchema = z.object({
  alphabets: z.array(alphabetSchema).min(1).max(8).refine(areCodesUnique, codesTwice),
});

export interface Spelt {
  /** As it is written: a letter, a sign, or up to three digits. */
  readonly letter: string;
  /** As it is said: "Ancona", "chiocciola", "1 0 0". */
  readonly word: string;
}

/** Letters of other alphabets that no accent is taken from. */
const plainly: Readonly<Record<string, string>> = {
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Æ: 'AE',
  Œ: 'OE',
  ẞ: 'SS',
};

/** Letter by letter, without accents; digits in threes; signs by name, or as they are where they have none. Blanks are not said. */
export function spell(text: string, alphabet: Alphabet): Spelt[] {
  const parts =
    folded(text)
      .toUpperCase()
      .replace(/[ŁØĐÐÞÆŒẞ]/g, (letter) => plainly[letter] ?? letter)
      .match(/\d{1,3}|\S/gu) ?? [];
  return parts.map((letter) => {
    if (/^\d/.test(letter)) return { letter, word: [...letter].join(' ') };
    return { letter, word: alphabet.letters[letter] ?? alphabet.signs[letter] ?? letter };
  });
}
