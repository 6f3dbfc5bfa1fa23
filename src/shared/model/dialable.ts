// What can be dialled, out of what people type and paste: blanks, dashes, brackets and the like are taken out, never guessed at.
import { dialableSchema } from './interaction.ts';

/** Marks that only make a number easier to read (RFC 3966 visual separators, and what offices write), all kinds of blanks and dashes. */
const marks = /[\s().\-/\u00a0\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** "+39 (0)00 000-0103" -> "+39000000103": the trunk's zero in brackets is not dialled after a country's code. */
const trunkZero = /^(\+[^(]*)\(0\)/;

/** Null: there is something in it that no telephone dials, or nothing at all. */
export function toDialable(text: string): string | null {
  const bare = text.trim().replace(trunkZero, '$1').replace(marks, '');
  return dialableSchema.safeParse(bare).success ? bare : null;
}
