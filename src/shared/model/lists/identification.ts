// How callers are identified: a list that a company edits. What can be asked, what it takes to reach a level, and what each level opens.
import { z } from 'zod';
import { identificationLevelSchema } from '../identification.ts';
import { speakerKindSchema } from '../speaker.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

/** What an identity can be verified by. `byHand`: in a way of the company's own. */
export const factorKinds = [
  'code',
  'name',
  'birthDate',
  'taxCode',
  'email',
  'address',
  'iban',
  'invoice',
  'otp',
  'callback',
  'pin',
  'digitalId',
  'document',
  'byHand',
] as const;
export const factorKindSchema = z.enum(factorKinds);
export type FactorKind = z.infer<typeof factorKindSchema>;

/** What of a value the agent sees to compare it with what the caller says; `elsewhere`: it stands in another program, or in a call. */
export const maskKinds = ['code', 'words', 'date', 'tail4', 'tail5', 'email', 'elsewhere'] as const;

const factorSchema = z.object({
  kind: factorKindSchema,
  /** How it is called on the agent's screen. */
  name: textSchema,
  /** What the agent asks: a question to which the answer is not in it. */
  ask: textSchema,
  mask: z.enum(maskKinds),
  /** Whether others may well know it: a directory, a doorbell, a letterhead. */
  public: z.boolean(),
});
export type Factor = z.infer<typeof factorSchema>;

const ruleSchema = z.object({
  level: identificationLevelSchema.exclude(['none']),
  /** Every one of these, answered right. */
  all: z.array(factorKindSchema),
  /** And as many of others. */
  of: z
    .object({
      count: z.number().int().min(1).max(4),
      among: z.array(factorKindSchema).min(1),
      /** How many of these have to be such as others do not know. */
      notPublic: z.number().int().min(0).max(4),
    })
    .refine(({ count, among }) => count <= among.length, 'more are asked for than there are')
    .refine(({ count, notPublic }) => notPublic <= count, 'more are not public than are asked for')
    .nullable(),
});
export type LevelRule = z.infer<typeof ruleSchema>;

/** What stands on a customer's card. `delicateNeeds`: those told apart by their tone; `ibanTail`: its last four. */
export const cardFields = [
  'name',
  'code',
  'kind',
  'language',
  'callingNumber',
  'contracts',
  'cases',
  'contacts',
  'preference',
  'needs',
  'delicateNeeds',
  'otherNumbers',
  'email',
  'address',
  'notes',
  'delegations',
  'ibanTail',
  'iban',
  'birthDate',
  'taxCode',
] as const;
export type CardField = (typeof cardFields)[number];

/** What an agent may change on the card during a contact. `callingNumber`: the number that calls is added. */
export const changeableFields = [
  'consents',
  'preference',
  'callingNumber',
  'needs',
  'email',
  'address',
  'otherNumbers',
  'delegations',
] as const;
export type ChangeableField = (typeof changeableFields)[number];

const fromLevelSchema = z.union([identificationLevelSchema, z.literal('never')]);

/** Each field its level. */
const levelsOf = <Name extends string>(fields: readonly Name[]) =>
  Object.fromEntries(fields.map((field) => [field, fromLevelSchema])) as Record<Name, typeof fromLevelSchema>;

const speakerRuleSchema = z.object({
  kind: speakerKindSchema,
  /** How they are called on the agent's screen. */
  name: textSchema,
  /** What the agent asks or says first. */
  ask: textSchema.optional(),
  /** What they may be told at most. `file`: as much as the customer has put on file for them. */
  upTo: z.union([identificationLevelSchema, z.literal('file')]),
});

const actionSchema = z.object({
  code: rowCodeSchema,
  name: textSchema,
  level: identificationLevelSchema,
  /** Of contacts in which it comes up. */
  reasons: z.array(z.string().regex(/^[A-Z]{3}-\d{2}$/)),
});

export type IdentifiedAction = z.infer<typeof actionSchema>;

export const identificationListSchema = z
  .object({
    factors: z.array(factorSchema).min(1),
    /** From the lowest to the highest; each takes what those before it take, too. */
    levels: z.array(ruleSchema).max(3),
    /** Wrong answers in one contact with which it has failed. A mistake before that is made good by another question. */
    attempts: z.number().int().min(1).max(10),
    /** For how many days data that was changed proves nothing. */
    settledDays: z.number().int().min(0).max(365),
    /** After so many failed contacts within so many hours a record needs the highest level, for so many days. */
    suspicious: z.object({
      failures: z.number().int().min(1).max(20),
      hours: z.number().int().min(1).max(720),
      days: z.number().int().min(1).max(365),
      /** What the agent does with such a record. */
      advice: textSchema.optional(),
    }),
    /** Who may be speaking besides the holder, in the order in which it is asked. */
    speakers: z
      .array(speakerRuleSchema)
      .max(12)
      .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, codesTwice)
      .default([]),
    /** Whether agents may say that a level was reached in a way of the company's own. */
    byHand: z.boolean(),
    /** From which level on a field stands open in a contact. */
    shows: z.object({ ...levelsOf(cardFields), delegations: fromLevelSchema.default('standard') }),
    /** From which level on it may be changed. */
    changes: z.object({ ...levelsOf(changeableFields), delegations: fromLevelSchema.default('strong') }),
    actions: z.array(actionSchema).max(60).refine(areCodesUnique, codesTwice),
  })
  .refine(({ factors }) => new Set(factors.map(({ kind }) => kind)).size === factors.length, 'a factor stands twice')
  .refine(
    ({ factors, levels }) =>
      levels
        .flatMap(({ all, of }) => [...all, ...(of?.among ?? [])])
        .every((kind) => factors.some((factor) => factor.kind === kind)),
    'a level asks for what is no factor',
  )
  .refine(({ levels }) => levels.every(({ all, of }) => all.length > 0 || of !== null), 'a level asks for nothing')
  .refine(({ levels }) => {
    const order = levels.map(({ level }) => identificationLevelSchema.options.indexOf(level));
    return order.every((rank, index) => index === 0 || rank > (order[index - 1] ?? rank));
  }, 'levels are not in their order');
export type IdentificationList = z.infer<typeof identificationListSchema>;
