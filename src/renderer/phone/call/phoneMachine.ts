// The whole phone as one pure function: its calls, what the queues are told, which calls give way to which, who is consulted
// about whom, who hears whom. What has to be done and what has to be written down come out as data.
import type { Audio, LineCheck, PhoneState, Registration } from '#shared/contract/deskPhone';
import { err, ok, type Result } from '#shared/lib/result';
import type { Availability } from '#shared/model/availability';
import {
  type AvailabilityEffect,
  type AvailabilityEvent,
  type AvailabilityState,
  initialAvailability,
  nextAvailability,
} from '#shared/model/availabilityMachine';
import { type Call, isDialled } from '#shared/model/call';
import {
  begin,
  type CallEffect,
  type CallEvent,
  type CallRecord,
  type CallState,
  type CallStep,
  next as nextCall,
  type Refusal,
  type TransferCode,
} from '#shared/model/callMachine';
import { toDialable } from '#shared/model/dialable';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { EndReason, TransferTarget } from '#shared/model/interaction';
import type { LineUse } from '#shared/model/lineUse';
import type { ParkedCall } from '#shared/model/parking';
import { unknownVoiceMessages, type VoiceMessages } from '#shared/model/voiceMessages';

export interface Phone {
  readonly registration: Registration;
  readonly availability: AvailabilityState;
  readonly calls: readonly CallState[];
  /** The calls whose other sides hear each other too; empty where there is no conference. */
  readonly conference: readonly CallId[];
  /** Calls that come to this agent directly are declined; those of the queues follow the wish. */
  readonly doNotDisturb: boolean;
  readonly voiceMessages: VoiceMessages;
  /** Other telephones, while somebody looks. */
  readonly lines: Readonly<Record<string, LineUse>>;
  /** Whom this agent has parked, as far as they are known to be there still. */
  readonly parked: readonly ParkedCall[];
  /** Queues whose calls are taken by themselves. */
  readonly autoAnswer: readonly string[];
  readonly audio: Audio;
  /** How the calls sound, by their ids. */
  readonly quality: PhoneState['quality'];
  readonly lineCheck: LineCheck | null;
  /** Open wrap-ups, as data says. */
  readonly wrapUps: readonly InteractionId[];
  /** A chat goes on beside which no call is to come, as data says. */
  readonly isChatting: boolean;
  /** Calls that have ended and may have a wrap-up, before data has said whether it is open. */
  readonly expectedWrapUps: readonly InteractionId[];
}

export type PhoneEvent =
  | { readonly kind: 'registration'; readonly registration: Registration }
  | { readonly kind: 'audio'; readonly audio: Audio }
  | { readonly kind: 'quality'; readonly quality: PhoneState['quality'] }
  | { readonly kind: 'lineCheck'; readonly lineCheck: LineCheck }
  | { readonly kind: 'voiceMessages'; readonly voiceMessages: VoiceMessages }
  | { readonly kind: 'line'; readonly extension: string; readonly use: LineUse }
  /** Nobody looks at other telephones any more. */
  | { readonly kind: 'linesLeft' }
  /** A call that comes in, or one that the agent makes. */
  | { readonly kind: 'arrived'; readonly call: Omit<Call, 'phase'> }
  | { readonly kind: 'call'; readonly callId: CallId; readonly event: CallEvent }
  /** The caller goes to the one who was asked about them: at once where they have answered, else as soon as they do. */
  | { readonly kind: 'completeTransfer'; readonly callId: CallId }
  | { readonly kind: 'conference'; readonly on: boolean }
  | { readonly kind: 'leaveTogether' }
  | { readonly kind: 'doNotDisturb'; readonly on: boolean }
  | { readonly kind: 'autoAnswer'; readonly queues: readonly string[] }
  /** An ended call has been shown long enough. */
  | { readonly kind: 'forgotten'; readonly callId: CallId }
  | { readonly kind: 'wrapUps'; readonly open: readonly InteractionId[] }
  | { readonly kind: 'chatting'; readonly on: boolean }
  /** Data knows that this interaction's call has ended, and has said so where a wrap-up is open. */
  | { readonly kind: 'endSettled'; readonly interactionId: InteractionId }
  | {
      readonly kind: 'availability';
      readonly event: Extract<AvailabilityEvent, { kind: 'wished' | 'told' | 'retry' }>;
    };

