// Contact reasons (two levels) and outcomes: lists that a company edits, so data; here is only their shape and what they ask for.
import { z } from 'zod';
import { termSchema } from './deadlines.ts';
import { identificationLevelSchema } from './identification.ts';
import { queueIdSchema } from './ids.ts';
import { areCodesUnique, codesTwice, textSchema, wordListSchema } from './lists/text.ts';

export const reasonSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}-\d{2}$/),
  labels: textSchema,
  priority: z.enum(['P1', 'P2', 'P3', 'P4']),
  /** The desk that usually takes it on; 'FL' is the agent who answered. */
  desk: z.string().min(1),
  /** Where such a call is usually passed on to; null or absent: no queue of its own. */
  queueId: queueIdSchema.nullish(),
  /** How surely the caller has to be known before anything is told or done. */
  level: identificationLevelSchema.default('none'),
  /** It is a complaint, which is nothing without a case that is registered, or reminded of. */
  complaint: z.boolean().default(false),
  /** By when a case of it is to be done with; null: in the call. */
  target: termSchema.nullable().default(null),
  /** Words in a note that speak for it. */
  words: wordListSchema.default({ it: [], en: [] }),
  /** False: it is not offered any more; what was classified by it stays. */
  active: z.boolean().default(true),
});

export type Reason = z.infer<typeof reasonSchema>;

export const reasonGroupSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}$/),
  labels: textSchema,
  reasons: z.array(reasonSchema).min(1),
});
export type ReasonGroup = z.infer<typeof reasonGroupSchema>;

/** What an outcome that leaves something to do asks for: what will be done, by whom, and by when. */
export const outcomeNeedSchema = z.enum(['promise', 'owner', 'day']);

export const outcomeSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}-\d$/),
  labels: textSchema,
  needs: z.array(outcomeNeedSchema).default([]),
  active: z.boolean().default(true),
});

export const outcomeGroupSchema = z.object({
  code: z.string().regex(/^[A-Z]{3}$/),
  labels: textSchema,
  outcomes: z.array(outcomeSchema).min(1),
});
export type OutcomeGroup = z.infer<typeof outcomeGroupSchema>;

export const notReadyReasonSchema = z.object({ code: z.string().regex(/^[a-z-]{2,20}$/), labels: textSchema });
export type NotReadyReason = z.infer<typeof notReadyReasonSchema>;

/** What a company classifies contacts by, in the order in which it is offered. */
export const classificationSchema = z.object({
  reasons: z.array(reasonGroupSchema).min(1),
  outcomes: z.array(outcomeGroupSchema).min(1),
  notReadyReasons: z.array(notReadyReasonSchema).min(1),
});
export type Classification = z.infer<typeof classificationSchema>;

const isOfGroup = (group: { readonly code: string }, rows: readonly { readonly code: string }[]): boolean =>
  rows.every(({ code }) => code.startsWith(`${group.code}-`));

/** The document of it that is edited: each code once, beneath its group, and something to choose. */
export const classificationListSchema = classificationSchema
  .refine(({ reasons }) => areCodesUnique(reasons), { message: codesTwice, path: ['reasons'] })
  .refine(({ outcomes }) => areCodesUnique(outcomes), { message: codesTwice, path: ['outcomes'] })
  .refine(({ reasons }) => areCodesUnique(reasons.flatMap((group) => group.reasons)), {
    message: codesTwice,
    path: ['reasons'],
  })
  .refine(({ outcomes }) => areCodesUnique(outcomes.flatMap((group) => group.outcomes)), {
    message: codesTwice,
    path: ['outcomes'],
  })
  .refine(({ notReadyReasons }) => areCodesUnique(notReadyReasons), { message: codesTwice, path: ['notReadyReasons'] })
  .refine(({ reasons }) => reasons.every((group) => isOfGroup(group, group.reasons)), {
    message: 'a code does not begin with its group’s',
    path: ['reasons'],
  })
  .refine(({ outcomes }) => outcomes.every((group) => isOfGroup(group, group.outcomes)), {
    message: 'a code does not begin with its group’s',
    path: ['outcomes'],
  })
  .refine(
    ({ reasons, outcomes }) =>
      reasons.some((group) => group.reasons.some(({ active }) => active)) &&
      outcomes.some((group) => group.outcomes.some(({ active }) => active)),
    'nothing is left to choose',
  );

export const needCodeSchema = z.string().regex(/^[a-z-]{2,20}$/);

/** Something that can be minded with a customer; never why. */
export const needKindSchema = z.object({
  code: needCodeSchema,
  labels: textSchema,
  /** How delicate it is: all but `plain` is told to those alone who know surely enough with whom they speak. */
  tone: z.enum(['plain', 'vip', 'vulnerable']).default('plain'),
});
export type NeedKind = z.infer<typeof needKindSchema>;
