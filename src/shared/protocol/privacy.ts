// The law on customers' data, as the one who answers for it works with it: what people ask for, what is held back, how long things are
// kept, breaches. Everybody may hand in what a customer asks and report a breach; the rest is the ability `handlePrivacy`.
import { z } from 'zod';
import { consentTextSchema, purposeSchema, toldBySchema } from '../model/consent.ts';
import { customerSchema } from '../model/customer.ts';
import { identificationLevelSchema } from '../model/identification.ts';
import { customerIdSchema, instantSchema, ulidSchema } from '../model/ids.ts';

const daySchema = z.iso.date();
const labelsSchema = z.object({ it: z.string(), en: z.string() });
const words = z.string().trim().min(3).max(1_000);

/** GDPR art. 15, 20, 16, 17, 18, 21. */
export const requestKindSchema = z.enum([
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
]);
export type RequestKind = z.infer<typeof requestKindSchema>;

/** `POST /v1/privacy/requests`: by whoever was asked. */
export const privacyRequestDraftSchema = z.object({
  id: ulidSchema,
  /** Null: not a customer, or not found as one. */
  customerId: customerIdSchema.nullable(),
  kind: requestKindSchema,
  receivedAt: instantSchema,
  channel: toldBySchema,
  /** How surely it was the person who asked. */
  identified: identificationLevelSchema,
  words: z.string().trim().max(2_000),
});
export type PrivacyRequestDraft = z.infer<typeof privacyRequestDraftSchema>;

const namedCustomerSchema = customerSchema.pick({ id: true, code: true, name: true });

export const privacyRequestSchema = privacyRequestDraftSchema.omit({ customerId: true }).extend({
  /** Null: nobody, or erased by now. */
  customer: namedCustomerSchema.nullable(),
  takenBy: z.string(),
  /** One month by the calendar (art. 12); `prolongedTo`: two more, with why. */
  dueOn: daySchema,
  prolongedTo: daySchema.nullable(),
  prolongedWhy: z.string().nullable(),
  state: z.enum(['open', 'done', 'refused']),
  decision: z.string().nullable(),
  doneAt: instantSchema.nullable(),
});
export type PrivacyRequest = z.infer<typeof privacyRequestSchema>;

export const holdSchema = z.object({
  id: ulidSchema,
  customer: namedCustomerSchema.nullable(),
  reason: z.string(),
  reference: z.string(),
  placedAt: instantSchema,
  reviewOn: daySchema,
});
export type Hold = z.infer<typeof holdSchema>;

const restrictionSchema = z.object({ customer: namedCustomerSchema, since: instantSchema, why: z.string() });
export type Restriction = z.infer<typeof restrictionSchema>;

/** Who has been given a customer's data and has to be told of what became of them (art. 19). */
export const tellingSchema = z.object({
  id: ulidSchema,
  recipient: z.string(),
  what: z.enum(['rectified', 'restricted', 'lifted', 'erased']),
  /** Which fields were put right, and why. */
  fields: z.array(z.string()),
  why: z.string(),
  at: instantSchema,
  toldAt: instantSchema.nullable(),
  /** By which they may have the customer from us; `customer` is null once they are erased here. */
  customerId: customerIdSchema,
  customer: namedCustomerSchema.nullable(),
});
export type Telling = z.infer<typeof tellingSchema>;

/** `GET /v1/privacy/consent-texts`: every edition, in the order of the purposes, the newest of each first. */
const consentEditionSchema = consentTextSchema.extend({
  /** The one that is read out today, one that is still to come, or one that was followed by another. */
  standing: z.enum(['current', 'coming', 'past']),
  /** How often consent was given to it; and how many customers’ consent to it stands today. */
  given: z.number().int().nonnegative(),
  stands: z.number().int().nonnegative(),
});
export type ConsentEdition = z.infer<typeof consentEditionSchema>;
export const consentEditionsSchema = z.object({ texts: z.array(consentEditionSchema) });

export const legalBasisSchema = z.enum(['contract', 'legalObligation', 'legitimateInterest', 'consent']);
export const retainedKindSchema = z.enum([
  'contacts',
  'notes',
  'interactions',
  'cases',
  'chats',
  'handovers',
  'callbacks',
  'lostCalls',
  'queueWaits',
  'listening',
  'surveyAnswers',
  'requests',
  'inactiveCustomers',
]);
export type RetainedKind = z.infer<typeof retainedKindSchema>;

/** ISO 8601, days, months or years: "P24M". */
export const keptForSchema = z.string().regex(/^P[1-9]\d{0,3}[DMY]$/);

export const retentionRuleSchema = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  what: retainedKindSchema,
  /** Null: of every portfolio that has no rule of its own. */
  portfolioId: z.string().nullable(),
  /** A group of contact reasons; null: of all that have no rule of their own. */
  reasonGroup: z.string().nullable(),
  keptFor: keptForSchema,
  basis: legalBasisSchema,
  why: labelsSchema,
  /** False: a proposal, by which nothing is deleted yet. */
  inForce: z.boolean(),
  /** When somebody who may has decided it; null: as it came with the program. */
  confirmedAt: instantSchema.nullable(),
});
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

