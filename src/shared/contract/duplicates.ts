// Desk and data about customers who may be one and the same: what this PC knows is shown at once, what is done is done by the backend.
import { z } from 'zod';
import { customerSchema } from '../model/customer.ts';
import { customerIdSchema, ulidSchema } from '../model/ids.ts';
import {
  duplicatesSchema,
  mergedSchema,
  mergeObstacleSchema,
  mergeWishSchema,
  openPairsSchema,
  pairSchema,
  unmergedSchema,
} from '../protocol/merges.ts';
import type { Contract } from './envelope.ts';

/** One of the two is another by now: `current` is how. */
const changed = z.object({ kind: z.literal('changed'), current: customerSchema.nullable() });
const cannot = z.object({ kind: z.literal('cannot'), why: mergeObstacleSchema });

const mergeAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('merged'), merged: mergedSchema }),
  changed,
  cannot,
]);
export type MergeAnswer = z.infer<typeof mergeAnswerSchema>;

const undoAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('undone'), unmerged: unmergedSchema }),
  changed,
  cannot,
]);
export type UndoAnswer = z.infer<typeof undoAnswerSchema>;

export const duplicateMethods = {
  /** By what is on this PC: at once, with what it holds; nothing of what others have said of a pair. */
  duplicatesHere: { params: z.object({ id: customerIdSchema }), result: duplicatesSchema },
  /** By the backend, here and below: refused (`backend.unreachable`, …) while it is away. */
  duplicates: { params: z.object({ id: customerIdSchema }), result: duplicatesSchema },
  reportDuplicate: { params: pairSchema, result: z.null() },

  // For who may merge.
  /** From the first on, or those after a page, as it says. */
  openPairs: { params: z.object({ after: z.string().nullable() }), result: openPairsSchema },
  partPair: { params: pairSchema, result: z.null() },
  mergeCustomers: { params: mergeWishSchema, result: mergeAnswerSchema },
  undoMerge: { params: z.object({ id: ulidSchema }), result: undoAnswerSchema },
} satisfies Contract['methods'];
