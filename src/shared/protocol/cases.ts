// What is done to cases, and the numbers by which they are called. An act carries an id of its own, so that it counts once however often it
// arrives; who did it is who has signed in.
import { z } from 'zod';
import { actSchema } from '../model/caseActs.ts';
import { logEntrySchema } from '../model/caseFile.ts';
import { caseNumberSchema } from '../model/caseNumber.ts';
import { caseSchema } from '../model/customer.ts';
import { caseIdSchema, customerIdSchema, instantSchema } from '../model/ids.ts';

/** `POST /v1/cases/{id}/acts`. */
export const actDraftSchema = z.object({
  /** Whose case it is: of whom a new one is to be. */
  customerId: customerIdSchema,
  act: actSchema,
  /** When it was done, by the sender's clock. */
  at: instantSchema,
});
export type ActDraft = z.infer<typeof actDraftSchema>;

export const actedSchema = z.object({
  id: caseIdSchema,
  /** As it is after the act; null: out of the sender's sight, since it lies with a closed queue. */
  case: caseSchema.nullable(),
  /** What it is called: where another had it already, not as it was sent. */
  number: z.string().min(1).max(20),
});
export type Acted = z.infer<typeof actedSchema>;

/** So many unused numbers a PC is given at a time. */
export const mostNumbersAtOnce = 50;

/** `POST /v1/cases/numbers`: for cases that are still to be registered, by this agent alone. */
export const numbersWantedSchema = z.object({ count: z.int().min(1).max(mostNumbersAtOnce) });
export const numbersGivenSchema = z.object({ numbers: z.array(caseNumberSchema).max(mostNumbersAtOnce) });

/** `GET /v1/cases/{id}`: with all of its log, the oldest first. */
export const wholeCaseSchema = z.object({ case: caseSchema, log: z.array(logEntrySchema) });
export type WholeCase = z.infer<typeof wholeCaseSchema>;
