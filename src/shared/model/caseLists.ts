// Lists that cases go by and that a company edits: back offices, root causes, the mandate for offers.
import { z } from 'zod';
import { backOfficeCodeSchema, COMPLAINTS, FRONT_LINE } from './caseFile.ts';
import { queueIdSchema } from './ids.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './lists/text.ts';
import { roleSchema } from './role.ts';

/** Where work lies. To it belong who answers its queue, who has its role, and those whom the company names; to the front line everybody. */
const backOfficeSchema = z.strictObject({
  code: backOfficeCodeSchema,
  name: textSchema,
  queueId: queueIdSchema.nullable(),
  role: roleSchema.nullable(),
  /** False: it is given nothing new. */
  active: z.boolean().default(true),
});

export type BackOffice = z.infer<typeof backOfficeSchema>;

export const backOfficesSchema = z
  .array(backOfficeSchema)
  .refine(areCodesUnique, codesTwice)
  .refine(
    (all) => [FRONT_LINE, COMPLAINTS].every((code) => all.some((each) => each.code === code && each.active)),
    'the front line and the complaints office are needed',
  );

/** Why it came to a complaint, as the company finds at the end. */
export const rootCausesSchema = z
  .array(z.strictObject({ code: rowCodeSchema, name: textSchema, active: z.boolean().default(true) }))
  .min(1)
  .refine(areCodesUnique, codesTwice);

/** Who may offer how much of their own accord: steps that grow, the last of them without an end. */
export const mandateSchema = z
  .array(z.strictObject({ upToCents: z.int().nonnegative().nullable(), by: z.enum(['owner', 'lead']) }))
  .min(1)
  .refine(
    (all) => all.at(-1)?.upToCents === null && all.at(-1)?.by === 'lead',
    'the last step is the lead’s, without an end',
  )
  .refine(
    (all) =>
      all.slice(0, -1).every(({ upToCents }, at) => upToCents !== null && upToCents > (all[at - 1]?.upToCents ?? -1)),
    'each step is higher than the one before',
  );
export type Mandate = z.infer<typeof mandateSchema>;

/** Up to how many cents whoever has the case offers without asking anybody. */
export const ownMandateCents = (mandate: Mandate): number =>
  Math.max(0, ...mandate.flatMap(({ upToCents, by }) => (by === 'owner' && upToCents !== null ? [upToCents] : [])));
