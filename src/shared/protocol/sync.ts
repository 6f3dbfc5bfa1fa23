// What backend and cache say to each other: the whole set as a snapshot, what changed since as a feed, a poke when there is more.
import { z } from 'zod';
import { caseSchema, contactSchema, customerSchema, versionSchema } from '../model/customer.ts';

/** Made and read by the backend alone; the app keeps it beside the rows that it covers. */
export const cursorSchema = z.string().min(1).max(200);

export const entitySchema = z.enum(['customer', 'case', 'contact']);
export type Entity = z.infer<typeof entitySchema>;

/** One row, or the tombstone of one that is gone (or no longer this agent's to see). */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), row: customerSchema }),
  z.object({ kind: z.literal('case'), row: caseSchema }),
  z.object({ kind: z.literal('contact'), row: contactSchema }),
  z.object({ kind: z.literal('tombstone'), entity: entitySchema, id: z.string(), version: versionSchema }),
]);
export type Change = z.infer<typeof changeSchema>;

/**
 * The snapshot is NDJSON: one change a line, a page ending with one such line.
 * `next` continues it; when it is null, pulling goes on from `changes`, a cursor taken before the snapshot began.
 */
export const snapshotPageEndSchema = z.object({
  kind: z.literal('pageEnd'),
  next: cursorSchema.nullable(),
  changes: cursorSchema,
  /** Rows in the whole set when it began, for the progress bar. */
  total: z.number().int().nonnegative(),
});
export const snapshotLineSchema = z.discriminatedUnion('kind', [...changeSchema.options, snapshotPageEndSchema]);
export type SnapshotLine = z.infer<typeof snapshotLineSchema>;

/** A page may be empty and still have more behind it. */
export const changesPageSchema = z.object({
  changes: z.array(changeSchema),
  next: cursorSchema,
  more: z.boolean(),
});
export type ChangesPage = z.infer<typeof changesPageSchema>;

/** Server-sent events: hints only; losing one loses nothing. */
export const pokeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes') }),
  z.object({ kind: z.literal('handover'), id: z.string() }),
  /** The queues are different: at most some two of these a second. */
  z.object({ kind: z.literal('board') }),
  z.object({ kind: z.literal('lostCalls') }),
  z.object({ kind: z.literal('callbacks') }),
  z.object({ kind: z.literal('help') }),
]);
export type Poke = z.infer<typeof pokeSchema>;
