// A file that belongs to a case, and how much of them a company keeps.
import { z } from 'zod';
import { fileKindSchema } from './fileKind.ts';
import { agentIdSchema, instantSchema, ulidSchema } from './ids.ts';

export const attachmentIdSchema = ulidSchema.brand<'AttachmentId'>();

/** SHA-256, hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  /** As it was called where it came from; no way to anywhere. */
  name: z.string().min(1).max(160),
  /** By what is in it. */
  kind: fileKindSchema,
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  /** Who added it; null: they are not in the company's books any more. */
  agentId: agentIdSchema.nullable(),
  by: z.string().max(120),
  at: instantSchema,
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** No program of ours holds more in its hand than a piece. */
export const megabyte = 1_048_576;
export const mostMegabytes = 100;
export const mostPerCase = 100;

export const attachmentLimitsSchema = z.object({
  /** Of one file. */
  megabytes: z.number().int().min(1).max(mostMegabytes).default(20),
  perCase: z.number().int().min(0).max(mostPerCase).default(20),
});
export type AttachmentLimits = z.infer<typeof attachmentLimitsSchema>;

/**
 * Why a file is not kept, by whoever finds it out first. `cutOff`: its end is missing; `damaged`: it is another one than was announced;
 * `unwanted`: the company's own examination has said no; `gone`: the case is not there, or not for this agent (now).
 */
export const attachmentRefusalSchema = z.enum([
  'tooLarge',
  'empty',
  'caseFull',
  'notAllowed',
  'cutOff',
  'damaged',
  'unwanted',
  'restricted',
  'gone',
]);
export type AttachmentRefusal = z.infer<typeof attachmentRefusalSchema>;

/** Where something may be different by now; else it would be the same answer. */
export const againHelps: ReadonlySet<AttachmentRefusal> = new Set([
  'caseFull',
  'tooLarge',
  'damaged',
  'restricted',
  'gone',
]);
