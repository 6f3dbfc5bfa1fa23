// What a note had better not hold: a list of words that a company edits. Numbers of cards, accounts and tax codes need no list (`sensitive`).
import { z } from 'zod';
import { wordListSchema } from './text.ts';

/** Words count whole; one that ends in `*` counts with any ending. */
export const hintsSchema = z.object({
  /** Opinions about a person. */
  judgement: wordListSchema,
  /** Of somebody's health (GDPR art. 9). */
  health: wordListSchema,
});
export type Hints = z.infer<typeof hintsSchema>;
