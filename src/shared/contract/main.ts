// Main and its windows: the doors, the programs that run, the settings of this PC. Main hands out ports and steps aside.
import { z } from 'zod';
import { wishSchema } from '../model/availability.ts';
import { agentIdSchema, callIdSchema, languageSchema } from '../model/ids.ts';
import { dialableSchema } from '../model/interaction.ts';
import { placeSchema } from '../model/place.ts';
import { defaultPreferences, type PreferenceName, preferencesSchema } from '../model/preferences.ts';
import { openedCopySchema } from './attachments.ts';
import { bytesSchema } from './bytes.ts';
import { ticketSchema } from './dataProgram.ts';
import { type ChosenDevice, chosenDeviceSchema, deviceRoleSchema } from './deskPhone.ts';
import type { Contract } from './envelope.ts';
import { failureSchema } from './failure.ts';
import { headsetChoiceSchema } from './headset.ts';

/** What is in force on this PC: the preferences of whoever signed in last, and what stays with the PC. */
export const settingsSchema = preferencesSchema.extend({
  /** Whose the preferences are; null: nobody has signed in yet. */
  account: agentIdSchema.nullable(),
  door: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('practise') }),
    z.object({ kind: z.literal('connect'), backendUrl: z.url() }),
  ]),
  /** At which side of the screen the window stands, narrow and above the other programs. */
  dock: z.enum(['none', 'left', 'right']),
  headset: headsetChoiceSchema.default({ kind: 'automatic' }),
  devices: z.object({ microphone: chosenDeviceSchema, speaker: chosenDeviceSchema, ringer: chosenDeviceSchema }),
  /** The browser's, on the microphone. Off where the headset has its own, or what is around must be heard. */
  noiseSuppression: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

const systemDevice: ChosenDevice = { id: 'default', label: '', group: '' };

export const defaultSettings: Settings = {
  door: { kind: 'none' },
  ...defaultPreferences,
  account: null,
  dock: 'none',
  headset: { kind: 'automatic' },
  devices: { microphone: systemDevice, speaker: systemDevice, ringer: systemDevice },
  noiseSuppression: true,
};

export const globalKeyNames = ['answerKey', 'muteKey', 'hangUpKey'] as const satisfies readonly PreferenceName[];
const globalKeySchema = z.enum(globalKeyNames);
/** A key that works while another program is in front, by the preference that says which. */
export type GlobalKey = z.infer<typeof globalKeySchema>;

/** Of the company's lists: an id with its words. */
const namedSchema = z.object({ id: z.string().max(40), labels: z.object({ it: z.string(), en: z.string() }) });
export type Named = z.infer<typeof namedSchema>;

const companyNamesSchema = z.object({
  queues: z.array(namedSchema),
  /** Why agents are not ready. */
  reasons: z.array(namedSchema),
});
export type CompanyNames = z.infer<typeof companyNamesSchema>;

/** Somebody who waits for this agent. Nothing of who a customer is: it is said by the system, over other programs. */
const awaitingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chat'), id: z.string().max(80), queueId: z.string().max(40) }),
  /** A promised call whose time has come. */
  z.object({ kind: z.literal('callback'), id: z.string().max(80) }),
  /** A colleague asks for help in a call. */
  z.object({ kind: z.literal('helpAsked'), id: z.string().max(80) }),
  /** Somebody comes to this agent's help. */
  z.object({ kind: z.literal('helpAnswered'), id: z.string().max(80) }),
]);
export type Awaiting = z.infer<typeof awaitingSchema>;

/** What main may know of the phone. */
const glanceSchema = z.object({
  registered: z.boolean(),
  wish: wishSchema,
  /** The call that has rung longest, and its queue; null: none rings. */
  ringing: z.object({ callId: callIdSchema, queueId: z.string().max(40).nullable() }).nullable(),
  /** Somebody is spoken with, held or called. */
  talking: z.boolean(),
});
export type Glance = z.infer<typeof glanceSchema>;

const soundSchema = settingsSchema.pick({ devices: true, noiseSuppression: true });
/** What of the settings of this PC the phone hears by. */
export type SoundSettings = z.infer<typeof soundSchema>;

