// How to bring a heated call back to calm, step by step, and what to do where that fails: a list that a company edits.
import { z } from 'zod';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

const stepSchema = z.object({
  code: rowCodeSchema,
  name: textSchema,
  about: textSchema,
  /** A sentence of that step; absent: there is nothing to say. */
  say: textSchema.optional(),
});

export const calmingSchema = z.object({
  steps: z.array(stepSchema).min(1).max(12).refine(areCodesUnique, codesTwice),
  /** When no step has helped. */
  otherwise: textSchema,
  insults: z.object({
    /** The rule, for the agent. */
    rule: textSchema,
    /** What is said each time, in order; after the last one the call may be closed. */
    warnings: z.array(textSchema).min(1).max(4),
    /** What is said when it is closed. */
    closing: textSchema,
  }),
  /** For the agent, once the call is over. */
  afterwards: textSchema,
});
export type Calming = z.infer<typeof calmingSchema>;
