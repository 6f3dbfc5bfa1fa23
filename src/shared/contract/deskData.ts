// Desk and data: the data process owns the session, the cache, the drafts and the outbox; the desk shows them and writes through it.

import { z } from 'zod';
import { callerSchema } from '../model/caller.ts';
import { consentWordSchema, recordedWordSchema } from '../model/consent.ts';
import { customerDetailsSchema, customerSchema, noteSchema, versionSchema } from '../model/customer.ts';
import { helpMannerSchema } from '../model/helpManner.ts';
import { passingMannerSchema } from '../model/identification.ts';
import {
  agentIdSchema,
  customerIdSchema,
  instantSchema,
  interactionIdSchema,
  noteIdSchema,
  queueIdSchema,
  ulidSchema,
} from '../model/ids.ts';
import {
  dialableSchema,
  draftPatchSchema,
  draftSchema,
  endReasonSchema,
  interactionSchema,
  transferTargetSchema,
} from '../model/interaction.ts';
import { keptListSchema } from '../model/lists/lists.ts';
import { parkingPlaceSchema } from '../model/parking.ts';
import { missingPartSchema } from '../model/wrapUp.ts';
import { historyPageSchema } from '../protocol/history.ts';
import { listeningIdSchema } from '../protocol/listening.ts';
import { lostCallIdSchema } from '../protocol/lostCalls.ts';
import { credentialsSchema } from '../protocol/sessions.ts';
import { signInWaysSchema } from '../protocol/signIn.ts';
import { calledOutcomeSchema } from '../protocol/toCall.ts';
import { workstationSchema } from '../protocol/workstation.ts';
import { accountMethods } from './accounts.ts';
import { articleMethods } from './articles.ts';
import { attachmentMethods, attachmentsStateSchema } from './attachments.ts';
import { auditMethods } from './audit.ts';
import { boardsSchema } from './boards.ts';
import { caseMethods } from './cases.ts';
import { chatMethods, chatsStateSchema } from './chats.ts';
import { connectorMethods } from './connectors.ts';
import { dayMethods, dayStateSchema } from './day.ts';
import { duplicateMethods } from './duplicates.ts';
import type { Contract } from './envelope.ts';
import { failureSchema } from './failure.ts';
import { figureMethods } from './figures.ts';
import { importMethods } from './imports.ts';
import { letterMethods } from './letters.ts';
import { listMethods } from './lists.ts';
import { markSchema } from './mark.ts';
import { preferenceMethods, preferencesStateSchema } from './preferences.ts';
import { privacyMethods, savingSchema } from './privacy.ts';
import { reportMethods } from './reports.ts';
import { customerCardSchema, screenPopSchema } from './screenPop.ts';
import { setAsideSchema, settlementSchema } from './setAside.ts';
import { timelineMethods } from './timeline.ts';

/** The desk has no use for the PBX's password, so it never gets it. */
export const deskWorkstationSchema = workstationSchema.omit({ pbx: true }).extend({
  extension: z.string(),
  /** Numbers of the places where callers can be parked; empty: this PBX has none. */
  parking: z.array(parkingPlaceSchema).default([]),
  /** What a lead dials before the extension of an agent who has asked for help; null: this PBX has no such code. */
  helpCodes: z
    .object({ whisper: z.string().nullable(), barge: z.string().nullable() })
    .default({ whisper: null, barge: null }),
  /** What this lead dials before the extension of a colleague whose screen has said so; null: nobody is listened to. */
  listenCode: z.string().nullable().default(null),
});
export type DeskWorkstation = z.infer<typeof deskWorkstationSchema>;

export const sessionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signedOut'), failure: failureSchema.nullable() }),
  z.object({ kind: z.literal('signingIn') }),
  /** `expired`: the backend wants a new sign-in; work goes on, the outbox waits. */
  z.object({
    kind: z.literal('signedIn'),
    /** Where: the practice backend has another address at each start, and must then be signed in to again. */
    backendUrl: z.url(),
    workstation: deskWorkstationSchema,
    expired: z.boolean(),
  }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

export const syncStateSchema = z.object({
  link: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('online') }),
    z.object({ kind: z.literal('offline'), sinceAt: instantSchema }),
  ]),
  /** The first load, or a new one after too long an absence. */
  load: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('loading'),
      /** Customers. */
      done: z.number().int(),
      total: z.number().int(),
      /** Null while nothing can be said yet. */
      perSecond: z.number().int().nullable(),
      secondsLeft: z.number().int().nullable(),
    }),
    z.object({ kind: z.literal('complete'), customers: z.number().int() }),
  ]),
  /** When it was last shown that the cache holds what the backend has, and how many groups of customers had to be fetched again for it. */
  proved: z.object({ at: instantSchema, fetched: z.number().int() }).nullable(),
  outbox: z.object({ waiting: z.number().int(), setAside: z.number().int() }),
  /** What went wrong with the files, in the order it was found: the agent is told. */
  notices: z.array(failureSchema),
});
export type SyncState = z.infer<typeof syncStateSchema>;

