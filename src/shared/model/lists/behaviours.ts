// How people who call behave, and how to meet it: a list that a company edits. Chosen for tips alone: it says nothing of the customer, so it
// is never kept and never sent.
import { z } from 'zod';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

const behaviourSchema = z.object({
  code: rowCodeSchema,
  name: textSchema,
  signals: textSchema,
  conduct: textSchema,
  /** A sentence to begin with. */
  say: textSchema,
  avoid: z.array(textSchema).min(1).max(6),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

export const behavioursSchema = z.object({
  behaviours: z.array(behaviourSchema).max(60).refine(areCodesUnique, codesTwice),
});
