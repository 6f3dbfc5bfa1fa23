// The queues as the desk knows them: the board, whom to call back and the requests for help, as the backend last told them.
import { z } from 'zod';
import { customerSchema } from '../model/customer.ts';
import { interactionIdSchema } from '../model/ids.ts';
import { boardSchema, parkedCallerSchema } from '../protocol/board.ts';
import { callbackListSchema, callbackSchema, recontactSchema } from '../protocol/callbacks.ts';
import { helpListSchema } from '../protocol/help.ts';
import { lostCallListSchema, lostCallSchema } from '../protocol/lostCalls.ts';

/** Their customers by name, as far as this PC knows them. */
const customers = z.array(customerSchema.pick({ id: true, name: true }));
const namedLostCallSchema = lostCallSchema.omit({ customerIds: true }).extend({ customers });
const namedCallbackSchema = callbackSchema.omit({ customerId: true }).extend({ customers });
const namedRecontactSchema = recontactSchema.omit({ customerId: true }).extend({ customers });

/** Each part is null until it has been heard; `asOf` is the backend's time of it. */
export const boardsSchema = z.object({
  /** False: the backend cannot be heard, and all this is as old as `asOf` says. */
  current: z.boolean(),
  board: boardSchema.nullable(),
  /** As the board has them, with the customers who have that number. */
  parked: z.array(parkedCallerSchema.extend({ customers: namedLostCallSchema.shape.customers })),
  lostCalls: lostCallListSchema.extend({ lostCalls: z.array(namedLostCallSchema) }).nullable(),
  /** With what this agent has promised and called, and the backend has not heard yet. */
  callbacks: callbackListSchema
    .extend({ callbacks: z.array(namedCallbackSchema), recontacts: z.array(namedRecontactSchema).default([]) })
    .nullable(),
  /** Promised calls of this agent's whose time has come, the oldest first; none during a call. */
  ringing: z.array(interactionIdSchema).default([]),
  help: helpListSchema.nullable(),
});
export type Boards = z.infer<typeof boardsSchema>;

export type LostCallRow = z.infer<typeof namedLostCallSchema>;
export type CallbackRow = z.infer<typeof namedCallbackSchema>;
export type RecontactRow = z.infer<typeof namedRecontactSchema>;

export const unheardBoards: Boards = {
  current: false,
  board: null,
  parked: [],
  lostCalls: null,
  callbacks: null,
  ringing: [],
  help: null,
};
