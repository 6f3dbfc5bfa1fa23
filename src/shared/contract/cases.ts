// Desk and data about cases: what is done here shows at once and goes to the backend when it can; what the backend refuses is set aside.
import { z } from 'zod';
import { daySchema } from '../model/calendar.ts';
import { type Act, type ActKind, type ActOf, refusalSchema } from '../model/caseActs.ts';
import { logEntrySchema } from '../model/caseFile.ts';
import { caseShelfSchema } from '../model/caseShelf.ts';
import { caseSchema, customerSchema } from '../model/customer.ts';
import { caseIdSchema, customerIdSchema, instantSchema, ulidSchema } from '../model/ids.ts';
import { textSchema } from '../model/lists/text.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Contract } from './envelope.ts';
import { failureSchema } from './failure.ts';

/** A case with what was done to it here over it. `pending`: the backend has not heard all of it yet. */
export const shownCaseSchema = caseSchema.extend({ pending: z.boolean().default(false) });
export type ShownCase = z.infer<typeof shownCaseSchema>;

const listedCaseSchema = z.object({
  case: shownCaseSchema,
  customer: customerSchema.pick({ id: true, code: true, name: true, language: true }).nullable(),
});
export type ListedCase = z.infer<typeof listedCaseSchema>;

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** `received` null: as it is written down. */
type Registering = Omit<ActOf<'register'>, 'id' | 'number' | 'receivedAt'> & { readonly received: Receipt | null };
/** What the agent does: the data process gives it its id, and a case that is registered its number and the moment of its receipt. */
export type Doing = Without<Exclude<Act, { kind: 'register' }>, 'id'> | Registering;
export type ActOnCase = Exclude<ActKind, 'register'>;
const says = (value: unknown): value is { kind: unknown } =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** `caseId` null: it is to be registered. */
const deed = z.object({
  customerId: customerIdSchema,
  caseId: caseIdSchema.nullable(),
  doing: z.custom<Doing>(says),
});
/** `away`: what the backend alone decides at once is not begun while it is away. */
const refusedHereSchema = z.union([refusalSchema, z.object({ why: z.literal('away') })]);
export type RefusedHere = z.infer<typeof refusedHereSchema>;
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), case: shownCaseSchema }),
  z.object({ kind: z.literal('refused'), refusal: refusedHereSchema }),
]);
export type ActOutcome = z.infer<typeof outcome>;

const named = z.object({ code: z.string(), name: textSchema });
const actKind = z.custom<ActOnCase>((kind) => typeof kind === 'string');

const caseShownSchema = listedCaseSchema.extend({
  /** What this agent may do to it now. */
  possible: z.array(actKind),
  /** By what the company goes for it, as far as somebody chooses from it. */
  choices: z.object({
    mandateCents: z.int(),
    /** Where the customer may turn without a court. */
    bodies: z.array(named),
    /** Kinds of complaint with a term of their own. */
    variants: z.array(named),
  }),
  /** Other open cases of the same customer. */
  others: z.array(caseSchema.pick({ id: true, number: true, title: true })),
  /** What this agent did to it and the backend has not taken, with what was written; the oldest first. */
  setAside: z.array(
    z.object({ id: ulidSchema, act: actKind, text: z.string(), at: instantSchema, failure: failureSchema }),
  ),
});
export type CaseShown = z.infer<typeof caseShownSchema>;

const registrationShownSchema = z.object({
  /** Where the company is: nothing was received on a later day. Null: by which calendar it has its days is not known here yet. */
  today: daySchema.nullable(),
  /** Kinds of complaint with a term of their own, by the profile that the company goes by for this customer. */
  variants: z.array(named),
});
export type RegistrationShown = z.infer<typeof registrationShownSchema>;

export const caseMethods = {
  /** On the disk when it returns. What a rule refuses is not done; what the backend refuses later is set aside. */
  actOnCase: { params: deed, result: outcome },
  /** What somebody chooses from who registers a case of that customer. */
  registrationShown: { params: z.object({ customerId: customerIdSchema }), result: registrationShownSchema },
  /** How it would be, and nothing is done. */
  tryOnCase: { params: deed, result: outcome },
  /**
   * What is due first comes first. `text`: of the number, the title or the customer's name; a whole number finds its case on whichever shelf,
   * closed ones too.
   */
  listCases: {
    params: z.object({ shelf: caseShelfSchema, text: z.string().max(80), limit: z.int().min(1).max(500) }),
    result: z.object({ cases: z.array(listedCaseSchema), counts: z.record(caseShelfSchema, z.int()) }),
  },
  /** Null: it is not on this PC (any more). */
  caseShown: { params: z.object({ id: caseIdSchema }), result: caseShownSchema.nullable() },
  /** One that was set aside is sent once more, as it was. */
  actAgain: { params: z.object({ id: ulidSchema }), result: z.null() },
  /** All of its log, from the backend: refused while it is away. */
  caseLog: { params: z.object({ id: caseIdSchema }), result: z.array(logEntrySchema) },
} satisfies Contract['methods'];