export type PhoneEffect =
  | { readonly kind: 'call'; readonly call: Call; readonly effect: CallEffect }
  | { readonly kind: 'forgetLater'; readonly callId: CallId }
  /** The agent hears that a call has been taken for them. */
  | { readonly kind: 'beep' }
  /** From now on these hear each other; nobody, when it is empty. */
  | { readonly kind: 'mix'; readonly callIds: readonly CallId[] }
  | AvailabilityEffect;

export interface PhoneRecord extends CallRecord {
  readonly call: Call;
}

export interface PhoneStep {
  readonly phone: Phone;
  readonly effects: readonly PhoneEffect[];
  readonly records: readonly PhoneRecord[];
}

export const initialPhone = (at: string, audio: Audio): Phone => ({
  registration: { kind: 'off' },
  availability: initialAvailability(at),
  calls: [],
  conference: [],
  doNotDisturb: false,
  voiceMessages: unknownVoiceMessages,
  lines: {},
  parked: [],
  autoAnswer: [],
  audio,
  quality: {},
  lineCheck: null,
  wrapUps: [],
  isChatting: false,
  expectedWrapUps: [],
});

/** What the desk is shown. */
export const toPhoneState = (phone: Phone): PhoneState => ({
  registration: phone.registration,
  availability: phone.availability.availability,
  calls: phone.calls.map(({ call }) => call),
  conference: [...phone.conference],
  doNotDisturb: phone.doNotDisturb,
  voiceMessages: phone.voiceMessages,
  lines: { ...phone.lines },
  parked: [...phone.parked],
  audio: phone.audio,
  quality: Object.fromEntries(
    phone.calls.flatMap(({ call: { id, phase } }) => {
      const quality = phone.quality[id];
      return phase.kind === 'talking' && quality !== undefined ? [[id, quality]] : [];
    }),
  ),
  lineCheck: phone.lineCheck,
});

/** One step. `at` is now, ISO 8601. Only events of a call can be refused; then nothing has changed. */
export function nextPhone(phone: Phone, event: PhoneEvent, at: string): Result<PhoneStep, Refusal> {
  const step = react(phone, event, at);
  return step.ok ? ok(mix(holdOff(step.value, at), phone.conference)) : step;
}

const only = (phone: Phone): PhoneStep => ({ phone, effects: [], records: [] });

