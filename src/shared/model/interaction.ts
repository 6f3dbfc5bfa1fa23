// An interaction: one contact of a customer as its agent lives it, from the first ring to the saved wrap-up.
// It is kept as facts in order (replayed, reported on, handed over) beside what the agent writes about it.
import { z } from 'zod';
import { checkSchema } from './article.ts';
import { callerSchema } from './caller.ts';
import { backOfficeCodeSchema } from './caseFile.ts';
import { purposeSchema } from './consent.ts';
import { identificationLevelSchema } from './identification.ts';
import {
  agentIdSchema,
  caseIdSchema,
  customerIdSchema,
  instantSchema,
  interactionIdSchema,
  languageSchema,
  queueIdSchema,
  ulidSchema,
} from './ids.ts';
import { factorKindSchema } from './lists/identification.ts';
import { parkingPlaceSchema } from './parking.ts';
import { speakerSchema } from './speaker.ts';

/** How it takes place: spoken, or written. */
export const interactionChannelSchema = z.enum(['call', 'chat']);
export type InteractionChannel = z.infer<typeof interactionChannelSchema>;

export const interactionEventKinds = [
  'ringing',
  'dialled',
  'answered',
  'held',
  'resumed',
  'muted',
  'unmuted',
  'digitsSent',
  'transferRequested',
  'transferred',
  'transferFailed',
  /** Sent to a place of the parking, and fetched from there: the place. */
  'parked',
  'pickedUp',
  'consulted',
  'consultEnded',
  /** A colleague's call has become that of the caller whom they passed on. */
  'callerChanged',
  /** How the conversation sounded, as `callQuality` sums it up: once, before its end. */
  'quality',
  'ended',
] as const;

export const endReasonSchema = z.enum([
  'hungUpHere',
  'hungUpThere',
  'callerGaveUp',
  'answeredElsewhere',
  'declined',
  'notAnswered',
  'transferred',
  'parked',
  'notParked',
  'rejected',
  'busy',
  'unknownNumber',
  'mediaFailed',
  'connectionLost',
  /** Of a chat: by the agent, by the visitor, who went away before anybody came, or who did not write any more. */
  'closedHere',
  'closedThere',
  'visitorLeft',
  'silence',
]);
export type EndReason = z.infer<typeof endReasonSchema>;

export const interactionEventSchema = z.object({
  id: ulidSchema,
  at: instantSchema,
  kind: z.enum(interactionEventKinds),
  /** Why it ended, whom it went to: codes and extensions, never a person's data. */
  detail: z.string().max(80).nullable(),
});
export type InteractionEvent = z.infer<typeof interactionEventSchema>;

/** What can be dialled: digits, + in front, and the keys * and #. Blanks and dashes are taken out before. */
export const dialableSchema = z.string().regex(/^\+?[\d*#]{1,32}$/);

/** Where a call can be sent: a queue or a colleague of the backend's directory, any number, or a place of the parking. */
export const transferTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queue'), queueId: queueIdSchema, name: z.string(), number: z.string() }),
  z.object({ kind: z.literal('person'), name: z.string(), number: z.string() }),
  z.object({ kind: z.literal('number'), name: z.string(), number: dialableSchema }),
  z.object({ kind: z.literal('parking'), name: z.string(), number: parkingPlaceSchema }),
]);
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/** Who takes care of what was promised: somebody by name, whoever answers a queue, or a back office. */
export const ownerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: agentIdSchema, name: z.string().max(120) }),
  z.object({ kind: z.literal('queue'), id: queueIdSchema }),
  z.object({ kind: z.literal('backOffice'), code: backOfficeCodeSchema }),
]);
export type Owner = z.infer<typeof ownerSchema>;

/** What the customer was told will be done, by which day, and by whom. */
export const promisedSchema = z.object({
  text: z.string().max(500),
  by: z.iso.date().nullable(),
  owner: ownerSchema.nullable().default(null),
});
export type Promised = z.infer<typeof promisedSchema>;

export const nothingPromised: Promised = { text: '', by: null, owner: null };

/** What else it was about, besides the one reason that counts. */
export const secondarySchema = z.array(z.string()).max(2);

/** A call that the customer was promised: when, and at which number. */
export const promisedCallbackSchema = z.object({
  at: instantSchema,
  number: dialableSchema,
  /** What for, where that needs the customer's consent; null: what they asked for themselves. */
  purpose: purposeSchema.nullable().default(null),
  /** Who is to call; null: whoever promised it, or takes it from the list. */
  owner: z
    .object({ id: agentIdSchema, name: z.string().max(120) })
    .nullable()
    .default(null),
});

export const checksSchema = z.array(checkSchema).max(80);

/** A case that a conversation was about: registered in it, chased in it, or spoken of. */
export const caseLinkSchema = z.object({
  caseId: caseIdSchema,
  number: z.string().max(20),
  how: z.enum(['registered', 'reminded', 'about']),
});
export type CaseLink = z.infer<typeof caseLinkSchema>;
export const mostCaseLinks = 10;

/** With one more of them: a case stands there once, by what was done to it. */
export const linkedTo = (links: readonly CaseLink[], link: CaseLink): CaseLink[] => {
  const before = links.find(({ caseId }) => caseId === link.caseId);
  if (before !== undefined && link.how === 'about') return [...links];
  return [...links.filter(({ caseId }) => caseId !== link.caseId), link].slice(-mostCaseLinks);
};

