// Contact reasons (two levels) and outcomes: lists that a company edits, so data; here is only their shape and what they ask for.
import { z } from 'zod';
import { queueIdSchema } from './ids.ts';
import { textSchema } from './lists/text.ts';

export const reasonSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}-\d{2}$/),
  labels: textSchema,
  priority: z.enum(['P1', 'P2', 'P3', 'P4']),
  /** The desk that usually takes it on; 'FL' is the agent who answered. */
  desk: z.string().min(1),
  /** Where such a call is usually passed on to; null or absent: no queue of its own. */
  queueId: queueIdSchema.nullish(),
});

export const reasonGroupSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}$/),
  labels: textSchema,
  reasons: z.array(reasonSchema).min(1),
});
export type ReasonGroup = z.infer<typeof reasonGroupSchema>;

export const outcomeSchema = z.object({ code: z.string().regex(/^[A-Z]{3}-\d$/), labels: textSchema });

export const outcomeGroupSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}$/),
  labels: textSchema,
  outcomes: z.array(outcomeSchema).min(1),
});
export type OutcomeGroup = z.infer<typeof outcomeGroupSchema>;

export const notReadyReasonSchema = z.object({ code: z.string().regex(/^[a-z-]{2,20}$/), labels: textSchema });
export type NotReadyReason = z.infer<typeof notReadyReasonSchema>;

export const needCodeSchema = z.string().regex(/^[a-z-]{2,20}$/);

/** Something that can be minded with a customer; never why. */
export const needKindSchema = z.object({ code: needCodeSchema, labels: textSchema });
export type NeedKind = z.infer<typeof needKindSchema>;
