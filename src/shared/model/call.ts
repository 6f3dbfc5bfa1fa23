// A call: one SIP leg from the agent's view, as it can be shown. Its life, as one pure function, is in callMachine.ts.
import { z } from 'zod';
import { callerSchema } from './caller.ts';
import { helpMannerSchema } from './helpManner.ts';
import { callIdSchema, customerIdSchema, instantSchema, interactionIdSchema, languageSchema } from './ids.ts';
import { endReasonSchema, transferTargetSchema } from './interaction.ts';
import { parkingPlaceSchema } from './parking.ts';

/** What the agent wants and what is so: a button shows `actual`, and is busy while they differ. */
const switchSchema = z.object({ wanted: z.boolean(), actual: z.boolean() });

export const transferSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** `consult`: the call to whom the caller is passed, when the agent has talked to them first (attended); null when not (blind). */
  z.object({ kind: z.literal('requested'), target: transferTargetSchema, consult: callIdSchema.nullable() }),
  z.object({
    kind: z.literal('failed'),
    target: transferTargetSchema,
    code: z.enum(['transfer.refused', 'transfer.noAnswer', 'transfer.unconfirmed']),
  }),
]);

export const callPhaseSchema = z.discriminatedUnion('kind', [
  /** It rings here. `silenced`: the agent has stopped the sound, not the call. */
  z.object({ kind: z.literal('ringing'), silenced: z.boolean() }),
  /** The agent said yes; the line is being joined. */
  z.object({ kind: z.literal('answering') }),
  /** Its number is being called. `progress`: sent, ringing there, or already heard (an announcement, the network's own tone). */
  z.object({ kind: z.literal('dialling'), progress: z.enum(['sent', 'ringing', 'heard']) }),
  z.object({
    kind: z.literal('talking'),
    answeredAt: instantSchema,
    hold: switchSchema,
    heldSince: instantSchema.nullable(),
    mute: z.boolean(),
    transfer: transferSchema,
  }),
  /** The agent hung up; the other side is being told. */
  z.object({ kind: z.literal('ending'), answeredAt: instantSchema.nullable() }),
  z.object({
    kind: z.literal('ended'),
    at: instantSchema,
    reason: endReasonSchema,
    answeredAt: instantSchema.nullable(),
  }),
]);
export type CallPhase = z.infer<typeof callPhaseSchema>;

/** What a call is for. A consult belongs to the interaction of the caller whom it is about, and writes no interaction of its own. */
export const purposeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact') }),
  z.object({ kind: z.literal('consult'), about: callIdSchema, target: transferTargetSchema }),
  /** The agent's own messages are listened to: nobody's story, nothing is written. */
  z.object({ kind: z.literal('voicemail') }),
  /** A lead listens to a colleague's call, as an agreement allows: it is on record with the backend, and no interaction. */
  z.object({ kind: z.literal('listening'), name: z.string() }),
  /** A lead comes into the call of a colleague who has asked for help: that call's interaction is the colleague's, and this one is nobody's. */
  z.object({ kind: z.literal('help'), about: interactionIdSchema, name: z.string(), manner: helpMannerSchema }),
]);

export const callSchema = z.object({
  id: callIdSchema,
  interactionId: interactionIdSchema,
  purpose: purposeSchema,
  direction: z.enum(['incoming', 'outgoing']),
  /** The other side: who calls, or who is called. */
  caller: callerSchema,
  /** The customer whom the agent called from their card; null where nobody has said. */
  customerId: customerIdSchema.nullable(),
  /** As the PBX names it: the one it came through, or on whose behalf it is made. Null for direct calls. */
  queue: z.string().max(40).nullable(),
  /** Seconds that the caller has waited in the queue, where the PBX says so. */
  waitedSeconds: z.number().int().nonnegative().nullable(),
  language: languageSchema.nullable(),
  /** The interaction that a colleague passed on with this call. */
  handedOver: interactionIdSchema.nullable(),
  /** The interaction in which this call was promised to the customer. */
  callsBack: interactionIdSchema.nullable().default(null),
  /** The parking that the caller comes from: fetched by this agent, or sent back since nobody did. Null for all other calls. */
  parking: z.object({ place: parkingPlaceSchema, how: z.enum(['pickedUp', 'returned']) }).nullable(),
  startedAt: instantSchema,
  phase: callPhaseSchema,
});
export type Call = z.infer<typeof callSchema>;

/** Calls that are nobody's story: no interaction is written of them. */
export const isUnwritten = ({ purpose }: Pick<Call, 'purpose'>): boolean =>
  purpose.kind === 'voicemail' || purpose.kind === 'listening' || purpose.kind === 'help';

/** Our phone calls: the agent's own call, or one for somebody who is parked. */
export const isDialled = ({ direction, parking }: Pick<Call, 'direction' | 'parking'>): boolean =>
  direction === 'outgoing' || parking?.how === 'pickedUp';
