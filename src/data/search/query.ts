// What was typed, as full-text expressions: every word quoted, so that nothing typed is ever syntax.
import { fold, wordsIn } from './text.ts';

/** Digits with what people write between them; shorter runs stay words of their own. */
const numberRun = /\+?\d[\d\s./()-]{3,}\d/g;
const fewestLetters = 2;

/** The words typed: the parts of a number joined, those of an e-mail address kept together (with blanks between). */
export function typedWords(text: string): string[] {
  const joined = fold(text).replace(numberRun, (run) => ` ${run.replace(/\D/g, '')} `);
  const words = joined
    .split(/\s+/)
    .flatMap((piece) => (piece.includes('@') ? [wordsIn(piece).join(' ')] : wordsIn(piece)))
    .filter((word) => word !== '');
  return words.join('').length < fewestLetters ? [] : words;
}

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

/** Rows with exactly these words. */
export const exactExpression = (words: readonly string[]): string => words.map(quoted).join(' ');

/** Rows with words that begin so. */
export const prefixExpression = (words: readonly string[]): string => words.map((word) => `${quoted(word)}*`).join(' ');

/** Rows that share some three letters in a row with the words; null when they are too short for that. */
export function trigramExpression(words: readonly string[]): string | null {
  const padded = words.filter((word) => word.length > 2 && !/^\d+$/.test(word)).map((word) => ` ${word} `);
  const trigrams = padded.flatMap((word) =>
    Array.from({ length: word.length - 2 }, (_, start) => word.slice(start, start + 3)),
  );
  return trigrams.length === 0 ? null : [...new Set(trigrams)].map(quoted).join(' OR ');
}

/** Whether one slip of the fingers separates them: a letter wrong, missing, too many, or two swapped. `typed` may end early. */
export function isOneSlip(typed: string, word: string): boolean {
  for (const end of [typed.length - 1, typed.length, typed.length + 1]) {
    if (end > 0 && slips(typed, word.slice(0, end)) <= 1) return true;
  }
  return slips(typed, word) <= 1;
}

/** 0, 1, or 2 for "more than one" (Damerau-Levenshtein, as far as is needed). */
function slips(a: string, b: string): 0 | 1 | 2 {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > 1) return 2;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  const wrong = restA.slice(1) === restB.slice(1);
  const missing = restA === restB.slice(1) || restA.slice(1) === restB;
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return wrong || missing || swapped ? 1 : 2;
}
