// What was typed, and the full-text expressions for it: every word quoted, so that nothing typed is ever syntax.
import { longestBeginning, type WordReader } from '../db/wordTable.ts';
import { fold, joined, mailParts, marker, wordsIn } from './text.ts';

export interface Typed {
  /** As folded words, but for an e-mail address; the parts of a number are one word. */
  readonly words: readonly string[];
  /** The digits, where nothing but a number was typed, and whether it begins with its country ("+" or "00"). */
  readonly number: { readonly digits: string; readonly whole: boolean } | null;
  readonly mail: { readonly mailbox: string; readonly domain: string } | null;
  /** Everything without what separates it: a code or a case number, however it is written. */
  readonly joined: string;
}

/** Digits with what people write between them; shorter runs stay words of their own. */
const numberRun = /\+?\d[\d\s./()-]{3,}\d/g;
const onlyNumber = /^\+?[\d\s./()-]*\d[\d\s./()-]*$/;
/** A code's or a case number's letters and digits, with what is written between them. */
const codeRun = /\b([a-z]{1,4})[-/](\d+)\b/g;

/** Null where there is neither a letter nor a digit. */
export function readTyped(text: string): Typed | null {
  const trimmed = text.trim();
  const all = joined(trimmed);
  if (all === '') return null;
  if (trimmed.includes('@')) {
    const mail = mailParts(trimmed);
    return mail.mailbox === '' && mail.domain === '' ? null : { words: [], number: null, mail, joined: all };
  }
  if (onlyNumber.test(trimmed)) {
    const digits = trimmed.replace(/\D/g, '');
    const abroad = /^00[1-9]/.test(digits);
    const number = { digits: abroad ? digits.slice(2) : digits, whole: abroad || trimmed.startsWith('+') };
    return { words: [digits], number, mail: null, joined: digits };
  }
  const pieces = fold(trimmed)
    .replace(numberRun, (run) => ` ${run.replace(/\D/g, '')} `)
    .replace(codeRun, '$1$2');
  return { words: wordsIn(pieces), number: null, mail: null, joined: all };
}

const quoted = (word: string): string => `"${word}"`;
const begun = (word: string): string => `"${word}"*`;
const anyOf = (terms: readonly string[]): string | null => (terms.length === 0 ? null : `(${terms.join(' OR ')})`);

/** Rows with all of these words; null where one of them is nobody's. */
export const allOf = (terms: readonly (string | null)[]): string | null =>
  terms.length === 0 || terms.includes(null) ? null : terms.join(' AND ');

/** Of words with the same first five letters; whoever has one that comes later is found when more is typed. */
const mostWords = 256;

/** A word of the name. */
export const exactName = (word: string): string => quoted(word);

/** A word of the name that begins so. */
export const beginningOfName = (words: WordReader, word: string): string | null => anyOf(listed(words, word));

/** A word of any field that begins so. */
export function beginningOfAny(words: WordReader, word: string): string | null {
  const other = marker.other + word;
  const mailbox = marker.mailbox + word;
  return anyOf([
    ...listed(words, word),
    // Codes are not in the list, and few begin like one that is longer than its letters.
    ...(/\d/.test(word) && other.length > longestBeginning ? [begun(other)] : listed(words, other)),
    begun(mailbox),
    ...(word.length < 3 ? [] : listed(words, marker.domain + word)),
  ]);
}

/** An e-mail address typed up to here. */
export function beginningOfMail(words: WordReader, mail: NonNullable<Typed['mail']>): string | null {
  const domain = mail.domain === '' ? [] : [anyOf(listed(words, marker.domain + mail.domain, true))];
  return allOf([...(mail.mailbox === '' ? [] : [quoted(marker.mailbox + mail.mailbox)]), ...domain]);
}

/** A code that is, or begins, so. */
export const exactCode = (code: string): string => quoted(marker.other + code);
export const beginningOfCode = (code: string): string => begun(marker.other + code);

function listed(words: WordReader, beginning: string, always = false): string[] {
  if (beginning.length <= longestBeginning && !always) return [begun(beginning)];
  return words.beginningWith(beginning, mostWords).map(quoted);
}

/** Shorter words stay as they are typed: with one letter wrong they could be nearly any. */
const shortestSlipped = 4;
const mostSlips = 64;
const wordsOfSlip = 8;
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A word of the name from which the typed one is one slip away; `whole`: it is typed to its end. */
export function slippedName(words: WordReader, word: string, whole: boolean): string | null {
  if (word.length < shortestSlipped || /^\d+$/.test(word)) return beginningOfName(words, word);
  const slips = whole
    ? slipsOf(word).filter((slip) => words.has(slip))
    : slipsOf(word).flatMap((slip) => (word.startsWith(slip) ? [] : words.beginningWith(slip, wordsOfSlip)));
  const near = words.beginningWith(word, mostSlips);
  return anyOf([...new Set([...near, ...slips])].slice(0, mostSlips).map(quoted));
}

/** What it would be with one slip of the fingers less: a letter wrong, missing, too many, or two swapped. */
export function slipsOf(word: string): string[] {
  const slips = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const [first = '', second = ''] = after;
    if (after !== '') slips.add(before + after.slice(1));
    if (second !== '') slips.add(before + second + first + after.slice(2));
    for (const letter of letters) {
      slips.add(before + letter + after);
      if (after !== '') slips.add(before + letter + after.slice(1));
    }
  }
  slips.delete(word);
  return [...slips];
}

/** Whether one slip of the fingers separates them, or nothing does. `typed` may end early. */
export function isOneSlip(typed: string, word: string): boolean {
  if (word.startsWith(typed)) return true;
  return slipsOf(typed).some((slip) => word.startsWith(slip));
}
