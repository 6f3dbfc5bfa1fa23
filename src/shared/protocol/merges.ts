// Customers who may be one and the same, made one by who may, and two again for some time.
import { z } from 'zod';
import { customerSchema, versionSchema } from '../model/customer.ts';
import { duplicateReasonSchema } from '../model/duplicates.ts';
import { customerIdSchema, instantSchema, ulidSchema } from '../model/ids.ts';

/** How long a merge can be undone. */
export const undoDays = 30;

/** What only one of the two can give. Telephone numbers and contracts of both are kept. */
export const mergeFields = [
  'name',
  'birthDate',
  'taxCode',
  'iban',
  'email',
  'address',
  'preference',
  'language',
] as const satisfies readonly (keyof z.infer<typeof customerSchema>)[];
export const mergeFieldSchema = z.enum(mergeFields);
export type MergeField = z.infer<typeof mergeFieldSchema>;

const likely = {
  /** 0 to 1. */
  score: z.number().min(0).max(1),
  /** None: an agent has reported them, and nothing else says so. */
  reasons: z.array(duplicateReasonSchema),
};

/** What was made one with a customer, as long as it can be undone. */
const undoableSchema = z.object({
  id: ulidSchema,
  gone: z.object({ code: z.string(), name: z.string() }),
  at: instantSchema,
  by: z.string(),
  undoUntil: instantSchema,
});

/** `GET /v1/customers/{id}/duplicates`: the likeliest first. */
export const duplicatesSchema = z.object({
  pairs: z.array(z.object({ customer: customerSchema, ...likely, reported: z.boolean() })).max(10),
  merges: z.array(undoableSchema),
});
export type Duplicates = z.infer<typeof duplicatesSchema>;

/** `GET /v1/duplicates?after=`, for who may merge: those that agents have reported first, then the likeliest; fifty of `total` at a time. */
export const openPairsSchema = z.object({
  pairs: z
    .array(
      z.object({
        one: customerSchema,
        other: customerSchema,
        ...likely,
        /** The agent's name; null: nobody has. */
        reportedBy: z.string().nullable(),
      }),
    )
    .max(50),
  total: z.number().int().nonnegative(),
  /** What to ask for to have the next ones; null: these are the last. */
  next: z.string().max(200).nullable(),
});
export type OpenPairs = z.infer<typeof openPairsSchema>;

/** `POST /v1/duplicates/not-same` (who may merge), `POST /v1/duplicates/report` (everybody). */
export const pairSchema = z
  .object({ one: customerIdSchema, other: customerIdSchema })
  .refine(({ one, other }) => one !== other, { message: 'somebody else', path: ['other'] });
export type Pair = z.infer<typeof pairSchema>;

/** Both as they were seen. */
export const mergeWishSchema = z.object({
  keep: customerIdSchema,
  keepVersion: versionSchema,
  gone: customerIdSchema,
  goneVersion: versionSchema,
  /** Fields that the kept one takes over from the one who goes. */
  take: z.array(mergeFieldSchema).max(mergeFields.length),
});
export type MergeWish = z.infer<typeof mergeWishSchema>;

/** `POST /v1/merges`: `gone` goes into `keep`. */
export const mergeSchema = mergeWishSchema
  .extend({ id: ulidSchema })
  .refine(({ keep, gone }) => keep !== gone, { message: 'somebody else', path: ['gone'] });
export type Merge = z.infer<typeof mergeSchema>;

export const mergedSchema = z.object({ id: ulidSchema, customer: customerSchema, undoUntil: instantSchema });
export type Merged = z.infer<typeof mergedSchema>;

/** `POST /v1/merges/{id}/undo`: `stayed` has come to the kept one since, and stays there. */
export const unmergedSchema = z.object({
  kept: customerSchema,
  back: customerSchema,
  stayed: z.object({
    contacts: z.number().int().nonnegative(),
    cases: z.number().int().nonnegative(),
    /** Taken over from the one who is back, and changed since. */
    fields: z.array(mergeFieldSchema),
  }),
});
export type Unmerged = z.infer<typeof unmergedSchema>;

/** Why two cannot be made one, or two again: `why` in a problem of type `cannot-merge`. */
export const mergeObstacleSchema = z.enum([
  /** Processing of one's data is restricted, or something obliges to keep them as they are. */
  'restricted',
  'onHold',
  /** One has been erased. */
  'erased',
  'otherCompany',
  /** More numbers or contracts than a customer can have. */
  'tooMany',
  'tooLate',
  /** The kept one has been made one with somebody else since: that has to be undone first. */
  'mergedFurther',
  /** The former code is somebody else's by now. */
  'codeTaken',
]);
export type MergeObstacle = z.infer<typeof mergeObstacleSchema>;

/** A problem of type `merged-away` has whom it is one with now, for those who may see them. */
export const mergedAwaySchema = z.object({ current: customerSchema });