/** What one rule has done, or in a dry run would do. */
export const ruleReportSchema = z.object({
  rule: z.string(),
  what: retainedKindSchema,
  inForce: z.boolean(),
  /** Rows whose period has run out; of those deleted, emptied of the person, held back. */
  due: z.number().int(),
  deleted: z.number().int(),
  emptied: z.number().int(),
  heldBack: z.object({ holds: z.number().int(), openCases: z.number().int() }),
});
export type RuleReport = z.infer<typeof ruleReportSchema>;

/** `GET /v1/privacy/people?q=`: those whom a request or a step can be about, with what agents may not correct. */
export const privacyPersonSchema = namedCustomerSchema.extend({
  ...customerSchema.pick({ birthDate: true, taxCode: true, iban: true }).shape,
  city: z.string().nullable(),
  onHold: z.boolean(),
  restricted: z.boolean(),
});
export type PrivacyPerson = z.infer<typeof privacyPersonSchema>;
export const privacyPeopleSchema = z.object({ people: z.array(privacyPersonSchema).max(20) });

const purgeRunSchema = z.object({
  at: instantSchema,
  dry: z.boolean(),
  /** Null: under way, or cut off. */
  report: z.array(ruleReportSchema).nullable(),
});

/** In plain words, and without any customer's data. */
export const breachFactsSchema = z.object({
  /** What has happened. */
  what: words.max(2_000),
  /** Seen by whom it was not for, changed or wrong, gone or out of reach. */
  nature: z.array(z.enum(['confidentiality', 'integrity', 'availability'])).min(1),
  /** Which kinds of data. */
  data: z.string().trim().max(500),
  /** How many people, as far as is known. */
  people: z.number().int().nonnegative().nullable(),
  /** What has been done about it so far. */
  measures: z.string().trim().max(2_000),
});

/** From when it was found, the authority has to be told within these (art. 33.1). */
export const hoursToTellAuthority = 72;

/** `POST /v1/breaches`: by anybody. */
export const breachDraftSchema = z.object({ id: ulidSchema, foundAt: instantSchema, facts: breachFactsSchema });
export type BreachDraft = z.infer<typeof breachDraftSchema>;

export const breachSchema = breachDraftSchema.extend({
  reportedBy: z.string(),
  reportedAt: instantSchema,
  /** 72 hours after it was found (art. 33). */
  authorityDue: instantSchema,
  /** Null: nobody has judged it yet. */
  risk: z.enum(['none', 'risk', 'high']).nullable(),
  why: z.string(),
  authorityToldAt: instantSchema.nullable(),
  personsToldAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  lessons: z.string(),
});
export type Breach = z.infer<typeof breachSchema>;

const processingSchema = z.object({
  code: z.string(),
  purpose: labelsSchema,
  basis: legalBasisSchema,
  confirmedAt: instantSchema.nullable(),
});

/** `GET /v1/privacy`. */
export const privacyOverviewSchema = z.object({
  /** The open ones by the day they are due, then the latest that were answered. */
  requests: z.array(privacyRequestSchema),
  holds: z.array(holdSchema),
  restrictions: z.array(restrictionSchema),
  /** Who is still to be told first, then who has been told lately. */
  tellings: z.array(tellingSchema),
  rules: z.array(retentionRuleSchema),
  lastPurge: purgeRunSchema.nullable(),
  lastDryRun: purgeRunSchema.nullable(),
  breaches: z.array(breachSchema),
  processings: z.array(processingSchema),
});
export type PrivacyOverview = z.infer<typeof privacyOverviewSchema>;

const onRequest = { requestId: ulidSchema };
const onCustomer = { customerId: customerIdSchema };
const onBreach = { breachId: ulidSchema };