export const programStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('restarting'), attempt: z.number().int(), reason: z.string() }),
  z.object({ kind: z.literal('gaveUp'), reason: z.string() }),
]);
export type ProgramState = z.infer<typeof programStateSchema>;

export const programNameSchema = z.enum(['phone', 'data', 'server', 'simulator']);
export type ProgramName = z.infer<typeof programNameSchema>;

export const mainStateSchema = z.object({
  version: z.string(),
  settings: settingsSchema,
  /** The language in force: the chosen one, else the system's where it is one of ours. */
  language: languageSchema,
  programs: z.record(programNameSchema, programStateSchema),
  /** Where the practice backend is and as whom one signs in; null until it runs. */
  practice: z.object({ backendUrl: z.url(), username: z.string(), password: z.string() }).nullable(),
  notices: z.array(failureSchema),
  /** Keys for other programs' windows: whether this system has such a thing, and which of them it does not give. */
  globalKeys: z.object({ known: z.boolean(), refused: z.array(globalKeySchema) }),
  /** A link (`tel:`, `callto:`) asks for this number to be called; `id` grows with each. The agent is asked first. */
  link: z.object({ id: z.number().int().positive(), number: dialableSchema }).nullable(),
  /**
   * A link (`cornetta:`), or what the system said (`wanted`: the agent pressed it, and goes there whatever is going on), leads there, and was not
   * followed yet; `id` grows with each.
   */
  placeLink: z.object({ id: z.number().int().positive(), place: placeSchema, wanted: z.boolean() }).nullable(),
});
export type MainState = z.infer<typeof mainStateSchema>;

/** Nothing else is ever handed to the system. */
const signInPageSchema = z
  .url({ protocol: /^https?$/ })
  .refine((url) => /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])/.test(url));

const zoomStepSchema = z.enum(['in', 'out', 'usual']);
export type ZoomStep = z.infer<typeof zoomStepSchema>;

export const deskMain = {
  name: 'desk-main',
  state: mainStateSchema,
  event: z.object({ kind: z.literal('mainChanged'), state: mainStateSchema }),
  methods: {
    /** Opens one of the doors: starts what it needs. 'none' goes back to the choice. */
    chooseDoor: { params: settingsSchema.shape.door, result: z.null() },
    changeSettings: { params: settingsSchema.omit({ door: true, headset: true }).partial(), result: z.null() },
    /** What the tray and notifications call the company's queues, and why agents are not ready. In memory only. */
    tellNames: { params: companyNamesSchema, result: z.null() },
    /** Who waits for this agent now, in place of what was told before: each is said once, where the desk is not in front. */
    tellAwaiting: { params: z.array(awaitingSchema).max(200), result: z.null() },
    /** Called, refused, or not wanted. */
    closeLink: { params: z.null(), result: z.null() },
    /** The live call in a small window above the other programs; that window closed; and the desk in front, in place of it. */
    popOut: { params: z.null(), result: z.null() },
    closePopOut: { params: z.null(), result: z.null() },
    toDesk: { params: z.null(), result: z.null() },
    /** The small window as high as what it shows, in CSS pixels. */
    fitPopOut: { params: z.object({ height: z.number().int().min(1).max(2000) }), result: z.null() },
    /** Everything in the desk's window larger, smaller, or as it usually is. */
    zoom: { params: z.object({ step: zoomStepSchema }), result: z.null() },
    /** Followed, or not wanted; one that has come since stays. */
    closePlaceLink: { params: z.object({ id: z.number().int().positive() }), result: z.null() },
    /** A sign-in page, the company's or another CRM's, in the system's browser: https, or on this machine. */
    openSignInPage: { params: z.object({ url: signInPageSchema }), result: z.null() },
    /** A readable copy of a file of a case, in the system's program for it: only after the agent has been asked. */
    openCopy: { params: z.object({ copy: openedCopySchema }), result: z.null() },
    dismissNotice: { params: z.object({ index: z.number().int().nonnegative() }), result: z.null() },
    /** Where there is no keyring: go on with a key that only the account's file permissions protect. */
    acceptFileKey: { params: z.null(), result: z.null() },
    /** Where there is a key that cannot be read: keep it aside, with what it locks, and go on with a new one. */
    acceptNewKey: { params: z.null(), result: z.null() },
    /** The line's trace, into a file that the agent is asked for. Refused (`file.notSaved`) where it cannot be written. */
    saveTrace: {
      params: z.object({ messages: z.array(z.string().max(5_000)).max(1_000) }),
      result: z.enum(['saved', 'notWanted']),
    },
    /** Bytes under a name that says what they are ("registro.pdf"); else as above. */
    saveFile: { params: z.object({ name: z.string(), bytes: bytesSchema }), result: z.enum(['saved', 'notWanted']) },
    /** Asks where something under that name is to be saved, for the data program to write it there. Null: not wanted. */
    chooseFile: { params: z.object({ name: z.string() }), result: ticketSchema.nullable() },
    /** A table as text (CSV), called like the file that it belongs to; else as above. */
    saveTable: { params: z.object({ of: z.string(), text: z.string() }), result: z.enum(['saved', 'notWanted']) },
  },
} satisfies Contract;

