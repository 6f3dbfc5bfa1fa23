// Callbacks that were promised to customers: when, at which number, what about. A report promises one, another keeps it. And customers who want
// to be called back because they were not satisfied, for leads.
import { z } from 'zod';
import { purposeSchema } from '../model/consent.ts';
import { customerIdSchema, instantSchema, interactionIdSchema, queueIdSchema } from '../model/ids.ts';
import { dialableSchema } from '../model/interaction.ts';
import { agentNameSchema, barredSchema, toCallStates } from './toCall.ts';

export const callbackSchema = z.object({
  /** The interaction in which it was promised. */
  id: interactionIdSchema,
  /** On whose behalf they are called: the queue that they had come through. Null: none's. */
  queueId: queueIdSchema.nullable(),
  /** Null where it is barred. */
  number: dialableSchema.nullable(),
  dueAt: instantSchema,
  promisedBy: agentNameSchema,
  /** Who is to call; null: whoever promised it, or takes it. */
  owner: agentNameSchema.nullable().default(null),
  customerId: customerIdSchema.nullable(),
  reasonCode: z.string(),
  /** What was promised, in the agent's words; empty: nothing more than the call. */
  about: z.string(),
  /** What they are called for, where that needs a consent; null: what they asked for themselves. */
  purpose: purposeSchema.nullable().default(null),
  barred: barredSchema.nullable().default(null),
  state: z.discriminatedUnion('kind', [...toCallStates]),
});
export type Callback = z.infer<typeof callbackSchema>;

/** A customer who has rated the service low and wants to be called back. Neither what they have answered is in it nor to whom they spoke. */
export const recontactSchema = z.object({
  /** Also what the call to them is said to call back for (`callsBack` of its report). */
  id: interactionIdSchema,
  queueId: queueIdSchema.nullable(),
  /** Null where it is barred. */
  number: dialableSchema.nullable(),
  /** Null: a visitor of a chat who was not known when they rated it, and gave the number; or somebody whom the reader may not see. */
  customerId: customerIdSchema.nullable(),
  askedOn: z.iso.date(),
  dueOn: z.iso.date(),
  barred: barredSchema.nullable().default(null),
  state: z.discriminatedUnion('kind', [...toCallStates]),
});
export type Recontact = z.infer<typeof recontactSchema>;

/**
 * `GET /v1/callbacks`: of the agent's queues, and those that they promised or took themselves; those to be kept first, each by when it is
 * due; what was kept stays until midnight.
 */
export const callbackListSchema = z.object({
  asOf: instantSchema,
  callbacks: z.array(callbackSchema).max(200),
  /** For leads; none for others. */
  recontacts: z.array(recontactSchema).max(200).default([]),
});
export type CallbackList = z.infer<typeof callbackListSchema>;
