// What a company decides about how its agents work with calls. Data that it edits; with nothing said, nothing is decided for the agent.
import { z } from 'zod';
import { queueIdSchema } from './ids.ts';

/** Nobody is timed to the second: less would close on whoever is still reading. */
const seconds = z.number().int().min(10).max(3_600);

export const wrapUpPolicySchema = z.object({
  /** How long a wrap-up stays open by itself, and by how much the agent can lengthen it, again and again (WCAG 2.2.1). */
  seconds,
  moreSeconds: seconds,
  /** What is put where the agent has chosen nothing when the time is up. */
  reasonCode: z.string().min(1),
  outcomeCode: z.string().min(1),
});
export type WrapUpPolicy = z.infer<typeof wrapUpPolicySchema>;

export const policySchema = z.object({
  /** Queues whose calls are taken by themselves, after a beep in the ear. */
  autoAnswer: z.array(queueIdSchema).default([]),
  /** Null: a wrap-up is closed by its agent alone. */
  wrapUp: wrapUpPolicySchema.nullable().default(null),
});
