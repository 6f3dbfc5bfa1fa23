// Words to prefer: a list that a company edits, and what of it stands in a text. Advice alone: nothing of it is kept or counted. Pure.
import { z } from 'zod';
import { type Stretch, wordsIn } from '../../lib/wordsIn.ts';
import type { Language } from '../ids.ts';
import { rowCodeSchema, type Text, textSchema, wordListSchema } from './text.ts';

const pairSchema = z.object({
  /** Several ways of saying it are set apart by " / ". */
  avoid: textSchema,
  prefer: textSchema,
  /** Codes of the guide's phases in which it mostly comes up; none: anywhere. */
  phases: z.array(rowCodeSchema).default([]),
});
export type WordPair = z.infer<typeof pairSchema>;

export const wordsListSchema = z.object({
  pairs: z.array(pairSchema).max(200),
  /** Words that do good. */
  positive: wordListSchema,
  /** Words that are better left out where nothing stands for them. One that ends in `*` counts with any ending. */
  flagged: wordListSchema,
});
export type WordsList = z.infer<typeof wordsListSchema>;

const ways = (text: Text, language: Language): string[] => text[language].split(' / ');

/** Pairs of the phase first, then those for anywhere, then the others; each in the list's order. */
export function pairsFor({ pairs }: WordsList, phase: string | null): WordPair[] {
  const rank = (pair: WordPair): number =>
    pair.phases.length === 0 ? 1 : phase !== null && pair.phases.includes(phase) ? 0 : 2;
  return pairs.toSorted((one, other) => rank(one) - rank(other));
}

export interface Advised extends Stretch {
  /** What is better said; null: nothing stands for it. */
  readonly prefer: string | null;
}

/** Where a text says what is better said otherwise: whole words, of those that overlap the longest, in the order of the text. */
export function lint(text: string, list: WordsList, language: Language): Advised[] {
  const better = new Map<string, string | null>(list.flagged[language].map((word) => [word, null]));
  for (const pair of list.pairs) for (const way of ways(pair.avoid, language)) better.set(way, pair.prefer[language]);
  return wordsIn(text, [...better.keys()]).map(({ word, from, to }) => ({
    from,
    to,
    prefer: better.get(word) ?? null,
  }));
}
