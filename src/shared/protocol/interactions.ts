// What the app writes on the backend: finished interactions, handovers, corrections of a customer's details.
import { z } from 'zod';
import { callerSchema } from '../model/caller.ts';
import { customerDetailsSchema, customerSchema } from '../model/customer.ts';
import { identificationLevelSchema } from '../model/identification.ts';
import {
  agentIdSchema,
  customerIdSchema,
  instantSchema,
  interactionIdSchema,
  languageSchema,
  queueIdSchema,
} from '../model/ids.ts';
import {
  caseLinkSchema,
  checksSchema,
  interactionChannelSchema,
  interactionEventSchema,
  mostCaseLinks,
  nothingPromised,
  promisedCallbackSchema,
  promisedSchema,
  secondarySchema,
  toldCountrySchema,
  transferTargetSchema,
} from '../model/interaction.ts';
import { factorKindSchema } from '../model/lists/identification.ts';
import { speakerSchema } from '../model/speaker.ts';
import { missingPartSchema } from '../model/wrapUp.ts';

/** `POST /v1/interactions`: the whole of a closed interaction. Sent again with the same key it lands once. */
export const interactionReportSchema = z.object({
  id: interactionIdSchema,
  channel: interactionChannelSchema,
  direction: z.enum(['incoming', 'outgoing']),
  caller: callerSchema,
  queueId: queueIdSchema.nullable(),
  language: languageSchema.nullable(),
  continues: interactionIdSchema.nullable(),
  customerId: customerIdSchema.nullable(),
  startedAt: instantSchema,
  answeredAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  closedAt: instantSchema,
  reasonCode: z.string(),
  secondary: secondarySchema.default([]),
  outcomeCode: z.string(),
  note: z.string().max(20_000),
  /** The level that was reached, by which kinds of answers, and whether it came to nothing; what was answered is never kept. */
  identification: identificationLevelSchema.default('none'),
  factors: z.array(factorKindSchema).default([]),
  identificationFailed: z.boolean().default(false),
  /** Who spoke, by kind and by what they may be told at most; null: the holder, as far as anybody has said. */
  speaker: speakerSchema.nullable().default(null),
  /** Whoever called as the customer may have been somebody else. */
  suspected: z.boolean().default(false),
  toldCountry: toldCountrySchema.default(null),
  promised: promisedSchema.default(nothingPromised),
  /** A call that was promised in it. */
  callback: promisedCallbackSchema.nullable().default(null),
  /** The interaction whose promised call this is. */
  callsBack: interactionIdSchema.nullable().default(null),
  /** What was checked with the customer, as articles of the knowledge base ask. */
  checks: checksSchema.default([]),
  /** What it was closed without, because its time was up. */
  missing: z.array(missingPartSchema).default([]),
  /** What it was about; of a customer's own cases alone is anything kept. */
  cases: z
    .array(caseLinkSchema.omit({ number: true }))
    .max(mostCaseLinks)
    .default([]),
  events: z.array(interactionEventSchema).max(2_000),
});
export type InteractionReport = z.infer<typeof interactionReportSchema>;

/** Of somebody who has been erased: that there was a conversation, how long it took and what about; nothing in it says with whom. */
export const withoutCustomer = (report: InteractionReport): InteractionReport => ({
  ...report,
  ...{ customerId: null, caller: { kind: 'withheld' }, continues: null, note: '', callback: null },
  promised: nothingPromised,
  checks: [],
  cases: [],
  events: report.events.map((event) => (event.kind === 'ended' ? event : { ...event, detail: null })),
});

export const acceptedSchema = z.object({ id: z.string(), version: z.number().int().positive() });

/** `POST /v1/handovers`: what goes with a call that is passed on. The sender is who is signed in. */
export const handoverRequestSchema = z.object({
  id: interactionIdSchema,
  to: transferTargetSchema,
  caller: callerSchema,
  queueId: queueIdSchema.nullable(),
  customerId: customerIdSchema.nullable(),
  reasonCode: z.string().nullable(),
  secondary: secondarySchema.default([]),
  note: z.string().max(20_000),
  /** As it still holds for whoever gets the call. */
  identification: identificationLevelSchema.default('none'),
  factors: z.array(factorKindSchema).default([]),
  speaker: speakerSchema.nullable().default(null),
  promised: promisedSchema.default(nothingPromised),
  checks: checksSchema.default([]),
  /** Its cases so far: of a complaint without one, whoever gets the call registers it. */
  cases: z.array(caseLinkSchema).max(mostCaseLinks).default([]),
  at: instantSchema,
});
export type HandoverRequest = z.infer<typeof handoverRequestSchema>;

/** `GET /v1/handovers/{id}`. */
export const handoverSchema = handoverRequestSchema.extend({
  from: z.object({ id: agentIdSchema, name: z.string() }),
});
export type Handover = z.infer<typeof handoverSchema>;

/** `PATCH /v1/customers/{id}` with `If-Match: "<version>"`: only the fields that change. */
export const customerPatchSchema = customerDetailsSchema.partial().refine((patch) => Object.keys(patch).length > 0, {
  message: 'nothing to change',
});
export type CustomerPatch = z.infer<typeof customerPatchSchema>;

/** `GET /v1/customers?phone=` or `?q=`: the fall-back for a caller whom the cache does not hold. */
export const customerListSchema = z.object({ customers: z.array(customerSchema).max(50) });