/** An interaction that is not closed yet, with what is known of the caller. */
export const openInteractionSchema = z.object({ interaction: interactionSchema, pop: screenPopSchema });
export type OpenInteraction = z.infer<typeof openInteractionSchema>;

/** One that is over, as a line in the list of the agent's last conversations. */
export const recentInteractionSchema = z.object({
  id: interactionIdSchema,
  direction: z.enum(['incoming', 'outgoing']),
  caller: callerSchema,
  /** Null: nobody was chosen, or the customer is not known here any more. */
  customer: customerSchema.pick({ id: true, name: true }).nullable(),
  /** Their data may be kept and not be used: without number and note. */
  restricted: z.boolean().default(false),
  answered: z.boolean(),
  /** Why the call ended; null when that was never learnt. */
  end: endReasonSchema.nullable(),
  reasonCode: z.string().nullable(),
  /** The beginning of the note, on one line. */
  note: z.string().max(160),
  endedAt: instantSchema,
});
export type RecentInteraction = z.infer<typeof recentInteractionSchema>;

export const deskDataStateSchema = z.object({
  session: sessionStateSchema,
  sync: syncStateSchema,
  /** Oldest first. */
  open: z.array(openInteractionSchema),
  /** The agent's own, last first, at most eight. */
  recent: z.array(recentInteractionSchema),
  boards: boardsSchema,
  /** Null: nobody chats here. */
  chats: chatsStateSchema.nullable(),
  attachments: attachmentsStateSchema,
  /** What the company edits, everybody's before client companies' own; empty until the backend has told them once. */
  lists: z.array(keptListSchema),
  /** What follows the agent who is signed in. */
  preferences: preferencesStateSchema,
  /** The copy of somebody's data that is being saved; null: none is. */
  saving: savingSchema.nullable(),
  /** What the knowledge base on this PC is known by: another one, another content. Null: none of it is here, or not all. */
  articles: z.string().nullable(),
  /** The agent's own, which leaves this PC for nowhere. */
  day: dayStateSchema,
});
export type DeskDataState = z.infer<typeof deskDataStateSchema>;

const hitSchema = z.object({
  customer: customerSchema.pick({ id: true, code: true, kind: true, name: true }),
  city: z.string().nullable(),
  /** Which letters of the name were typed. */
  nameMarks: z.array(markSchema),
  /** Which field the words, or the rest of them, were found in: its text as it is shown, and which letters of it were typed. */
  matched: z.object({
    field: z.enum(['name', 'code', 'number', 'email', 'city', 'case']),
    text: z.string(),
    marks: z.array(markSchema),
  }),
  lastContactAt: instantSchema.nullable(),
});
export type SearchHit = z.infer<typeof hitSchema>;

/** A correction that waits to be sent. `was`: null also where it is not known any more. */
export const unsentChangeSchema = z.object({
  field: z.string(),
  was: z.unknown(),
  becomes: z.unknown(),
  at: instantSchema,
});
export type UnsentChange = z.infer<typeof unsentChangeSchema>;

const done = z.null();
/** Somebody to call back: who gave up in a queue, who was promised it, or who was not satisfied and wants it. */
export const toCallSchema = z.discriminatedUnion('list', [
  z.object({ list: z.literal('lostCalls'), id: lostCallIdSchema }),
  z.object({ list: z.literal('callbacks'), id: interactionIdSchema }),
  z.object({ list: z.literal('recontacts'), id: interactionIdSchema }),
]);
export type ToCall = z.infer<typeof toCallSchema>;
const onInteraction = z.object({ interactionId: interactionIdSchema });
const onListening = z.object({ id: listeningIdSchema });
const onCaller = z.object({ callerId: z.string().min(1).max(200) });