/** `POST /v1/privacy/steps`: one step of whoever answers for privacy. Each is on record. */
export const privacyStepSchema = z.discriminatedUnion('kind', [
  /** Two months more (art. 12.3): they have to be told why. */
  z.object({ kind: z.literal('prolong'), ...onRequest, why: words }),
  z.object({ kind: z.literal('answer'), ...onRequest, state: z.enum(['done', 'refused']), decision: words }),
  /** Answers the request as well. Refused (`on-hold`) while something obliges to keep them, and says what. */
  z.object({ kind: z.literal('erase'), ...onRequest }),
  z.object({ kind: z.literal('placeHold'), ...onCustomer, reason: words, reference: words, reviewOn: daySchema }),
  z.object({ kind: z.literal('liftHold'), holdId: ulidSchema }),
  z.object({ kind: z.literal('restrict'), ...onCustomer, why: words }),
  z.object({ kind: z.literal('liftRestriction'), ...onCustomer }),
  /** What agents may not correct themselves. A field that is left out stays. */
  z.object({
    kind: z.literal('rectify'),
    ...onCustomer,
    why: words,
    fields: z
      .object({
        name: z.string().trim().min(1).max(160),
        birthDate: daySchema.nullable(),
        taxCode: z.string().trim().max(20).nullable(),
        iban: z.string().trim().max(34).nullable(),
      })
      .partial()
      .refine((fields) => Object.keys(fields).length > 0, { message: 'nothing to change' }),
  }),
  z.object({ kind: z.literal('told'), tellingId: ulidSchema }),
  /** Somebody was told by whom nothing was noted here: as of now. */
  z.object({
    kind: z.literal('recordTelling'),
    ...onCustomer,
    recipient: words.max(200),
    what: tellingSchema.shape.what,
    why: words,
  }),
  /** What the customer has said against a use of their data (art. 21), by whatever way it came, and when. */
  z.object({
    kind: z.literal('object'),
    ...onCustomer,
    purpose: purposeSchema,
    channel: toldBySchema,
    at: instantSchema,
  }),
  z.object({ kind: z.literal('setRule'), code: z.string(), keptFor: keptForSchema, inForce: z.boolean() }),
  /** Counts what would be deleted; the night does it. */
  z.object({ kind: z.literal('tryPurge') }),
  z.object({ kind: z.literal('confirmProcessing'), code: z.string() }),
  /** A new edition: what was given to another one stands. */
  z.object({ kind: z.literal('addConsentText'), text: consentTextSchema }),
  z.object({ kind: z.literal('judgeBreach'), ...onBreach, risk: z.enum(['none', 'risk', 'high']), why: words }),
  z.object({ kind: z.literal('breachTold'), ...onBreach, whom: z.enum(['authority', 'persons']) }),
  z.object({ kind: z.literal('closeBreach'), ...onBreach, lessons: words }),
]);
export type PrivacyStep = z.infer<typeof privacyStepSchema>;

/** What a step has led to: the whole again, and whom to tell of a correction or an erasure (art. 19). */
export const privacyStepAnswerSchema = z.object({
  overview: privacyOverviewSchema,
  toTell: z.array(z.string()),
});

/** Why nobody is erased now: the extension of the problem `on-hold`. */
export const bindingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold'), reason: z.string(), reference: z.string(), reviewOn: daySchema }),
  /** Somebody still works on it for them. */
  z.object({ kind: z.literal('openCase'), number: z.string() }),
  /** So many rows that the law wants kept, the last of them until that day. */
  z.object({
    kind: z.literal('rule'),
    code: z.string(),
    why: labelsSchema,
    rows: z.number().int(),
    until: daySchema,
  }),
]);
export type Binding = z.infer<typeof bindingSchema>;

/** `GET /v1/privacy/requests/{id}/erasure`: what an erasure would do now, before anybody decides it. */
export const erasureOutlookSchema = z.object({
  /** Empty: nothing stands in its way. */
  bindings: z.array(bindingSchema),
  /** Of what is kept about them, how many rows there are. */
  held: z.array(z.object({ what: labelsSchema, rows: z.number().int().positive() })),
  /** Who would have to be told (art. 19). */
  toTell: z.array(z.string()),
});
export type ErasureOutlook = z.infer<typeof erasureOutlookSchema>;

/** `GET /v1/privacy/record`: the record of processing (art. 30), made from what is in force at that moment. */
export const processingRecordSchema = z.object({
  /** The same as long as nothing was decided otherwise. */
  edition: z.string(),
  at: instantSchema,
  company: z.string(),
  clients: z.array(z.string()),
  processings: z.array(
    processingSchema.omit({ confirmedAt: true }).extend({
      ...{ subjects: labelsSchema, categories: labelsSchema, recipients: labelsSchema, transfers: labelsSchema },
      /** False: the proposal that came with the program. */
      confirmed: z.boolean(),
    }),
  ),
  /** Other CRMs: where they are, what is read from them, whether calls are written there. */
  connectors: z.array(
    z.object({
      name: z.string(),
      /** The product. */
      crm: z.string(),
      address: z.string(),
      /** Whose customers they are. */
      client: z.string(),
      active: z.boolean(),
      read: z.array(labelsSchema),
      writesCalls: z.boolean(),
    }),
  ),
  /** Other machines that personal data pass through. */
  services: z.array(z.object({ what: labelsSchema, where: z.string() })),
  /** What is held, of how many. */
  held: z.array(z.object({ what: labelsSchema, rows: z.number().int() })),
  retention: z.array(
    z.object({ why: labelsSchema, keptFor: keptForSchema, basis: legalBasisSchema, inForce: z.boolean() }),
  ),
  roles: z.record(z.string(), z.number().int()),
  /** By which agreement calls are listened to or states seen by name; null: nobody does. */
  supervision: z.string().nullable(),
  security: z.array(labelsSchema),
});
export type ProcessingRecord = z.infer<typeof processingRecordSchema>;
