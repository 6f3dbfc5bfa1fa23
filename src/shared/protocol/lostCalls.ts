// Callers who gave up in a queue: a list to call back from. One agent takes one, the others see it taken.
import { z } from 'zod';
import { customerIdSchema, instantSchema, queueIdSchema, ulidSchema } from '../model/ids.ts';
import { barredSchema, toCallStates } from './toCall.ts';

export const lostCallIdSchema = ulidSchema.brand<'LostCallId'>();
export type LostCallId = z.infer<typeof lostCallIdSchema>;

export const lostCallStateSchema = z.discriminatedUnion('kind', [
  ...toCallStates,
  /** They rang again and were answered. */
  z.object({ kind: z.literal('recovered'), at: instantSchema }),
]);
export type LostCallState = z.infer<typeof lostCallStateSchema>;

export const lostCallSchema = z.object({
  id: lostCallIdSchema,
  queueId: queueIdSchema,
  /** As the PBX had it; null: withheld or barred, so that nobody can call back. */
  number: z.string().max(64).nullable(),
  /** When they gave up, the last time. */
  at: instantSchema,
  waitedSeconds: z.number().int().nonnegative(),
  /** How often they have given up since somebody last spoke with them. */
  attempts: z.number().int().positive(),
  /** Who has this number; several may. */
  customerIds: z.array(customerIdSchema).max(10),
  barred: barredSchema.nullable().default(null),
  state: lostCallStateSchema,
});
export type LostCall = z.infer<typeof lostCallSchema>;

/** `GET /v1/lost-calls`: of the agent's queues, open and taken ones first, each newest first; what is settled stays until midnight. */
export const lostCallListSchema = z.object({ asOf: instantSchema, lostCalls: z.array(lostCallSchema).max(200) });
export type LostCallList = z.infer<typeof lostCallListSchema>;