export const deskData = {
  name: 'desk-data',
  state: deskDataStateSchema,
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('sessionChanged'), session: sessionStateSchema }),
    z.object({ kind: z.literal('syncChanged'), sync: syncStateSchema }),
    z.object({ kind: z.literal('interactionOpened'), open: openInteractionSchema }),
    z.object({ kind: z.literal('interactionChanged'), open: openInteractionSchema }),
    z.object({ kind: z.literal('interactionGone'), interactionId: interactionIdSchema }),
    z.object({ kind: z.literal('recentChanged'), recent: z.array(recentInteractionSchema) }),
    z.object({ kind: z.literal('boardsChanged'), boards: boardsSchema }),
    z.object({ kind: z.literal('chatsChanged'), chats: chatsStateSchema.nullable() }),
    z.object({ kind: z.literal('listsChanged'), lists: z.array(keptListSchema) }),
    z.object({ kind: z.literal('preferencesChanged'), preferences: preferencesStateSchema }),
    z.object({ kind: z.literal('attachmentsChanged'), attachments: attachmentsStateSchema }),
    z.object({ kind: z.literal('savingChanged'), saving: savingSchema.nullable() }),
    z.object({ kind: z.literal('dayChanged'), day: dayStateSchema }),
    /** Whoever shows some of the knowledge base asks again. */
    z.object({ kind: z.literal('articlesChanged'), articles: deskDataStateSchema.shape.articles }),
    /** Rows of these customers are new: whoever shows one reads it again. Null: too many to say whose. */
    z.object({ kind: z.literal('customersChanged'), ids: z.array(customerIdSchema).nullable() }),
  ]),
  methods: {
    /** Before anybody is signed in: which ways there are at that address. */
    signInWays: { params: z.object({ backendUrl: z.url() }), result: signInWaysSchema },
    signIn: { params: z.object({ backendUrl: z.url(), credentials: credentialsSchema }), result: done },
    /** Begins to sign in with the company's account; `url` is where the browser is to go. */
    beginBrowserSignIn: { params: z.object({ backendUrl: z.url() }), result: z.object({ url: z.url() }) },
    /** Resolves when the browser has come back and the session stands: minutes later, perhaps. */
    finishBrowserSignIn: { params: z.null(), result: done },
    leaveBrowserSignIn: { params: z.null(), result: done },
    signOut: { params: z.null(), result: done },
    search: {
      params: z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(50) }),
      result: z.array(hitSchema),
    },
    /** Whether that number may be called: false where it is only theirs whose data may be kept and not be used. */
    mayDial: { params: z.object({ number: dialableSchema }), result: z.boolean() },
    getCustomer: { params: z.object({ id: customerIdSchema }), result: customerCardSchema.nullable() },
    /** `base`: the version that the agent saw. Resolves when the edit is on the disk, not when it is on the backend. */
    editCustomer: {
      params: z.object({ id: customerIdSchema, base: versionSchema, details: customerDetailsSchema.partial() }),
      result: customerCardSchema,
    },
    /** Nobody is calling in their name after all; asked of the backend. */
    clearSuspicion: { params: z.object({ id: customerIdSchema }), result: customerCardSchema },
    /**
     * A new note (`id` null), another text of one's own, or none any more (`text` null). `seen`: the text as the agent saw it.
     * Resolves when it is on the disk.
     */
    writeNote: {
      params: z.object({
        customerId: customerIdSchema,
        id: noteIdSchema.nullable(),
        seen: z.string().nullable(),
        text: noteSchema.shape.text.nullable(),
      }),
      result: customerCardSchema,
    },
    ...chatMethods,
    ...listMethods,
    ...timelineMethods,
    /** What a customer has said about the use of their data; `at` null: this moment. Resolves when it is on the disk. */
    tellConsent: {
      params: consentWordSchema.omit({ at: true }).extend({
        customerId: customerIdSchema,
        interactionId: interactionIdSchema.nullable(),
        at: instantSchema.nullable(),
      }),
      result: customerCardSchema,
    },
    /** Newest first. Refused while the backend is away. */
    consentHistory: { params: z.object({ id: customerIdSchema }), result: z.array(recordedWordSchema) },
    /** What the backend has not taken over, in the order in which it was written. */
    setAside: { params: z.null(), result: z.array(setAsideSchema) },
    /** Resolves when it is on the disk. */
    settle: { params: settlementSchema, result: done },
    /** The agent wants it no more. */
    discard: { params: z.object({ id: ulidSchema }), result: done },
    /** A note that was not taken over is written once more, as a new one. */
    keepNote: { params: z.object({ id: ulidSchema }), result: done },
    /** The wrap-up of a conversation whose report was not taken over opens again. */
    reopen: { params: z.object({ id: ulidSchema }), result: done },
    /** What fields were before, newest first, older than `before`; of one field, or of all (null). Refused while the backend is away. */
    history: {
      params: z.object({
        id: customerIdSchema,
        field: z.string().nullable(),
        before: z.number().int().positive().nullable(),
      }),
      result: historyPageSchema,
    },
    /** Of one field, or of all (null); newest first. From the disk, whether the backend is away or not. */
    unsentChanges: {
      params: z.object({ id: customerIdSchema, field: z.string().nullable() }),
      result: z.array(unsentChangeSchema),
    },
    /**
     * The fields that the agent has touched: the others stay as they are, whoever set them meanwhile.
     * Resolves when it is on the disk: only then may the desk say "saved".
     */
    saveDraft: { params: z.object({ interactionId: interactionIdSchema, draft: draftPatchSchema }), result: done },
    /** The wrap-up stays open for longer, by what the policy gives at a time. */
    /** The wrap-up of one that was closed a short while ago is open again, to be corrected. */
    correct: { params: z.object({ interactionId: interactionIdSchema }), result: done },
    moreTime: { params: z.object({ interactionId: interactionIdSchema }), result: done },
    closeInteraction: {
      params: z.object({ interactionId: interactionIdSchema, draft: draftSchema }),
      result: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('closed') }),
        z.object({ kind: z.literal('missing'), parts: z.array(missingPartSchema) }),
      ]),
    },
    /** Writes down what goes with a call before it is transferred; resolves when it is on the disk and on its way. */
    prepareHandover: {
      params: z.object({
        interactionId: interactionIdSchema,
        target: transferTargetSchema,
        manner: passingMannerSchema,
      }),
      result: done,
    },

    // The queues. What comes of these is seen in `boards`; each is refused (`backend.unreachable`, …) while the backend is away.
    takeToCall: {
      params: toCallSchema,
      /** `taken`: it is this agent's; `late`: it is not to be had any more, and the list says why. */
      result: z.enum(['taken', 'late']),
    },
    releaseToCall: { params: toCallSchema, result: done },
    finishToCall: { params: z.object({ who: toCallSchema, outcome: calledOutcomeSchema }), result: done },
    askForHelp: { params: onInteraction.extend({ words: z.string().max(200) }), result: done },
    cancelHelp: { params: onInteraction, result: done },
    endHelp: { params: onInteraction, result: done },
    /** This agent's screen says who listens: from now on the lead can. */
    listeningSeen: { params: onListening, result: done },

    // For a lead.
    /** `late`: another lead has come first, or it is over. On `answered` the phone dials the code for it and the extension. */
    answerHelp: {
      params: onInteraction.extend({ manner: helpMannerSchema }),
      result: z.enum(['answered', 'late']),
    },
    /** By an agreement. `late`: they are in no call, or somebody listens already. What comes of it is seen in `boards.help`. */
    askToListen: { params: z.object({ agentId: agentIdSchema }), result: z.enum(['asked', 'late']) },
    endListening: { params: onListening, result: done },
    /** The customer of that call, held by the agent who asked for help, rings at the lead's own phone. */
    takeOverCall: { params: onInteraction, result: z.enum(['ringing', 'gone']) },
    moveCaller: { params: onCaller.extend({ queueId: queueIdSchema }), result: z.enum(['moved', 'gone']) },
    /** Rings the lead's own phone with them. */
    takeCaller: { params: onCaller, result: z.enum(['ringing', 'gone']) },

    ...preferenceMethods,
    ...articleMethods,
    ...attachmentMethods,
    ...caseMethods,
    ...letterMethods,
    ...duplicateMethods,
    ...figureMethods,
    ...reportMethods,
    ...importMethods,
    ...privacyMethods,
    ...auditMethods,
    ...accountMethods,
    ...connectorMethods,
    ...dayMethods,
  },
} satisfies Contract;
