// What backend and cache say to each other: the whole set in segments, what changed since as a feed, a poke when there is more.
import { z } from 'zod';
import { caseSchema, contactSchema, customerSchema, noteSchema, versionSchema } from '../model/customer.ts';
import { portfolioIdSchema, ulidSchema } from '../model/ids.ts';
import { portfolioSchema } from '../model/portfolio.ts';

/** Made and read by the backend alone; the app keeps it beside the rows that it covers. */
export const cursorSchema = z.string().min(1).max(200);

export const entitySchema = z.enum(['customer', 'case', 'contact', 'note']);
export type Entity = z.infer<typeof entitySchema>;

/** One row as it is now. */
export const rowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), row: customerSchema }),
  z.object({ kind: z.literal('case'), row: caseSchema }),
  z.object({ kind: z.literal('contact'), row: contactSchema }),
  z.object({ kind: z.literal('note'), row: noteSchema }),
]);
export type Row = z.infer<typeof rowSchema>;

/** One row, or the tombstone of one that is gone, or has moved to another portfolio (there it is newer). */
export const changeSchema = z.discriminatedUnion('kind', [
  ...rowSchema.options,
  z.object({ kind: z.literal('tombstone'), entity: entitySchema, id: z.string(), version: versionSchema }),
]);
export type Change = z.infer<typeof changeSchema>;

/**
 * The whole set as segments, to be loaded in the order in which they stand here: whoever was spoken to lately comes first. A segment is
 * never different once it has been made; it goes with its generation.
 */
export const manifestSchema = z.object({
  /** Where pulling goes on once the segments are there: taken before any of them was made. */
  changes: cursorSchema,
  segments: z.array(
    z.object({
      portfolioId: portfolioIdSchema,
      generation: ulidSchema,
      number: z.number().int().nonnegative(),
      /** For the progress bar: how many there were when the generation was made. Some come in two segments. */
      customers: z.number().int().nonnegative(),
    }),
  ),
  /** All that the agent sees, with or without segments here. */
  portfolios: z.array(portfolioSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * A segment is bytes: blocks, one behind the other, to be asked for from any byte on (`Range`, `If-Range`). A block begins with two
 * unsigned 32-bit numbers, the highest byte first: the bytes that follow this header, and the rows in it. What follows is gzip of NDJSON,
 * one `rowSchema` a line: customers, each with what belongs to them behind it.
 */
export const blockHeaderBytes = 8;

/** A page may be empty and still have more behind it. */
export const changesPageSchema = z.object({
  changes: z.array(changeSchema),
  next: cursorSchema,
  more: z.boolean(),
  /** All that the agent sees, in order: rows of others are theirs no longer, and one that is new has to be loaded. */
  portfolios: z.array(portfolioIdSchema),
});
export type ChangesPage = z.infer<typeof changesPageSchema>;

/** Rows fall into so many buckets, by the first ten bits of the SHA-256 of their ids. */
export const bucketCount = 1_024;
export const bucketSchema = z
  .number()
  .int()
  .min(0)
  .max(bucketCount - 1);

/**
 * What the rows of each bucket come to, in whatever order they came: the exclusive or of their marks. A row's mark is the first 64 bits of the
 * SHA-256 of its entity, id and version, with a blank between.
 */
export const digestsSchema = z.object({
  portfolios: z.array(
    z.object({
      id: portfolioIdSchema,
      /** Those that are not empty. */
      buckets: z.array(
        z.object({
          bucket: bucketSchema,
          mark: z.string().regex(/^[0-9a-f]{16}$/),
          rows: z.number().int().positive(),
        }),
      ),
      /** Whose rows are different by now, or will be: of these nothing can be said. */
      unsettled: z.array(bucketSchema),
    }),
  ),
});
export type Digests = z.infer<typeof digestsSchema>;

/** Server-sent events: hints only; losing one loses nothing. */
export const pokeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes') }),
  z.object({ kind: z.literal('handover'), id: z.string() }),
  /** The queues are different: at most some two of these a second. */
  z.object({ kind: z.literal('board') }),
  z.object({ kind: z.literal('lostCalls') }),
  z.object({ kind: z.literal('callbacks') }),
  z.object({ kind: z.literal('help') }),
  /** The knowledge base is different, or what this agent sees of it. */
  z.object({ kind: z.literal('articles') }),
  /** Who waits in chats, and whose they are. */
  z.object({ kind: z.literal('chats') }),
  /** That chat, of this agent's, is different. */
  z.object({ kind: z.literal('chat'), id: z.string() }),
  z.object({ kind: z.literal('chatTyping'), id: z.string(), on: z.boolean() }),
  /** Lists that the company edits are different. */
  z.object({ kind: z.literal('lists') }),
  /** This agent has chosen something for themselves on another PC. */
  z.object({ kind: z.literal('preferences') }),
]);
export type Poke = z.infer<typeof pokeSchema>;
