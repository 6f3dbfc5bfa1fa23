// Which letters of a shown text were typed: found in its folding, marked where they stand.
import type { Mark } from '#shared/contract/mark';
import { foldWithPlaces, wordPattern } from './text.ts';

interface Letters {
  /** Letters and digits alone, folded. */
  readonly text: string;
  /** For each of them: where it begins in what is shown, where it ends, and whether it is the first of a word. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly first: readonly boolean[];
}

function lettersOf(shown: string): Letters {
  const { folded, at } = foldWithPlaces(shown);
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  const first: boolean[] = [];
  for (const match of folded.matchAll(wordPattern)) {
    text += match[0];
    for (let place = match.index; place < match.index + match[0].length; place += 1) {
      from.push(at[place] ?? 0);
      to.push(endOf(at, place));
      first.push(place === match.index);
    }
  }
  return { text, from, to, first };
}

/** One letter may fold to two ("ß"): both end where the next one begins. */
function endOf(at: readonly number[], place: number): number {
  const began = at[place] ?? 0;
  let next = place + 1;
  while (next < at.length - 1 && at[next] === began) next += 1;
  return at[next] ?? began;
}

export type Where = 'word' | 'anywhere' | 'end';

/** Where the letters stand in the text: at a word's beginning, anywhere, or at its very end. Null: they do not. */
export function markOf(shown: string, typed: string, where: Where): Mark | null {
  const { text, from, to, first } = lettersOf(shown);
  let at = where === 'end' ? text.length - typed.length : -1;
  if (where === 'end') {
    if (at < 0 || !text.endsWith(typed)) return null;
  } else {
    do at = text.indexOf(typed, at + 1);
    while (at >= 0 && where === 'word' && first[at] !== true);
    if (at < 0) return null;
  }
  return [from[at] ?? 0, to[at + typed.length - 1] ?? 0];
}

/** The words of the text that fulfil the condition, marked as a whole. */
export function markWords(shown: string, isMeant: (word: string) => boolean): Mark[] {
  const { folded, at } = foldWithPlaces(shown);
  return [...folded.matchAll(wordPattern)]
    .filter(([word]) => isMeant(word))
    .map((match) => [at[match.index] ?? 0, endOf(at, match.index + match[0].length - 1)]);
}

/** In order, and what overlaps is one. */
export function inOrder(marks: readonly Mark[]): Mark[] {
  const ordered: Mark[] = [];
  for (const [from, to] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = ordered.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else ordered.push([from, to]);
  }
  return ordered;
}
