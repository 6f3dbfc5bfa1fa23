// Files of cases, on their way to the backend and back: announced, sent in pieces from where the backend has got to, kept once it has
// looked at the whole.
import { z } from 'zod';
import {
  attachmentIdSchema,
  attachmentRefusalSchema,
  megabyte,
  mostMegabytes,
  sha256Schema,
} from '../model/attachment.ts';
import { caseIdSchema } from '../model/ids.ts';

/** `POST /v1/attachments`; sent again it says where the file stands. */
export const newAttachmentSchema = z.object({
  id: attachmentIdSchema,
  caseId: caseIdSchema,
  name: z.string().min(1).max(160),
  bytes: z
    .number()
    .int()
    .positive()
    .max(mostMegabytes * megabyte),
  sha256: sha256Schema,
});
export type NewAttachment = z.infer<typeof newAttachmentSchema>;

/**
 * `arriving`: so many bytes are there, and the next piece begins behind them. `erased`: its case is nowhere any more, for nobody; one that
 * has only moved out of the sender's sight is `not-found`.
 */
export const attachmentStandingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('arriving'), reached: z.number().int().nonnegative() }),
  z.object({ state: z.literal('here') }),
  z.object({ state: z.literal('refused'), why: attachmentRefusalSchema }),
  z.object({ state: z.literal('erased') }),
]);
export type AttachmentStanding = z.infer<typeof attachmentStandingSchema>;