const longestNote = 20_000;

/** ISO 3166 alpha-2: the country from which the agent spoke, where the customer was told; null: nobody has said that they were. */
export const toldCountrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .nullable();

/** What the agent writes: saved while it is typed. */
export const draftSchema = z.object({
  note: z.string().max(longestNote),
  reasonCode: z.string().nullable(),
  secondary: secondarySchema.default([]),
  outcomeCode: z.string().nullable(),
  customerId: customerIdSchema.nullable(),
  /** The level that this agent says was reached; null: what a colleague has passed on stands. */
  identification: identificationLevelSchema.nullable().default(null),
  /** What was answered right here, by its kind alone. */
  factors: z.array(factorKindSchema).default([]),
  /** Too many answers were wrong. */
  identificationFailed: z.boolean().default(false),
  /** Who speaks; null: what a colleague has passed on stands, or the holder. */
  speaker: speakerSchema.nullable().default(null),
  /** Whoever called as them may be somebody else, in this agent's eyes. */
  suspected: z.boolean().default(false),
  toldCountry: toldCountrySchema.default(null),
  promised: promisedSchema.default(nothingPromised),
  callback: promisedCallbackSchema.nullable().default(null),
  /** What was checked with the customer, as articles ask. */
  checks: checksSchema.default([]),
  /** The last one last. */
  cases: z.array(caseLinkSchema).max(mostCaseLinks).default([]),
  /** What is being written to the visitor of a chat, and is not sent. */
  unsaid: z.string().max(2_000).default(''),
});
export type Draft = z.infer<typeof draftSchema>;

/** What has been written since the draft was last looked at: a field that is not there stays as it is. */
export const draftPatchSchema = z.object({
  note: draftSchema.shape.note.exactOptional(),
  reasonCode: draftSchema.shape.reasonCode.exactOptional(),
  secondary: secondarySchema.exactOptional(),
  outcomeCode: draftSchema.shape.outcomeCode.exactOptional(),
  customerId: draftSchema.shape.customerId.exactOptional(),
  identification: identificationLevelSchema.nullable().exactOptional(),
  factors: z.array(factorKindSchema).exactOptional(),
  identificationFailed: z.boolean().exactOptional(),
  speaker: speakerSchema.nullable().exactOptional(),
  suspected: z.boolean().exactOptional(),
  toldCountry: toldCountrySchema.exactOptional(),
  promised: promisedSchema.exactOptional(),
  callback: promisedCallbackSchema.nullable().exactOptional(),
  checks: checksSchema.exactOptional(),
  cases: z.array(caseLinkSchema).max(mostCaseLinks).exactOptional(),
  unsaid: z.string().max(2_000).exactOptional(),
});
export type DraftPatch = z.infer<typeof draftPatchSchema>;

export const emptyDraft: Draft = {
  note: '',
  reasonCode: null,
  secondary: [],
  outcomeCode: null,
  customerId: null,
  identification: null,
  factors: [],
  identificationFailed: false,
  speaker: null,
  suspected: false,
  toldCountry: null,
  promised: nothingPromised,
  callback: null,
  checks: [],
  cases: [],
  unsaid: '',
};

/** The note with that below it. */
export const addedToNote = (note: string, text: string): string =>
  (note.trim() === '' ? text : `${note}\n${text}`).slice(0, longestNote);

export const interactionSchema = z.object({
  id: interactionIdSchema,
  channel: interactionChannelSchema,
  direction: z.enum(['incoming', 'outgoing']),
  stage: z.enum(['ringing', 'live', 'wrapUp', 'closed', 'unanswered']),
  caller: callerSchema,
  queueId: queueIdSchema.nullable(),
  language: languageSchema.nullable(),
  /** The interaction that this one continues: set when a colleague passed the call on. */
  continues: interactionIdSchema.nullable(),
  /** The interaction in which this call was promised; null: nobody had promised it. */
  callsBack: interactionIdSchema.nullable().default(null),
  startedAt: instantSchema,
  answeredAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  /** When the wrap-up closes by itself; null: when its agent closes it. */
  wrapUpUntil: instantSchema.nullable().default(null),
  draft: draftSchema,
});
export type Interaction = z.infer<typeof interactionSchema>;

/** The stage that a fact leads to. What comes after `closed` or `unanswered` changes nothing. */
export function stageAfter(
  { stage, direction, draft, callsBack }: Pick<Interaction, 'stage' | 'direction' | 'draft' | 'callsBack'>,
  kind: InteractionEvent['kind'],
): Interaction['stage'] {
  if (stage === 'closed' || stage === 'unanswered') return stage;
  if (kind === 'answered') return 'live';
  if (kind !== 'ended') return stage;
  // That a customer could not be reached is an outcome too, and what was written about it is kept.
  const isAboutSomebody = draft.customerId !== null || draft.note !== '' || callsBack !== null;
  const isWorthClosing = direction === 'outgoing' && isAboutSomebody;
  return stage === 'ringing' && !isWorthClosing ? 'unanswered' : 'wrapUp';
}
