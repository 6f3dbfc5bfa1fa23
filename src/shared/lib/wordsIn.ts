// Finding words in what people write: capital letters, accents and the two kinds of apostrophe make no difference, and every place that is
// found is a place in the text as it was written. Pure.
import { rememberedBy } from './rememberedBy.ts';

interface Folded {
  readonly text: string;
  /** Where in the written text each unit of `text` comes from, and after the last one where that ends. */
  readonly starts: readonly number[];
}

/** A stretch of a text, as `slice` takes it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** Most letters have no accent to lose, and this is asked for each of them while one types. */
const plain = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase().replaceAll('`', "'")
    : text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘`]/g, "'");

function foldedWithPlaces(text: string): Folded {
  const starts: number[] = [];
  let written = '';
  let at = 0;
  for (const letter of text) {
    const units = plain(letter);
    for (let index = 0; index < units.length; index += 1) starts.push(at);
    written += units;
    at += letter.length;
  }
  return { text: written, starts: [...starts, text.length] };
}

/** Without capitals, accents and curly apostrophes. */
export const folded = (text: string): string => (isAscii(text) ? plain(text) : [...text].map(plain).join(''));

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

const isNothing = (word: string): boolean => !/[\p{L}\p{N}]/u.test(word);

/** A word or several; one that ends in `*` with whatever ending. Signs around it say nothing. */
function patternOf(word: string): string {
  const bare = folded(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const spaced = bare.split(/\s+/).map(escaped).join('\\s+');
  return word.trimEnd().endsWith('*') ? `${spaced}\\p{L}*` : spaced;
}

/** What a list of words is looked for by; no pattern where there is no word. */
const prepared = rememberedBy((words: readonly string[]) => {
  const sought = words.filter((word) => !isNothing(word)).toSorted((one, other) => other.length - one.length);
  const any = sought.map((word) => `(${patternOf(word)})`).join('|');
  const pattern = sought.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'gu');
  return { words: sought, pattern };
});

/**
 * Where any of the words stands whole in the text, in the order of the text, none overlapping: of those that begin at one place the longest is
 * told, and of two as long the one that comes first in the list.
 * @param words a list that is not changed afterwards; the same one again is quicker than another that says the same.
 */
export function wordsIn(text: string, words: readonly string[]): (Stretch & { readonly word: string })[] {
  const { words: sought, pattern } = prepared(words);
  if (pattern === null) return [];
  const { text: within, starts } = foldedWithPlaces(text);
  return [...within.matchAll(pattern)].map((match) => ({
    word: sought[match.slice(1).findIndex((group) => group !== undefined)] ?? '',
    from: starts[match.index] ?? 0,
    to: starts[match.index + match[0].length] ?? text.length,
  }));
}

/** Those that overlap none before them, in the order of the text. */
export function apart<S extends Stretch>(stretches: readonly S[]): S[] {
  const kept: S[] = [];
  for (const each of stretches) {
    if (kept.every(({ from, to }) => each.to <= from || each.from >= to)) kept.push(each);
  }
  return kept.sort((one, other) => one.from - other.from);
}
