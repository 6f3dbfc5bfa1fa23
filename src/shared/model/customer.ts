// The customer as agents know them: identity, contacts, contracts; their cases; their past contacts.
import { z } from 'zod';
import { attachmentSchema, mostPerCase } from './attachment.ts';
import { caseStatusSchema, toldFileSchema } from './caseFile.ts';
import { channelSchema } from './channel.ts';
import { needCodeSchema } from './classification.ts';
import { lastWordsSchema } from './consent.ts';
import {
  agentIdSchema,
  caseIdSchema,
  customerIdSchema,
  instantSchema,
  interactionIdSchema,
  languageSchema,
  noteIdSchema,
  portfolioIdSchema,
} from './ids.ts';
import { factorKindSchema } from './lists/identification.ts';
import { e164Schema } from './phoneNumber.ts';
import { delegationSchema, mostDelegations } from './speaker.ts';

/** Grows by one with each change on the backend; an older one never overwrites a newer. */
export const versionSchema = z.number().int().positive();

export const phoneSchema = z.object({
  /** As it was written, kept even when it cannot be read. */
  raw: z.string().min(1).max(64),
  e164: e164Schema.nullable(),
  kind: z.enum(['mobile', 'landline', 'other']),
});

export const addressSchema = z.object({
  street: z.string().max(120),
  postcode: z.string().max(12),
  city: z.string().max(80),
});

/**
 * What has to be minded with a customer ("prefers e-mail"): a code of the company's list, and a few words. Never why: no illness, no
 * diagnosis, nothing that the law keeps apart (GDPR art. 9).
 */
export const needSchema = z.object({ code: needCodeSchema, detail: z.string().trim().max(120) });
export type Need = z.infer<typeof needSchema>;

export const mostMergedFrom = 100;
export const mostNeeds = 10;
const needsSchema = z.array(needSchema).max(mostNeeds);
const delegationsSchema = z.array(delegationSchema).max(mostDelegations);

/**
 * Since when something by which a customer can be recognised stands as it does; what is not there has stood longer than anybody knows.
 * `numbers`: of each number, as it was written.
 */
export const changedAtSchema = z.object({
  email: instantSchema.exactOptional(),
  address: instantSchema.exactOptional(),
  iban: instantSchema.exactOptional(),
  taxCode: instantSchema.exactOptional(),
  birthDate: instantSchema.exactOptional(),
  numbers: z.record(z.string(), instantSchema).exactOptional(),
});
export type ChangedAt = z.infer<typeof changedAtSchema>;

/** What an agent may change on the card. */
export const customerDetailsSchema = z.object({
  email: z.email().max(160).nullable(),
  address: addressSchema.nullable(),
  /** How and when they like to be reached, in their words. */
  preference: z.string().max(200).nullable(),
  phones: z.array(phoneSchema).max(20),
  /** Each code once. */
  needs: needsSchema,
  /** Who may speak for them. */
  delegations: delegationsSchema,
});
export type CustomerDetails = z.infer<typeof customerDetailsSchema>;

/** What the customer reads aloud: "AU-10003". */
export const customerCodeSchema = z.string().regex(/^[A-Z]{2,4}-\d{4,9}$/);

