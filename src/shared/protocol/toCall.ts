// People whom somebody has to call back, whether they gave up in a queue or were promised it: what both lists have in common.
// One agent takes one, the others see it taken.
import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../model/ids.ts';

export const calledOutcomeSchema = z.enum(['reached', 'notReached']);
export type CalledOutcome = z.infer<typeof calledOutcomeSchema>;

export const agentNameSchema = z.object({ id: agentIdSchema, name: z.string() });

/** Open, with somebody, or called. */
export const toCallStates = [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('taken'), by: agentNameSchema, at: instantSchema }),
  /** Somebody has called back. */
  z.object({ kind: z.literal('done'), outcome: calledOutcomeSchema, at: instantSchema }),
] as const;

/**
 * Why somebody is not called though it was promised, and no number is told: their data may be kept and not be used (GDPR art. 18), or what
 * they would be called for needs a consent that they have not given.
 */
export const barredSchema = z.enum(['restricted', 'noConsent']);
export type Barred = z.infer<typeof barredSchema>;

/** `POST …/{id}/done`. `…/take` and `…/release` have no body. */
export const calledSchema = z.object({ outcome: calledOutcomeSchema });
