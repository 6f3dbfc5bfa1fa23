// The queues as the desk knows them: the board, the lost calls and the requests for help, as the backend last told them.
import { z } from 'zod';
import { customerSchema } from '../model/customer.ts';
import { boardSchema } from '../protocol/board.ts';
import { helpListSchema } from '../protocol/help.ts';
import { lostCallListSchema, lostCallSchema } from '../protocol/lostCalls.ts';

/** Their customers by name, as far as this PC knows them. */
const namedLostCallSchema = lostCallSchema
  .omit({ customerIds: true })
  .extend({ customers: z.array(customerSchema.pick({ id: true, name: true })) });

/** Each part is null until it has been heard; `asOf` is the backend's time of it. */
export const boardsSchema = z.object({
  /** False: the backend cannot be heard, and all this is as old as `asOf` says. */
  current: z.boolean(),
  board: boardSchema.nullable(),
  lostCalls: lostCallListSchema.extend({ lostCalls: z.array(namedLostCallSchema) }).nullable(),
  help: helpListSchema.nullable(),
});
export type Boards = z.infer<typeof boardsSchema>;

export const unheardBoards: Boards = { current: false, board: null, lostCalls: null, help: null };
