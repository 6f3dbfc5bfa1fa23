// Desk and phone: the phone owns every live call; the desk shows them and says what the agent wants.
import { z } from 'zod';
import { availabilitySchema, wishSchema } from '../model/availability.ts';
import { callSchema } from '../model/call.ts';
import { soundSchema } from '../model/callQuality.ts';
import { helpMannerSchema } from '../model/helpManner.ts';
import { callIdSchema, customerIdSchema, instantSchema, interactionIdSchema, queueIdSchema } from '../model/ids.ts';
import { dialableSchema, transferTargetSchema } from '../model/interaction.ts';
import { lineUseSchema } from '../model/lineUse.ts';
import { parkedCallSchema, parkingPlaceSchema } from '../model/parking.ts';
import { voiceMessagesSchema } from '../model/voiceMessages.ts';
import type { Contract } from './envelope.ts';
import { failureSchema } from './failure.ts';
import { headsetChoiceSchema, headsetSchema } from './headset.ts';

export const registrationSchema = z.discriminatedUnion('kind', [
  /** Nobody is signed in: there is no PBX to go to. */
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('connecting'), attempt: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('registered'), sinceAt: instantSchema }),
  /** It is tried again by itself unless `retryAt` is null. */
  z.object({ kind: z.literal('failed'), failure: failureSchema, retryAt: instantSchema.nullable() }),
]);
export type Registration = z.infer<typeof registrationSchema>;

export const deviceRoles = ['microphone', 'speaker', 'ringer'] as const;
export const deviceRoleSchema = z.enum(deviceRoles);
export type DeviceRole = z.infer<typeof deviceRoleSchema>;

export const deviceSchema = z.object({ id: z.string(), label: z.string() });
export type Device = z.infer<typeof deviceSchema>;

/** A choice, with what finds the device again when its id has changed. The id 'default' follows the operating system. */
export const chosenDeviceSchema = deviceSchema.extend({ group: z.string() });
export type ChosenDevice = z.infer<typeof chosenDeviceSchema>;

export const audioSchema = z.object({
  microphone: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('unknown') }),
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('failed'), failure: failureSchema }),
  ]),
  inputs: z.array(deviceSchema),
  outputs: z.array(deviceSchema),
  /** Device ids; 'default' follows the operating system. */
  chosen: z.object({ microphone: z.string(), speaker: z.string(), ringer: z.string() }),
  /** Chosen devices that are not here, and what is used instead; null: the system's, whatever that is. */
  standIns: z.array(
    z.object({ role: deviceRoleSchema, wanted: z.string(), used: z.string().nullable(), sinceAt: instantSchema }),
  ),
  microphoneTest: z.enum(['idle', 'recording', 'playing']),
});
export type Audio = z.infer<typeof audioSchema>;

/** What a line check found wrong, or could not look at; each has its sentence in `words`. */
export const lineAdvices = [
  'microphoneMissing',
  'microphoneRefused',
  'microphoneBusy',
  'microphoneSilent',
  'serverAway',
  'serverUntrusted',
  'serverUnsecured',
  'noServer',
  'notRegistered',
  'wrongPassword',
  'noRoute',
  'stunAway',
  'turnAway',
  'turnRefused',
  'echoRefused',
  'echoSilent',
  'echoNotSet',
  'calledOff',
] as const;
const lineAdviceSchema = z.enum(lineAdvices);
export type LineAdvice = z.infer<typeof lineAdviceSchema>;

const lineStepSchema = z.object({
  part: z.enum(['microphone', 'server', 'registration', 'route', 'stun', 'turn', 'echo']),
  /** Which one, where there can be several: an address. */
  target: z.string().nullable(),
  result: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting') }),
    z.object({ kind: z.literal('running') }),
    /** How long it took. */
    z.object({ kind: z.literal('fine'), ms: z.number().nonnegative() }),
    z.object({ kind: z.literal('wrong'), advice: lineAdviceSchema }),
    z.object({ kind: z.literal('skipped'), advice: lineAdviceSchema }),
  ]),
});
export type LineStep = z.infer<typeof lineStepSchema>;

export const lineCheckSchema = z.object({
  startedAt: instantSchema,
  running: z.boolean(),
  steps: z.array(lineStepSchema),
});
export type LineCheck = z.infer<typeof lineCheckSchema>;

export const phoneStateSchema = z.object({
  registration: registrationSchema,
  availability: availabilitySchema,
  /** In order of arrival; ended calls leave as soon as the desk could have seen the end. */
  calls: z.array(callSchema),
  /** The calls whose other sides hear each other too; empty where there is no conference. */
  conference: z.array(callIdSchema),
  /** Calls that come to this agent directly are declined. */
  doNotDisturb: z.boolean(),
  voiceMessages: voiceMessagesSchema,
  /** Other telephones by their extensions, while `watchLines` is being answered. */
  lines: z.record(z.string(), lineUseSchema),
  /** Whom this agent has parked, as far as it is known that they are there still. The oldest first. */
  parked: z.array(parkedCallSchema),
  /** How the calls sound in their last five seconds; those that are held or too young are not judged. */
  quality: z.record(callIdSchema, soundSchema),
  /** The last one since the start; null: there was none. */
  lineCheck: lineCheckSchema.nullable(),
  audio: audioSchema,
});
export type PhoneState = z.infer<typeof phoneStateSchema>;