function react(phone: Phone, event: PhoneEvent, at: string): Result<PhoneStep, Refusal> {
  switch (event.kind) {
    case 'registration': {
      const registered = event.registration.kind === 'registered';
      // Whoever leaves takes their mailbox along.
      const voiceMessages = event.registration.kind === 'off' ? unknownVoiceMessages : phone.voiceMessages;
      const parked = event.registration.kind === 'off' ? [] : phone.parked;
      const changed = { ...phone, registration: event.registration, voiceMessages, parked };
      // Another registration in place of the last, without a gap, is another server: its queues have heard nothing yet.
      const isAnother =
        event.registration.kind === 'registered' &&
        phone.registration.kind === 'registered' &&
        event.registration.sinceAt !== phone.registration.sinceAt;
      if (registered === phone.availability.registered && !isAnother) return ok(only(changed));
      return ok(tell(changed, { kind: 'registered', registered }, at));
    }
    case 'availability':
      return ok(tell(phone, event.event, at));
    case 'audio':
      return ok(only({ ...phone, audio: event.audio }));
    case 'quality':
      return ok(only({ ...phone, quality: event.quality }));
    case 'voiceMessages':
      return ok(only({ ...phone, voiceMessages: event.voiceMessages }));
    case 'line':
      return ok(only({ ...phone, lines: { ...phone.lines, [event.extension]: event.use } }));
    case 'linesLeft':
      return ok(only({ ...phone, lines: {} }));
    case 'lineCheck':
      return ok(only({ ...phone, lineCheck: event.lineCheck }));
    case 'arrived': {
      const dials = isDialled(event.call);
      const refusal = dials ? refuseOutgoing(phone, event.call) : null;
      if (refusal !== null) return err(refusal);
      const call = dials ? event.call : recognised(phone, event.call);
      const step = begin(call);
      const known = dials
        ? phone
        : withoutParked(phone, ({ interactionId }) => interactionId === event.call.handedOver);
      const arrived = withCall({ ...known, calls: [...phone.calls, step.state] }, step);
      if (dials) return ok(holdOthers(leaveOtherHelp(arrived, call, at), call.id, at));
      // Whom this agent has parked is no stranger who disturbs.
      if (call.parking !== null) return ok(arrived);
      if (phone.doNotDisturb && call.queue === null) return ok(decline(arrived, call.id, at));
      return ok(isTakenByItself(phone, call) ? take(arrived, call.id, at) : arrived);
    }
    case 'completeTransfer':
      return completeTransfer(phone, event.callId, at);
    case 'conference':
      return event.on ? confer(phone, at) : split(phone, at);
    case 'leaveTogether':
      return leaveTogether(phone, at);
    case 'autoAnswer':
      return ok(only({ ...phone, autoAnswer: event.queues }));
    case 'doNotDisturb':
      return ok(only({ ...phone, doNotDisturb: event.on }));
    case 'call':
      return callStep(phone, event.callId, event.event, at);
    case 'forgotten':
      return ok(
        only({
          ...phone,
          calls: phone.calls.filter(({ call }) => call.id !== event.callId || call.phase.kind !== 'ended'),
        }),
      );
    case 'wrapUps':
      return ok(
        only({
          ...phone,
          wrapUps: event.open,
          expectedWrapUps: phone.expectedWrapUps.filter((id) => !event.open.includes(id)),
        }),
      );
    case 'chatting':
      return ok(only({ ...phone, isChatting: event.on }));
    case 'endSettled':
      return ok(only({ ...phone, expectedWrapUps: phone.expectedWrapUps.filter((id) => id !== event.interactionId) }));
  }
}

function callStep(phone: Phone, callId: CallId, event: CallEvent, at: string): Result<PhoneStep, Refusal> {
  const state = phone.calls.find(({ call }) => call.id === callId);
  if (state === undefined) return err('call.gone');
  const step = nextCall(state, event, at);
  if (!step.ok) return step;
  const own = withCall(followParking(phone, state.call, step.value.state.call, at), step.value);
  const joins = event.kind === 'answer' || event.kind === 'established';
  if (joins || (event.kind === 'setHold' && !event.hold)) return ok(holdOthers(own, callId, at));
  if (event.kind === 'setMute') return ok(muteTheRest(own, callId, event.mute, at));
  if (event.kind === 'transferFailed') return ok(takeBack(own, callId, at));
  const hasEnded = step.value.records.some(({ kind }) => kind === 'ended');
  return ok(hasEnded ? afterEnd(own, state.call, step.value.state.call, at) : own);
}

/** One more event of a call, in the same step; where it means nothing, nothing happens. */
function also(step: PhoneStep, callId: CallId, event: CallEvent, at: string): PhoneStep {
  const more = callStep(step.phone, callId, event, at);
  if (!more.ok) return step;
  return {
    phone: more.value.phone,
    effects: [...step.effects, ...more.value.effects],
    records: [...step.records, ...more.value.records],
  };
}

const idsOf = (phone: Phone, isSo: (call: Call) => boolean): CallId[] =>
  phone.calls.filter(({ call }) => isSo(call)).map(({ call }) => call.id);

const isHeard = ({ phase }: Call): boolean => phase.kind === 'talking' && !phase.hold.wanted;

const withoutParked = (phone: Phone, isGone: (parked: ParkedCall) => boolean): Phone => ({
  ...phone,
  parked: phone.parked.filter((one) => !isGone(one)),
});

/** Whether this interaction can be gone on with, as far as the phone knows. */
export const isOpen = ({ wrapUps, expectedWrapUps }: Phone, id: InteractionId): boolean =>
  wrapUps.includes(id) || expectedWrapUps.includes(id);

