// What nobody has to write into a note or a chat: numbers of cards and accounts and tax codes, known by their check digits, and words about
// health, which a company lists. Pure, and nothing of it is kept.
import { apart, type Stretch, wordsIn } from '../lib/wordsIn.ts';

export type SensitiveKind = 'card' | 'iban' | 'taxCode' | 'health';

export interface Sensitive extends Stretch {
  readonly kind: SensitiveKind;
}

/** How long an account's number is, by country (ISO 13616): without it the words that follow would be taken for a part of it. */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24,
  AL: 28,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  RS: 22,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TR: 26,
  UA: 29,
  VA: 22,
  XK: 20,
};

/** ISO 7064, MOD 97-10. Capital letters and digits. */
function hasIbanCheck(iban: string): boolean {
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const isBlank = (unit: string): boolean => /[\s-]/.test(unit);

/** Where the so many letters and digits that begin at `from` end, single blanks and dashes between them; null: there are fewer. */
function endOf(text: string, from: number, count: number): number | null {
  let had = 0;
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (/[A-Za-z0-9]/.test(unit)) had += 1;
    else if (!isBlank(unit) || isBlank(text.charAt(at - 1))) return null;
    if (had === count) return at + 1;
  }
  return null;
}

const isLetterOrDigit = (unit: string): boolean => /[\p{L}\p{N}]/u.test(unit);

function ibansIn(text: string): Sensitive[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}/gu)].flatMap(({ 0: head, index }): Sensitive[] => {
    const length = ibanLengths[head.slice(0, 2).toUpperCase()];
    const to = length === undefined ? null : endOf(text, index, length);
    if (to === null || isLetterOrDigit(text.charAt(to))) return [];
    const iban = text.slice(index, to).replace(/[\s-]/g, '').toUpperCase();
    return hasIbanCheck(iban) ? [{ kind: 'iban', from: index, to }] : [];
  });
}

/** Luhn. */
function hasCardCheck(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.at(-1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Groups of digits that one blank, dot or dash sets apart. */
const digitRun = /(?<![\p{L}\p{N}])\d+(?:[ .\u00a0-]\d+)*(?![\p{L}\p{N}])/gu;

/**
 * 13 to 19 digits that begin as cards do, in whole groups: other numbers may stand right before and after them. What has a + in front is
 * somebody's telephone.
 */
function cardsIn(text: string): Sensitive[] {
  return [...text.matchAll(digitRun)].flatMap(({ 0: run, index }) => {
    const groups = [...run.matchAll(/\d+/g)].map((group) => ({ from: group.index, to: group.index + group[0].length }));
    return groups
      .filter(({ from }) => /^[2-6]/.test(run.slice(from)) && !(from === 0 && text.charAt(index - 1) === '+'))
      .flatMap(({ from }) => groups.filter(({ to }) => to > from).map(({ to }) => ({ from, to })))
      .filter(({ from, to }) => {
        const digits = run.slice(from, to).replace(/\D/g, '');
        return digits.length >= 13 && digits.length <= 19 && hasCardCheck(digits);
      })
      .map(({ from, to }): Sensitive => ({ kind: 'card', from: index + from, to: index + to }));
  });
}

/** What letters and digits in odd places count for (D.M. 23/12/1976); in even ones they count for their place. */
const oddValues: Readonly<Record<string, number>> = {
  0: 1,
  1: 0,
  2: 5,
  3: 7,
  4: 9,
  5: 13,
  6: 15,
  7: 17,
  8: 19,
  9: 21,
  A: 1,
  B: 0,
  C: 5,
  D: 7,
  E: 9,
  F: 13,
  G: 15,
  H: 17,
  I: 19,
  J: 21,
  K: 2,
  L: 4,
  M: 18,
  N: 20,
  O: 11,
  P: 3,
  Q: 6,
  R: 8,
  S: 12,
  T: 14,
  U: 16,
  V: 10,
  W: 22,
  X: 25,
  Y: 24,
  Z: 23,
};

const evenValue = (unit: string): number => (/\d/.test(unit) ? Number(unit) : unit.charCodeAt(0) - 65);

/** Sixteen capital letters and digits. */
function hasTaxCodeCheck(code: string): boolean {
  const sum = [...code.slice(0, 15)].reduce(
    (total, unit, index) => total + (index % 2 === 0 ? (oddValues[unit] ?? 0) : evenValue(unit)),
    0,
  );
  return code.charCodeAt(15) - 65 === sum % 26;
}

/** Digits that letters may stand for where two people would have one code. */
const digit = '[0-9LMNP-V]';
const taxCodePattern = `[A-Z]{3} ?[A-Z]{3} ?${digit}{2}[A-EHLMPRST]${digit}{2} ?[A-Z]${digit}{3} ?[A-Z]`;

function taxCodesIn(text: string): Sensitive[] {
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${taxCodePattern}(?![\\p{L}\\p{N}])`, 'giu'))]
    .filter(({ 0: found }) => hasTaxCodeCheck(found.replace(/ /g, '').toUpperCase()))
    .map(({ 0: found, index }) => ({ kind: 'taxCode', from: index, to: index + found.length }));
}

/**
 * What is found, in the order of the text, none overlapping.
 * @param healthWords whole words, or beginnings that end in `*`.
 */
export function findSensitive(text: string, healthWords: readonly string[]): Sensitive[] {
  const words = wordsIn(text, healthWords).map(({ from, to }): Sensitive => ({ kind: 'health', from, to }));
  return apart([...ibansIn(text), ...taxCodesIn(text), ...cardsIn(text), ...words]);
}

/** The text with dots in place of the letters and digits of what was found: as long as before. */
export function redacted(text: string, found: readonly Stretch[]): string {
  return found.reduce(
    (kept, { from, to }) => kept.slice(0, from) + kept.slice(from, to).replace(/[\p{L}\p{N}]/gu, '•') + kept.slice(to),
    text,
  );
}
