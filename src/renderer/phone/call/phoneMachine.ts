// The whole phone as one pure function: its calls, what the queues are told, which calls give way to which. What has to be done
// and what has to be written down come out as data.
import type { Audio, PhoneState, Registration } from '#shared/contract/deskPhone';
import { err, ok, type Result } from '#shared/lib/result';
import type { Availability } from '#shared/model/availability';
import {
  type AvailabilityEffect,
  type AvailabilityEvent,
  type AvailabilityState,
  initialAvailability,
  nextAvailability,
} from '#shared/model/availabilityMachine';
import type { Call } from '#shared/model/call';
import {
  begin,
  type CallEffect,
  type CallEvent,
  type CallRecord,
  type CallState,
  type CallStep,
  next as nextCall,
  type Refusal,
} from '#shared/model/callMachine';
import type { CallId, InteractionId } from '#shared/model/ids';

export interface Phone {
  readonly registration: Registration;
  readonly availability: AvailabilityState;
  readonly calls: readonly CallState[];
  readonly audio: Audio;
  /** Open wrap-ups, as data says. */
  readonly wrapUps: readonly InteractionId[];
  /** Answered calls that have ended, before data has said that their wrap-up is open. */
  readonly expectedWrapUps: readonly InteractionId[];
}

export type PhoneEvent =
  | { readonly kind: 'registration'; readonly registration: Registration }
  | { readonly kind: 'audio'; readonly audio: Audio }
  | { readonly kind: 'arrived'; readonly call: Omit<Call, 'phase'> }
  | { readonly kind: 'call'; readonly callId: CallId; readonly event: CallEvent }
  /** An ended call has been shown long enough. */
  | { readonly kind: 'forgotten'; readonly callId: CallId }
  | { readonly kind: 'wrapUps'; readonly open: readonly InteractionId[] }
  /** Data knows that this interaction's call has ended, and has said so where a wrap-up is open. */
  | { readonly kind: 'endSettled'; readonly interactionId: InteractionId }
  | {
      readonly kind: 'availability';
      readonly event: Extract<AvailabilityEvent, { kind: 'wished' | 'told' | 'retry' }>;
    };

export type PhoneEffect =
  | { readonly kind: 'call'; readonly call: Call; readonly effect: CallEffect }
  | { readonly kind: 'forgetLater'; readonly callId: CallId }
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
  audio,
  wrapUps: [],
  expectedWrapUps: [],
});

/** What the desk is shown. */
export const toPhoneState = (phone: Phone): PhoneState => ({
  registration: phone.registration,
  availability: phone.availability.availability,
  calls: phone.calls.map(({ call }) => call),
  audio: phone.audio,
});

/** One step. `at` is now, ISO 8601. Only events of a call can be refused; then nothing has changed. */
export function nextPhone(phone: Phone, event: PhoneEvent, at: string): Result<PhoneStep, Refusal> {
  const step = react(phone, event, at);
  return step.ok ? ok(holdOff(step.value, at)) : step;
}

const only = (phone: Phone): PhoneStep => ({ phone, effects: [], records: [] });

function react(phone: Phone, event: PhoneEvent, at: string): Result<PhoneStep, Refusal> {
  switch (event.kind) {
    case 'registration': {
      const registered = event.registration.kind === 'registered';
      const changed = { ...phone, registration: event.registration };
      if (registered === phone.availability.registered) return ok(only(changed));
      return ok(tell(changed, { kind: 'registered', registered }, at));
    }
    case 'availability':
      return ok(tell(phone, event.event, at));
    case 'audio':
      return ok(only({ ...phone, audio: event.audio }));
    case 'arrived': {
      const step = begin(event.call);
      return ok(withCall({ ...phone, calls: [...phone.calls, step.state] }, step));
    }
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
    case 'endSettled':
      return ok(only({ ...phone, expectedWrapUps: phone.expectedWrapUps.filter((id) => id !== event.interactionId) }));
  }
}

function callStep(phone: Phone, callId: CallId, event: CallEvent, at: string): Result<PhoneStep, Refusal> {
  const state = phone.calls.find(({ call }) => call.id === callId);
  if (state === undefined) return err('call.gone');
  const step = nextCall(state, event, at);
  if (!step.ok) return step;
  const own = withCall(phone, step.value);
  const joins = event.kind === 'answer' || event.kind === 'established';
  const speaks = joins || (event.kind === 'setHold' && !event.hold);
  return ok(speaks ? holdOthers(own, callId, at) : own);
}

/** The agent speaks with one caller: whoever else is on the line is put on hold. */
function holdOthers(step: PhoneStep, callId: CallId, at: string): PhoneStep {
  let { phone } = step;
  const effects = [...step.effects];
  const records = [...step.records];
  for (const { call } of phone.calls) {
    if (call.id === callId || call.phase.kind !== 'talking' || call.phase.hold.wanted) continue;
    const held = callStep(phone, call.id, { kind: 'setHold', hold: true }, at);
    if (!held.ok) continue;
    phone = held.value.phone;
    effects.push(...held.value.effects);
    records.push(...held.value.records);
  }
  return { phone, effects, records };
}

function withCall(phone: Phone, step: CallStep): PhoneStep {
  const { call } = step.state;
  const calls = phone.calls.map((state) => (state.call.id === call.id ? step.state : state));
  const hasEnded = step.records.some((record) => record.kind === 'ended');
  const wasAnswered = call.phase.kind === 'ended' && call.phase.answeredAt !== null;
  const expectedWrapUps =
    hasEnded && wasAnswered ? [...phone.expectedWrapUps, call.interactionId] : phone.expectedWrapUps;
  const effects = step.effects.map((effect): PhoneEffect => ({ kind: 'call', call, effect }));
  return {
    phone: { ...phone, calls, expectedWrapUps },
    effects: hasEnded ? [...effects, { kind: 'forgetLater', callId: call.id }] : effects,
    records: step.records.map((record) => ({ ...record, call })),
  };
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
  return phone.wrapUps.length + phone.expectedWrapUps.length > 0 ? 'wrapUp' : 'nothing';
}
