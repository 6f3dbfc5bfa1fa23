// The number of a case as it is given out, read aloud and typed in: nine digits "260118401", of which two are the year, six a sequence of
// that year and the last checks the others (Luhn, ISO/IEC 7812-1 annex B), so that one wrong or two swapped digits are noticed.
import { z } from 'zod';

const DIGITS = 9;
/** Signs: what is longer is a text, and no number. */
const LONGEST_TYPED = 60;
const DOUBLED_FROM = 2;
/** In one year. */
export const mostNumbers = 999_999;

/** The check digit that makes these digits pass. */
const checkDigit = (digits: string): number => {
  let sum = 0;
  for (let fromRight = 1; fromRight <= digits.length; fromRight += 1) {
    const digit = Number(digits[digits.length - fromRight]);
    // The digit that stands beside the check digit is doubled, then every second one.
    const counted = fromRight % DOUBLED_FROM === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return (10 - (sum % 10)) % 10;
};

const checks = (number: string): boolean => String(checkDigit(number.slice(0, -1))) === number.slice(-1);

/** Nine digits, the last of which is right. Older cases may be called otherwise ("T-21"). */
export const caseNumberSchema = z
  .string()
  .regex(/^\d{9}$/)
  .refine(checks, 'a digit is wrong')
  .brand<'CaseNumber'>();
export type CaseNumber = z.infer<typeof caseNumberSchema>;

/**
 * The number that a case gets.
 * @param year of the company's calendar, as 2026.
 * @param sequence from 1 to `mostNumbers`, never twice in a year.
 */
export function caseNumberOf(year: number, sequence: number): CaseNumber {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > mostNumbers) throw new Error('no such sequence');
  const digits = `${String(year % 100).padStart(2, '0')}${String(sequence).padStart(6, '0')}`;
  return caseNumberSchema.parse(`${digits}${checkDigit(digits)}`);
}

/** As it is shown and read out, also that of a customer: "260118401" is "260 118 401"; what is short ("T-21") stays as it is. */
export const inThrees = (number: string): string =>
  number.replace(/\d{4,}/g, (digits) => (digits.match(/\d{1,3}/g) ?? []).join(' '));

/** For voices that read digits one by one: "2 6 0, 1 1 8, 4 0 1". */
export const spokenInThrees = (number: string): string =>
  inThrees(number)
    .split(' ')
    .map((three) => [...three].join(' '))
    .join(', ');

/** What somebody typed, pasted or took down from a voice. `mistyped`: it is nine digits long and cannot be right. */
export type TypedNumber =
  | { readonly kind: 'number'; readonly number: CaseNumber }
  | { readonly kind: 'mistyped' }
  | { readonly kind: 'other' };

/** Words and signs that people put before a case's number: "pratica n. 260 118 401", "n° 260118401", "#260-118-401". */
const before = /^(?:(?:pratica|reclamo|case|complaint|protocollo|number|numero|num|no|nr|n)\b[\s.:°º#]*|[#°º\s])*/iu;
/** Blanks of any kind, dots, dashes, slashes and commas between digits. */
const between = /[\s.,\-/\u2010-\u2015\u200b\u2060]/gu;

/** Finds the number in what somebody typed; telephone numbers, names and older cases are `other`. */
export function typedCaseNumber(typed: string): TypedNumber {
  if (typed.length > LONGEST_TYPED) return { kind: 'other' };
  const digits = typed.trim().replace(before, '').replace(between, '');
  if (!/^\d+$/.test(digits) || digits.length !== DIGITS) return { kind: 'other' };
  const parsed = caseNumberSchema.safeParse(digits);
  return parsed.success ? { kind: 'number', number: parsed.data } : { kind: 'mistyped' };
}
