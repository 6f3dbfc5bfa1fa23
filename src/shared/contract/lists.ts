// Desk and data about the lists that the company edits, for who edits them. Each is answered by the backend, or refused while it is away.
import { z } from 'zod';
import { portfolioIdSchema } from '../model/ids.ts';
import { listCodes } from '../model/lists/lists.ts';
import { listEditionsSchema, listHeadsSchema, listSchema } from '../protocol/lists.ts';
import type { Contract } from './envelope.ts';

/** `clientId`: a client company's own; null: everybody's. */
const which = z.object({ code: z.enum(listCodes), clientId: portfolioIdSchema.nullable() });
export type WhichList = z.infer<typeof which>;

/** `version`: the one that was read; 0: there was none. */
const versioned = which.extend({ version: z.number().int().nonnegative() });

const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), list: listSchema }),
  /** Somebody else has been quicker; `current` null: it is gone. */
  z.object({ kind: z.literal('conflict'), current: listSchema.nullable() }),
  /** Rows that are not there any more, and by which open cases go. */
  z.object({ kind: z.literal('inUse'), codes: z.array(z.string()) }),
  /** What is not right, place by place: `pairs.0.avoid.en`. */
  z.object({ kind: z.literal('wrong'), fields: z.array(z.string()) }),
]);
export type ListOutcome = z.infer<typeof outcomeSchema>;

export const listMethods = {
  listHeads: { params: z.null(), result: listHeadsSchema },
  /** Null: there is none of its own. */
  readList: { params: which, result: listSchema.nullable() },
  writeList: { params: versioned.extend({ body: z.unknown() }), result: outcomeSchema },
  /** Back to the proposal; of a client company's own, to everybody's. */
  resetList: { params: versioned, result: outcomeSchema },
  listEditions: { params: which, result: listEditionsSchema },
} satisfies Contract['methods'];