/** A caller whom this agent has parked, and whom nobody has fetched, goes on with their own interaction while it is open. */
function recognised(phone: Phone, call: Omit<Call, 'phase'>): Omit<Call, 'phase'> {
  const own = phone.parked.find(({ interactionId }) => call.parking !== null && interactionId === call.handedOver);
  if (own === undefined) return call;
  const { interactionId, customerId, queue } = own;
  const known = { ...call, customerId, queue: call.queue ?? queue };
  return isOpen(phone, interactionId) ? { ...known, interactionId, handedOver: null } : known;
}

/** Who is sent to a place is parked there; who is fetched, or is not there any more, is not. */
function followParking(phone: Phone, before: Call, after: Call, at: string): Phone {
  const { phase, parking } = after;
  if (phase.kind === before.phase.kind) return phone;
  const place = parking?.how === 'pickedUp' ? parking.place : null;
  const isGone = phase.kind === 'talking' || (phase.kind === 'ended' && phase.reason === 'notParked');
  if (place !== null && isGone) return withoutParked(phone, (one) => one.place === place);
  const target =
    before.phase.kind === 'talking' && before.phase.transfer.kind === 'requested' ? before.phase.transfer.target : null;
  if (phase.kind !== 'ended' || phase.reason !== 'parked' || target === null) return phone;
  const { interactionId, caller, customerId, queue, language } = after;
  const others = withoutParked(phone, (one) => one.place === target.number).parked;
  const parked = { place: target.number, since: at, interactionId, caller, customerId, queue, language };
  return { ...phone, parked: [...others, parked] };
}

/** The agent speaks with one caller, or with those of the conference: whoever else is on the line is put on hold. */
function holdOthers(step: PhoneStep, callId: CallId, at: string): PhoneStep {
  const { conference } = step.phone;
  const together = conference.includes(callId) ? conference : [callId];
  const others = idsOf(step.phone, (call) => isHeard(call) && !together.includes(call.id));
  return others.reduce((so, id) => also(so, id, { kind: 'setHold', hold: true }, at), step);
}

const decline = (step: PhoneStep, callId: CallId, at: string): PhoneStep => also(step, callId, { kind: 'decline' }, at);

/** Where policy says so, and nobody else is on the line. */
const isTakenByItself = (phone: Phone, { queue }: Omit<Call, 'phase'>): boolean =>
  queue !== null && phone.autoAnswer.includes(queue) && phone.calls.every(({ call }) => call.phase.kind === 'ended');

function take(step: PhoneStep, callId: CallId, at: string): PhoneStep {
  const taken = also(step, callId, { kind: 'answer' }, at);
  return { ...taken, effects: [{ kind: 'beep' }, ...taken.effects] };
}

/** In a conference the agent has one voice: muted for one is muted for all. */
function muteTheRest(step: PhoneStep, callId: CallId, mute: boolean, at: string): PhoneStep {
  if (!step.phone.conference.includes(callId)) return step;
  const others = idsOf(
    step.phone,
    ({ id, phase }) => step.phone.conference.includes(id) && phase.kind === 'talking' && phase.mute !== mute,
  );
  return others.reduce((so, id) => also(so, id, { kind: 'setMute', mute }, at), step);
}

/** The call in which somebody is asked about this caller. */
const consultAbout = (phone: Phone, callId: CallId): Call | undefined =>
  phone.calls
    .map(({ call }) => call)
    .find(({ purpose, phase }) => purpose.kind === 'consult' && purpose.about === callId && phase.kind !== 'ended');

/** No call is made without a line, nobody is consulted about a caller who is not there, or twice at once, and nobody waits while the
 * agent listens to something else. */
function refuseOutgoing(phone: Phone, outgoing: Omit<Call, 'phase'>): Refusal | null {
  const { purpose } = outgoing;
  if (phone.registration.kind !== 'registered') return 'call.notNow';
  if (purpose.kind === 'contact') return null;
  if (purpose.kind !== 'consult')
    return phone.calls.every(({ call }) => call.phase.kind === 'ended' || isHelpIn(outgoing, call))
      ? null
      : 'call.notNow';
  const about = phone.calls.find(({ call }) => call.id === purpose.about)?.call;
  if (about === undefined || about.phase.kind === 'ended') return 'call.gone';
  const isFree = about.phase.kind === 'talking' && about.phase.transfer.kind !== 'requested';
  return isFree && consultAbout(phone, about.id) === undefined ? null : 'call.notNow';
}

