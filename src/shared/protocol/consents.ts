// What customers say about the use of their data for offers, surveys and the like, as it reaches the backend and is read there.
import { z } from 'zod';
import { consentWordSchema, recordedWordSchema } from '../model/consent.ts';
import { customerSchema } from '../model/customer.ts';
import { customerIdSchema, interactionIdSchema, ulidSchema } from '../model/ids.ts';

/**
 * `POST /v1/consents`: by whoever was told. Words may come in any order, hours late: what stands follows from when they were said. The
 * header `sent-at` has the sender's clock, as with all that an app tells: one that is wrong is corrected by it.
 */
export const consentDraftSchema = consentWordSchema
  .extend({
    id: ulidSchema,
    customerId: customerIdSchema,
    /** The call in which it was said. */
    interactionId: interactionIdSchema.nullable(),
  })
  .refine(({ word, edition }) => word !== 'given' || edition !== null, {
    message: 'consent is given to a text',
    path: ['edition'],
  });
export type ConsentDraft = z.infer<typeof consentDraftSchema>;

/** `customer`: as they are now; null: erased meanwhile, and nothing is kept. */
export const consentTakenSchema = z.object({ customer: customerSchema.nullable() });

/** `GET /v1/customers/{id}/consents`: newest first. */
export const consentHistorySchema = z.object({ words: z.array(recordedWordSchema).max(200) });