export const customerSchema = customerDetailsSchema.extend({
  needs: needsSchema.default([]),
  delegations: delegationsSchema.default([]),
  changedAt: changedAtSchema.default({}),
  /** Until then failed attempts, or a suspicion, stand against whoever calls as them; null: none does. */
  suspiciousUntil: instantSchema.nullable().default(null),
  id: customerIdSchema,
  /** The one that they lie in, and whoever sees it sees them. */
  portfolioId: portfolioIdSchema,
  code: customerCodeSchema,
  kind: z.enum(['person', 'company']),
  /** "Carlo Bassi", or the company's name. */
  name: z.string().min(1).max(160),
  language: languageSchema,
  birthDate: z.iso.date().nullable(),
  taxCode: z.string().max(20).nullable(),
  iban: z.string().max(34).nullable(),
  contracts: z.array(z.object({ code: z.string().max(40), name: z.string().max(80) })).max(50),
  /** Who was made one with them: under these codes they are known too. */
  mergedFrom: z
    .array(z.object({ id: customerIdSchema, code: z.string().max(20) }))
    .max(mostMergedFrom)
    .default([]),
  /** What they have said about offers, surveys and the like (`standingWord`). */
  consents: lastWordsSchema,
  /**
   * Since when their data may be kept and not be used (GDPR art. 18); null: it may. Of whom it may not nothing is given out but who they
   * are and the numbers by which a call of theirs is recognised.
   */
  restrictedAt: instantSchema.nullable(),
  version: versionSchema,
  updatedAt: instantSchema,
});
export type Customer = z.infer<typeof customerSchema>;

/** Somebody who is to be written down: the rest is the backend's to say. */
export type NewCustomer = Omit<
  Customer,
  | 'portfolioId'
  | 'version'
  | 'mergedFrom'
  | 'consents'
  | 'restrictedAt'
  | 'delegations'
  | 'changedAt'
  | 'suspiciousUntil'
>;

export const caseSchema = z.object({
  id: caseIdSchema,
  customerId: customerIdSchema,
  /** The customer's, or that of the closed queue which works on it. */
  portfolioId: portfolioIdSchema,
  /** What is read aloud: "260118401", in threes; older ones are called otherwise ("T-21"). */
  number: z.string().min(1).max(20),
  /** Empty where it may not be used (`restrictedAt`). */
  title: z.string().max(160),
  reasonCode: z.string(),
  status: caseStatusSchema,
  openedAt: instantSchema,
  /** Times that the customer has chased it (solleciti). */
  reminders: z.number().int().nonnegative(),
  /** Its files, in the order in which they came: a file that comes or goes is a change of the case. */
  attachments: z.array(attachmentSchema).max(mostPerCase).default([]),
  /** What its acts have made of it; null: nothing has been done to it here yet, or its customer’s data may not be used. */
  file: toldFileSchema.nullable().default(null),
  version: versionSchema,
});
export type Case = z.infer<typeof caseSchema>;

/** A past contact, as it shows in the timeline. */
export const contactSchema = z.object({
  id: interactionIdSchema,
  customerId: customerIdSchema,
  /** The customer's, or that of the closed queue which it was about. */
  portfolioId: portfolioIdSchema,
  at: instantSchema,
  channel: channelSchema,
  direction: z.enum(['incoming', 'outgoing']),
  agentName: z.string().max(120),
  reasonCode: z.string().nullable(),
  /** What else it was about. */
  secondary: z.array(z.string()).default([]),
  outcomeCode: z.string().nullable(),
  note: z.string().max(20_000),
  /** By which kinds of answers the customer was identified; none: they were not. */
  factors: z.array(factorKindSchema).default([]),
  version: versionSchema,
});
export type Contact = z.infer<typeof contactSchema>;

export const longestNote = 2_000;

/** What an agent has written down about a customer, outside of any contact. Its author may change it, or take it away, on the same day. */
export const noteSchema = z.object({
  id: noteIdSchema,
  customerId: customerIdSchema,
  /** The customer's. */
  portfolioId: portfolioIdSchema,
  text: z.string().trim().min(1).max(longestNote),
  /** Null: somebody who is not here any more. */
  agentId: agentIdSchema.nullable(),
  agentName: z.string().max(120),
  at: instantSchema,
  /** Null: as it was written. */
  editedAt: instantSchema.nullable(),
  version: versionSchema,
});
export type Note = z.infer<typeof noteSchema>;

export const isOpenCase = (found: Case): boolean => found.status !== 'closed';

/** "IT60 …" → "•••• 4417": enough to recognise, too little to use. */
export const maskedTail = (value: string, shown = 4): string => `•••• ${value.slice(-shown)}`;
