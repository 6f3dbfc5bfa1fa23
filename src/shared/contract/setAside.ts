// What the backend has not taken over, as the desk asks the agent about it: typed here and kept here until the agent decides.
import { z } from 'zod';
import { attachmentIdSchema, attachmentRefusalSchema, attachmentSchema } from '../model/attachment.ts';
import type { ActKind } from '../model/caseActs.ts';
import { consentKindSchema, purposeSchema } from '../model/consent.ts';
import { customerDetailsSchema, customerSchema, versionSchema } from '../model/customer.ts';
import { caseIdSchema, instantSchema, interactionIdSchema, ulidSchema } from '../model/ids.ts';
import { failureSchema } from './failure.ts';

const detailFieldSchema = customerDetailsSchema.keyof();

const common = {
  id: ulidSchema,
  /** When the agent wrote it. */
  at: instantSchema,
  /** Why it was not taken over; `backend.conflict`: somebody else has changed the same meanwhile. */
  failure: failureSchema,
};
const customer = customerSchema.pick({ id: true, code: true, name: true });

export const setAsideSchema = z.discriminatedUnion('kind', [
  /** A correction of a customer; `mine` and `theirs` have the same fields. */
  z.object({
    ...common,
    kind: z.literal('edit'),
    customer,
    /** The card's, to be given when it is settled: what the agent has seen of theirs. */
    version: versionSchema,
    mine: customerDetailsSchema.partial(),
    theirs: customerDetailsSchema.partial(),
    theirsAt: instantSchema,
  }),
  /** The report of a conversation. */
  z.object({
    ...common,
    kind: z.literal('report'),
    interactionId: interactionIdSchema,
    customer: customer.nullable(),
    startedAt: instantSchema,
    note: z.string(),
  }),
  /** What was to go with a call that was passed on; the call has gone. */
  z.object({ ...common, kind: z.literal('handover'), customer: customer.nullable(), to: z.string(), note: z.string() }),
  /** A note: its text as it was to be (null: it was to go), and as it stands (null: it does not). */
  z.object({
    ...common,
    kind: z.literal('note'),
    customer: customer.nullable(),
    mine: z.string().nullable(),
    theirs: z.string().nullable(),
  }),
  /** A correction of somebody whose data may be kept and not be used. */
  z.object({ ...common, kind: z.literal('editOfRestricted'), customer }),
  /** What a customer has said about the use of their data. */
  z.object({
    ...common,
    kind: z.literal('consent'),
    customer: customer.nullable(),
    purpose: purposeSchema,
    word: consentKindSchema,
    saidAt: instantSchema,
  }),
  /** Something done to a case; `number` empty where it was never registered, or is not on this PC. */
  z.object({
    ...common,
    kind: z.literal('caseAct'),
    customer: customer.nullable(),
    number: z.string(),
    title: z.string(),
    act: z.custom<ActKind>((kind) => typeof kind === 'string'),
    text: z.string(),
  }),
  z.object({ ...common, kind: z.literal('unreadable') }),
  /** A file of a case, which lies here until the agent sends it again, has taken it out, or wants it no more. */
  attachmentSchema.pick({ name: true, at: true }).extend({
    kind: z.literal('file'),
    id: attachmentIdSchema,
    caseId: caseIdSchema,
    /** Empty: it is not known. */
    caseNumber: z.string(),
    /** Null: neither the case nor its customer is on this PC. */
    customer: customer.nullable(),
    why: attachmentRefusalSchema,
  }),
]);
export type SetAside = z.infer<typeof setAsideSchema>;

/** What the agent decides about one field of a correction. `version`: of what they have seen. */
export const settlementSchema = z.object({
  id: ulidSchema,
  field: detailFieldSchema,
  version: versionSchema,
  /** `other`: neither; a new value of the field. */
  take: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mine') }),
    z.object({ kind: z.literal('theirs') }),
    z.object({ kind: z.literal('other'), details: customerDetailsSchema.partial() }),
  ]),
});
export type Settlement = z.infer<typeof settlementSchema>;