const isHelpIn = ({ purpose }: Pick<Call, 'purpose'>, one: Call): boolean =>
  purpose.kind === 'help' && one.purpose.kind === 'help' && one.purpose.about === purpose.about;

/** A lead who comes into the same call another way: that one takes the place of the first. */
function leaveOtherHelp(step: PhoneStep, call: Omit<Call, 'phase'>, at: string): PhoneStep {
  const others = idsOf(step.phone, (one) => one.id !== call.id && isHelpIn(call, one));
  return others.reduce((so, id) => also(so, id, { kind: 'hangUp' }, at), step);
}

/** The caller is spoken with again, unless the agent speaks with somebody else. */
function takeBack(step: PhoneStep, callId: CallId, at: string): PhoneStep {
  const busy = idsOf(
    step.phone,
    (call) =>
      call.id !== callId && (isHeard(call) || call.phase.kind === 'dialling' || call.phase.kind === 'answering'),
  );
  return busy.length > 0 ? step : also(step, callId, { kind: 'setHold', hold: false }, at);
}

/** What the end of one call means for the others: a caller whose consult is over is taken back, a consult without its caller goes on. */
function afterEnd(step: PhoneStep, before: Call, ended: Call, at: string): PhoneStep {
  const { purpose, phase } = ended;
  if (phase.kind !== 'ended') return step;
  if (purpose.kind === 'consult') {
    const code = consultFailures[phase.reason];
    const target = purpose.target;
    const told = code === undefined ? step : also(step, purpose.about, { kind: 'consultFailed', target, code }, at);
    return takeBack(told, purpose.about, at);
  }
  const passing = before.phase.kind === 'talking' ? before.phase.transfer : null;
  const to = phase.reason === 'transferred' && passing?.kind === 'requested' ? passing.consult : null;
  return to === null ? step : also(step, to, { kind: 'hangUp' }, at);
}

/** Ends of a consult that nobody has wanted. */
const consultFailures: Partial<Record<EndReason, TransferCode>> = {
  rejected: 'transfer.refused',
  busy: 'transfer.noAnswer',
  unknownNumber: 'transfer.refused',
  notAnswered: 'transfer.noAnswer',
  mediaFailed: 'transfer.refused',
  connectionLost: 'transfer.refused',
};

function completeTransfer(phone: Phone, callId: CallId, at: string): Result<PhoneStep, Refusal> {
  const consult = consultAbout(phone, callId);
  if (consult?.purpose.kind !== 'consult') return err('call.notNow');
  const { target } = consult.purpose;
  if (consult.phase.kind === 'talking')
    return callStep(phone, callId, { kind: 'transfer', target, consult: consult.id }, at);
  // It rings there still: the caller is sent after it, and no leg of ours stands in the way.
  const sent = callStep(phone, callId, { kind: 'transfer', target, consult: null }, at);
  return sent.ok ? ok(also(sent.value, consult.id, { kind: 'hangUp' }, at)) : sent;
}

/** All with whom the agent has spoken hear each other. */
function confer(phone: Phone, at: string): Result<PhoneStep, Refusal> {
  const members = idsOf(phone, ({ phase }) => phase.kind === 'talking' && phase.transfer.kind !== 'requested');
  if (members.length < 2) return err('call.notNow');
  const together = only({ ...phone, conference: members });
  return ok(members.reduce((so, id) => also(so, id, { kind: 'setHold', hold: false }, at), together));
}

/** The agent is left with the first of them; the others wait. */
function split(phone: Phone, at: string): Result<PhoneStep, Refusal> {
  const [first] = phone.conference;
  return first === undefined ? err('call.notNow') : ok(holdOthers(only({ ...phone, conference: [] }), first, at));
}