/** What the desk is shown: the phone, and the headset's buttons beside it. */
const shownPhoneSchema = phoneStateSchema.extend({ headset: headsetSchema });
export type ShownPhone = z.infer<typeof shownPhoneSchema>;
const level = z.number().min(0).max(1);
/** How loud it is now, 0 to 1; null: no microphone. */
export const levelsSchema = z.object({ microphone: level.nullable(), voice: level });
export type Levels = z.infer<typeof levelsSchema>;

const onCall = z.object({ callId: callIdSchema });
const done = z.null();

export const deskPhone = {
  name: 'desk-phone',
  state: shownPhoneSchema,
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('phoneChanged'), state: shownPhoneSchema }),
    /** Twelve times a second, while `showLevels` is being answered. */
    z.object({ kind: z.literal('levelsChanged'), levels: levelsSchema }),
  ]),
  /** Intents: they are taken (null) or refused (a failure); whether they came true is seen in the state. */
  methods: {
    setWish: { params: wishSchema, result: done },
    answer: { params: onCall, result: done },
    decline: { params: onCall, result: done },
    hangUp: { params: onCall, result: done },
    setHold: { params: onCall.extend({ hold: z.boolean() }), result: done },
    setMute: { params: onCall.extend({ mute: z.boolean() }), result: done },
    sendDigits: { params: onCall.extend({ digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }), result: done },
    /** Calls a number, for a customer where one is named, on a queue's behalf where one is named: the PBX shows that queue's number. */
    dial: {
      params: z.object({
        number: dialableSchema,
        name: z.string().max(120).nullable(),
        customerId: customerIdSchema.nullable(),
        queueId: queueIdSchema.nullable(),
        /** The interaction in which this call was promised. */
        callsBack: interactionIdSchema.exactOptional(),
        /** The chat of one's own that goes on in this call. */
        continues: interactionIdSchema.exactOptional(),
        /** The interaction, whose call is over, that goes on in this one. */
        goesOn: interactionIdSchema.exactOptional(),
      }),
      result: z.object({ callId: callIdSchema, interactionId: interactionIdSchema }),
    },
    /**
     * Fetches whoever is parked there. Somebody whom this agent has parked goes on with their own interaction; of others the
     * number and the interaction are told, where they are known.
     */
    pickUp: {
      params: z.object({
        place: parkingPlaceSchema,
        number: z.string().max(64).nullable(),
        interactionId: interactionIdSchema.nullable(),
      }),
      result: done,
    },
    /** Asks the PBX what these telephones are doing, and goes on until it is cancelled. */
    watchLines: { params: z.object({ extensions: z.array(z.string().regex(/^\d{2,8}$/)).max(200) }), result: done },
    /** Calls the agent's mailbox. Not during a call, and only where there is one. */
    callVoicemail: { params: z.null(), result: done },
    /** Calls the code for listening with a colleague's extension. Not during a call. */
    listen: { params: z.object({ number: z.string().min(1).max(64), name: z.string().max(120) }), result: done },
    /**
     * Calls the code for whisper or barge with the extension of a colleague who has asked for help. Not during a call, but for another
     * way into the same one.
     */
    comeIn: {
      params: z.object({
        number: z.string().min(1).max(64),
        name: z.string().max(120),
        about: interactionIdSchema,
        manner: helpMannerSchema,
      }),
      result: done,
    },
    transferBlind: { params: onCall.extend({ target: transferTargetSchema }), result: done },
    /**
     * Asks somebody about this caller, who waits meanwhile: another call, whose `purpose` says so. Hanging it up takes the caller
     * back; `setHold` swaps between the two.
     */
    consult: { params: onCall.extend({ target: transferTargetSchema }), result: done },
    /** Passes the caller of this call to the one who is consulted, who has answered or is still being rung. */
    completeTransfer: { params: onCall, result: done },
    /** All that are on the line hear each other; or the agent is left with the first, and the others wait. */
    setConference: { params: z.object({ on: z.boolean() }), result: done },
    /** Leaves the two others of a conference together: one is passed to the other, and the agent is out of it. */
    leaveTogether: { params: z.null(), result: done },
    setDoNotDisturb: { params: z.object({ on: z.boolean() }), result: done },
    silenceRing: { params: onCall, result: done },
    chooseDevice: { params: z.object({ role: deviceRoleSchema, deviceId: z.string() }), result: done },
    /** A short sound in the ear: something waits. Nothing is heard during a call. */
    chime: { params: z.null(), result: done },
    /** Plays the ring tone for a second on the ringer, so that the choice can be heard. */
    testRinger: { params: z.null(), result: done },
    chooseHeadset: { params: headsetChoiceSchema, result: done },
    /** Records three seconds and plays them on the speaker; how far it is, is in the state. Not during a call. */
    testMicrophone: { params: z.null(), result: done },
    /** Goes on until it is cancelled. */
    showLevels: { params: z.null(), result: done },
    /** Looks at every part of the line, one after the other; what it finds is in the state. Not during a call. */
    checkLine: { params: z.null(), result: done },
    /** A soft tone, once, on the ringer: a promised call's time has come. */
    remind: { params: z.null(), result: done },
    reconnect: { params: z.null(), result: done },
    /** The last messages between phone and PBX, for support: no number, no name, no credentials. The oldest first. */
    lineTrace: { params: z.null(), result: z.array(z.string()) },
  },
} satisfies Contract;