/** What it takes to end a call at the PBX without the page that had it. In memory only. */
const lastWordsSchema = z.object({
  /** SIP messages that are said as they stand. */
  messages: z.array(z.string()),
  /** The dialogue that is said goodbye to afterwards (RFC 3261 section 12); null: a call that rings may have none. */
  dialogue: z
    .object({
      callId: z.string(),
      localTag: z.string(),
      remoteTag: z.string(),
      local: z.string(),
      remote: z.string(),
      target: z.string(),
      routes: z.array(z.string()),
      cseq: z.number().int().positive(),
    })
    .nullable(),
});
export type LastWords = z.infer<typeof lastWordsSchema>;

/** What the agent at this extension wishes. In memory only. */
const keptWishSchema = z.object({ extension: z.string(), wish: wishSchema });
export type KeptWish = z.infer<typeof keptWishSchema>;

/**
 * What the phone's window needs of main: how it sounds and the headset, to keep the PC awake during calls, to take leave in order, and where its page
 * dies, to have the calls ended that it had, and the agent as ready as before.
 */
export const phoneMain = {
  name: 'phone-main',
  state: soundSchema.extend({
    headset: headsetChoiceSchema,
    lastWords: z.array(lastWordsSchema),
    wish: keptWishSchema.nullable(),
  }),
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('soundChosen'), sound: soundSchema }),
    /** A key was pressed while another program was in front. */
    z.object({ kind: z.literal('keyPressed'), key: globalKeySchema }),
    /** By the tray. */
    z.object({ kind: z.literal('wished'), wish: wishSchema }),
    /** The app is about to end: hang up, sign off from the PBX, then say `left`. */
    z.object({ kind: z.literal('leaving') }),
    /** The PC is about to sleep, whatever is going on. */
    z.object({ kind: z.literal('suspending') }),
    /** The PC has slept: sockets look open and are dead. */
    z.object({ kind: z.literal('resumed') }),
    /** Somebody is back at the PC; on some systems the only word that it has slept. */
    z.object({ kind: z.literal('unlocked') }),
    /** The PC has another address: from Wi-Fi to cable, into a VPN or out of it. */
    z.object({ kind: z.literal('networkChanged') }),
  ]),
  methods: {
    /** Whether a connection to this address has just come to nothing because its certificate is not trusted. */
    isCertificateRefused: { params: z.object({ address: z.url() }), result: z.boolean() },
    keepHeadset: { params: headsetChoiceSchema, result: z.null() },
    keepDevice: { params: z.object({ role: deviceRoleSchema, device: chosenDeviceSchema }), result: z.null() },
    inCall: { params: z.object({ active: z.boolean() }), result: z.null() },
    /** Of the calls that stand, in place of what was kept before. */
    keepLastWords: { params: z.object({ lastWords: z.array(lastWordsSchema) }), result: z.null() },
    /** In place of what was kept before. */
    keepWish: { params: keptWishSchema, result: z.null() },
    glance: { params: glanceSchema, result: z.null() },
    left: { params: z.null(), result: z.null() },
    log: {
      params: z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string().max(2_000) }),
      result: z.null(),
    },
  },
} satisfies Contract;

/** Names of the ports that main hands to a window. */
export const portNameSchema = z.enum(['main', 'phone', 'data', 'desk', 'bar']);
export type PortName = z.infer<typeof portNameSchema>;
