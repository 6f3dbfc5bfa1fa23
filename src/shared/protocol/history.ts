// What each field of a customer was before: told by the backend alone, page by page, and added to by what an agent decides against.
import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { customerPatchSchema } from './interactions.ts';

/**
 * Why: an agent's correction (`edit`), what was typed and then not taken over because somebody else's stands (`notTaken`), a merge, an
 * import, a connector, what whoever answers for privacy has put right (`rectify`) or changed though it may not be used (`privacy`), or
 * something unsaid.
 */
export const changeCauseSchema = z.enum([
  'edit',
  'notTaken',
  'merge',
  'import',
  'connector',
  'rectify',
  'privacy',
  'other',
]);
export type ChangeCause = z.infer<typeof changeCauseSchema>;

/** `field`: as the customer has it (email, address, …); `was` and `becomes`: values of it. Of `notTaken`: what stands, and what was typed. */
export const fieldChangeSchema = z.object({
  /** Grows with time. */
  id: z.number().int().positive(),
  field: z.string().max(40),
  was: z.unknown(),
  becomes: z.unknown(),
  at: instantSchema,
  /** A name as it was then; empty: the system. */
  by: z.string().max(120),
  cause: changeCauseSchema,
  /** Of `rectify`, and only for whoever answers for privacy. */
  why: z.string().max(1_000).exactOptional(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** `GET /v1/customers/{id}/history?field=&before=`: newest first. */
export const historyPageSchema = z.object({ changes: z.array(fieldChangeSchema).max(50), more: z.boolean() });
export type HistoryPage = z.infer<typeof historyPageSchema>;

/** `POST /v1/customers/{id}/history`: what was typed then and does not count, so that it is not lost. */
export const notTakenSchema = z.object({ details: customerPatchSchema, at: instantSchema });
export type NotTaken = z.infer<typeof notTakenSchema>;
