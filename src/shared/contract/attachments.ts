// Desk and data about files of cases: what is added here goes to the backend when it can, what is there is fetched when it is wanted.
import { z } from 'zod';
import { attachmentIdSchema, attachmentRefusalSchema, attachmentSchema } from '../model/attachment.ts';
import { caseSchema } from '../model/customer.ts';
import { caseIdSchema } from '../model/ids.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

/** Between desk and data a file goes in pieces of this many bytes; only its last one is shorter. */
export const handedPieceBytes = 262_144;

/** One that was added here, as long as it is not told with its case yet. */
export const ownAttachmentSchema = attachmentSchema
  .pick({ id: true, name: true, kind: true, bytes: true, at: true })
  .extend({
    caseId: caseIdSchema,
    state: z.discriminatedUnion('kind', [
      /** For the backend, or for those before it. */
      z.object({ kind: z.literal('waiting') }),
      /** So many bytes are there. */
      z.object({ kind: z.literal('sending'), reached: z.number().int().nonnegative() }),
      z.object({ kind: z.literal('refused'), why: attachmentRefusalSchema }),
      z.object({ kind: z.literal('sent') }),
    ]),
  });
export type OwnAttachment = z.infer<typeof ownAttachmentSchema>;

export const attachmentsStateSchema = z.object({
  /** This agent's, in the order in which they were added. */
  own: z.array(ownAttachmentSchema),
  /** What is being fetched, and how much of it is here. */
  fetching: z.array(z.object({ id: attachmentIdSchema, reached: z.number().int().nonnegative() })),
});
export type AttachmentsState = z.infer<typeof attachmentsStateSchema>;

export const noAttachments: AttachmentsState = { own: [], fetching: [] };

const onAttachment = z.object({ id: attachmentIdSchema });
const inCase = onAttachment.extend({ caseId: caseIdSchema });
const refusedSchema = z.object({ kind: z.literal('refused'), why: attachmentRefusalSchema });

/** Where a readable copy was put: a folder of its own in that of the opened ones, and its name there. */
export const openedCopySchema = z
  .string()
  .regex(/^[0-9A-Z]{26}\/[^/\\\p{Cc}]{1,180}\.(?:pdf|jpe?g|png|webp|hei[cf])$/u);

export const attachmentMethods = {
  /** The case as it is on this PC; null: it is not (any more). */
  caseHere: { params: z.object({ id: caseIdSchema }), result: caseSchema.nullable() },
  beginAttachment: {
    params: z.object({ caseId: caseIdSchema, name: z.string(), bytes: z.number().int().nonnegative() }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('begun'), id: attachmentIdSchema }),
      refusedSchema,
    ]),
  },
  /** In order. */
  handAttachment: { params: onAttachment.extend({ bytes: bytesSchema }), result: z.null() },
  /** Resolves when the whole is on the disk: from then on it is sent, whatever happens. */
  keepAttachment: {
    params: onAttachment,
    result: z.discriminatedUnion('kind', [z.object({ kind: z.literal('kept') }), refusedSchema]),
  },
  /** One's own that is not at the backend yet, or was refused. */
  dropAttachment: { params: onAttachment, result: z.null() },
  /** What was refused is tried once more. */
  sendAgain: { params: onAttachment, result: z.null() },
  /** Refused while the backend is away. */
  removeAttachment: { params: inCase, result: z.null() },
  /** Resolves when it is here; at once where it is already. Refused while the backend is away. */
  fetchAttachment: { params: inCase, result: z.null() },
  /** Of one that is here: at most a piece, from `at` on. */
  readAttachment: {
    params: inCase.extend({ at: z.number().int().nonnegative() }),
    result: z.object({ bytes: bytesSchema }),
  },
  /** Puts a readable copy of one that is here on the disk, until the agent signs out or the app ends. Main opens it. */
  copyAttachment: { params: inCase, result: z.object({ copy: openedCopySchema }) },
} satisfies Contract['methods'];