/** The two of a conference without the agent: who came first is passed to the other. */
function leaveTogether(phone: Phone, at: string): Result<PhoneStep, Refusal> {
  const members = phone.calls.flatMap(({ call }) => (phone.conference.includes(call.id) ? [call] : []));
  const [first, second, ...others] = members;
  if (first === undefined || second === undefined || others.length > 0) return err('call.notNow');
  if (consultAbout(phone, first.id) !== undefined) return completeTransfer(phone, first.id, at);
  // One of the two may have withheld the number, and is passed to the other then.
  const [passed, stays] = targetOf(second) === null ? [second, first] : [first, second];
  const target = targetOf(stays);
  return target === null
    ? err('call.notNow')
    : callStep(phone, passed.id, { kind: 'transfer', target, consult: stays.id }, at);
}

function targetOf({ caller }: Call): TransferTarget | null {
  const number = caller.kind === 'number' ? toDialable(caller.e164 ?? caller.number) : null;
  return caller.kind !== 'number' || number === null
    ? null
    : { kind: 'number', name: caller.displayName ?? number, number };
}

/** Whoever is held or gone is in no conference, and one alone is none. */
function mix(step: PhoneStep, before: readonly CallId[]): PhoneStep {
  const heard = idsOf(step.phone, isHeard);
  const still = step.phone.conference.filter((id) => heard.includes(id));
  const conference = still.length < 2 ? [] : still;
  const phone = { ...step.phone, conference };
  if (conference.join() === before.join()) return { ...step, phone };
  return { ...step, phone, effects: [...step.effects, { kind: 'mix', callIds: conference }] };
}

function withCall(phone: Phone, step: CallStep): PhoneStep {
  const { call } = step.state;
  const calls = phone.calls.map((state) => (state.call.id === call.id ? step.state : state));
  const hasEnded = step.records.some((record) => record.kind === 'ended');
  const isContact = call.purpose.kind === 'contact';
  // One that the agent has made may have something to close although nobody answered.
  const mayBeWorked = call.phase.kind === 'ended' && (call.phase.answeredAt !== null || isDialled(call));
  const expectedWrapUps =
    hasEnded && isContact && mayBeWorked ? [...phone.expectedWrapUps, call.interactionId] : phone.expectedWrapUps;
  const effects = step.effects.map((effect): PhoneEffect => ({ kind: 'call', call, effect }));
  return {
    phone: { ...phone, calls, expectedWrapUps },
    effects: hasEnded ? [...effects, { kind: 'forgetLater', callId: call.id }] : effects,
    records: step.records.flatMap((record) => (isContact ? [{ ...record, call }] : consultRecord(record, call))),
  };
}

/** A consult is a fact of the interaction that it is about: that they spoke with whom, and how it ended. */
function consultRecord({ kind, detail }: CallRecord, call: Call): PhoneRecord[] {
  if (call.purpose.kind !== 'consult') return [];
  if (kind === 'answered') return [{ kind: 'consulted', detail: call.purpose.target.number, call }];
  return kind === 'ended' ? [{ kind: 'consultEnded', detail, call }] : [];
}

function tell(phone: Phone, event: AvailabilityEvent, at: string): PhoneStep {
  const { state, effects } = nextAvailability(phone.availability, event, at);
  return { phone: { ...phone, availability: state }, effects, records: [] };
}

/** Calls that were answered, and what there is to write about them, hold the next call off. */
function holdOff(step: PhoneStep, at: string): PhoneStep {
  const told = tell(step.phone, { kind: 'heldOff', by: heldOffBy(step.phone) }, at);
  return { ...step, phone: told.phone, effects: [...step.effects, ...told.effects] };
}

function heldOffBy(phone: Phone): Availability['heldOffBy'] {
  const isBusy = ({ call: { phase } }: CallState) =>
    phase.kind === 'talking' || phase.kind === 'dialling' || (phase.kind === 'ending' && phase.answeredAt !== null);
  if (phone.calls.some(isBusy)) return 'call';
  if (phone.wrapUps.length + phone.expectedWrapUps.length > 0) return 'wrapUp';
  return phone.isChatting ? 'chat' : 'nothing';
}
