// What a headset's buttons mean and what its lights have to show, as one pure function: what the headset reports and what the phone
// publishes go in; what the agent wants and the lights to be written come out. It knows no HID, no clock.
//
// Headsets differ, so nothing is taken at its word:
// - Many send a button twice, up to 2.5 s apart, and answer a light that is written with a report of their own: a press is
//   one only outside these times, and only where it means something.
// - The first state of a headset cannot be read: all lights are written when it is opened, and its hook is taken to follow.
// - A press that leads to nothing is answered with the light as it was, or the headset goes on believing it.
// - While there are no calls nothing is written: the headset may be in another program's call.
import type { HeadsetButton } from '#shared/contract/headset';
import type { Call } from '#shared/model/call';
import type { Intent as CallIntent } from '#shared/model/callMachine';
import type { CallId } from '#shared/model/ids';
import type { ButtonValues, Led, Leds, ReportMap } from './reportMap.ts';

/** What the agent wants of a call, by a button. */
export type HeadsetIntent = { readonly callId: CallId } & Extract<
  CallIntent,
  { kind: 'answer' | 'decline' | 'hangUp' | 'setHold' | 'setMute' }
>;

export interface HeadsetState {
  readonly calls: readonly Call[];
  readonly device: OpenDevice | null;
  /** Calls that a press has answered, as long as they still ring. */
  readonly answered: readonly CallId[];
  /** When a press of the hook was last taken, and when what it means last changed. */
  readonly hookTakenAt: number;
  readonly meaningSince: number;
}

interface OpenDevice {
  readonly traits: Traits;
  /** Where the buttons stand, as far as is known. */
  readonly values: ButtonValues;
  readonly shown: Leds;
  readonly writtenAt: Readonly<Record<Led, number>>;
}

type Traits = Pick<ReportMap, 'styles' | 'leds'>;

export type HeadsetEvent =
  | { readonly kind: 'opened'; readonly traits: Traits }
  | { readonly kind: 'closed' }
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  | { readonly kind: 'report'; readonly values: ButtonValues };

export interface HeadsetStep {
  readonly state: HeadsetState;
  /** One at most: a report that shows several buttons at once is a press of one. */
  readonly intent: HeadsetIntent | null;
  /** Lights to be written because of these; null when nothing is. */
  readonly write: { readonly leds: Leds; readonly changed: readonly Led[] } | null;
  /** The button that the agent has pressed, for showing. */
  readonly pressed: HeadsetButton | null;
}

/** A headset's answer to a light comes within this. */
const echoMs = 300;
/** A headset repeats a press, or takes it back, within this. */
const repeatMs = 2_500;
const longAgo = Number.NEGATIVE_INFINITY;

const allLeds: readonly Led[] = ['offHook', 'ring', 'mute', 'hold', 'microphone'];
/** The light by which the headset is told what became of a press. */
const answerTo = { hook: 'offHook', mute: 'mute', flash: 'hold' } as const;
type Meaningful = keyof typeof answerTo;
/** The weightiest first. */
const byButton: readonly Meaningful[] = ['hook', 'flash', 'mute'];
const isMeaningful = (button: HeadsetButton): button is Meaningful => button in answerTo;

export const initialHeadset: HeadsetState = {
  calls: [],
  device: null,
  answered: [],
  hookTakenAt: longAgo,
  meaningSince: longAgo,
};

/** One step. `at` is now, in milliseconds. Only a report leads to an intent. */
export function nextHeadset(state: HeadsetState, event: HeadsetEvent, at: number): HeadsetStep {
  switch (event.kind) {
    case 'opened':
      return whenOpened(state, event.traits, at);
    case 'closed':
      return only({ ...state, device: null });
    case 'calls':
      return whenCalls(state, event.calls, at);
    case 'report':
      return state.device === null ? only(state) : whenReport(state, state.device, event.values, at);
  }
}

const only = (state: HeadsetState): HeadsetStep => ({ state, intent: null, write: null, pressed: null });

function whenOpened(state: HeadsetState, traits: Traits, at: number): HeadsetStep {
  const leds = ledsFor(state.calls);
  const device: OpenDevice = { traits, values: {}, shown: leds, writtenAt: atOnce(at) };
  const open = { ...state, device: follow(device, leds), hookTakenAt: leds.offHook ? at : state.hookTakenAt };
  return { ...only(open), write: { leds, changed: allLeds } };
}

function whenCalls(state: HeadsetState, calls: readonly Call[], at: number): HeadsetStep {
  const ringing = calls.filter(isRinging).map(({ id }) => id);
  const next: HeadsetState = {
    ...state,
    calls,
    answered: state.answered.filter((id) => ringing.includes(id)),
    meaningSince: isSame(hookMeans(calls), hookMeans(state.calls)) ? state.meaningSince : at,
  };
  const { device } = next;
  if (device === null) return only(next);
  const leds = ledsFor(calls);
  const changed = allLeds.filter((led) => leds[led] !== device.shown[led]);
  return changed.length === 0 ? only(next) : show(next, device, leds, changed, at);
}

function show(state: HeadsetState, device: OpenDevice, leds: Leds, changed: readonly Led[], at: number): HeadsetStep {
  const writtenAt = { ...device.writtenAt, ...Object.fromEntries(changed.map((led) => [led, at])) };
  const written = follow({ ...device, shown: leds, writtenAt }, leds, changed);
  return { ...only({ ...state, device: written }), write: { leds, changed } };
}

/** A switch with a light of its own goes where the light is put; many headsets do so without a word. */
function follow(device: OpenDevice, leds: Leds, written: readonly Led[] = allLeds): OpenDevice {
  const { styles, leds: has } = device.traits;
  const values: Partial<Record<HeadsetButton, boolean>> = { ...device.values };
  for (const button of ['hook', 'mute'] as const) {
    const led = answerTo[button];
    if (styles[button] === 'switch' && has.has(led) && written.includes(led)) values[button] = leds[led];
  }
  return { ...device, values };
}

function whenReport(state: HeadsetState, device: OpenDevice, values: ButtonValues, at: number): HeadsetStep {
  const known: OpenDevice = { ...device, values: { ...device.values, ...values } };
  const moved = (Object.keys(values) as HeadsetButton[]).filter((button) => isPress(device, button, values[button]));
  const pressed = moved.filter((button) => !isEcho(state, device, button, at));
  const intent = byButton
    .filter((button) => pressed.includes(button))
    .reduce<HeadsetIntent | null>((first, button) => first ?? intentOf(state, known, button), null);
  const [first = null] = pressed;
  if (intent !== null) {
    const taken: HeadsetState = {
      ...state,
      device: known,
      answered: intent.kind === 'answer' ? [...state.answered, intent.callId] : state.answered,
      hookTakenAt: pressed.includes('hook') ? at : state.hookTakenAt,
    };
    return { ...only(taken), intent, pressed: first };
  }
  const again = moved
    .filter(isMeaningful)
    .map((button) => answerTo[button])
    .filter((led) => isBusy(state.calls) && at >= device.writtenAt[led] + echoMs);
  const heard = { ...state, device: known };
  const step = again.length === 0 ? only(heard) : show(heard, known, known.shown, again, at);
  return { ...step, pressed: first };
}

function isPress({ traits, values }: OpenDevice, button: HeadsetButton, value: boolean | undefined): boolean {
  const before = values[button] ?? false;
  const style = traits.styles[button];
  if (style === 'switch') return value !== before;
  return value === true && (style === 'pulse' || !before);
}

function isEcho(state: HeadsetState, { writtenAt }: OpenDevice, button: HeadsetButton, at: number): boolean {
  if (!isMeaningful(button)) return false;
  if (at < writtenAt[answerTo[button]] + echoMs) return true;
  // What was meant for the call that has just gone must not reach the next one.
  return button === 'hook' && (at < state.meaningSince + echoMs || at < state.hookTakenAt + repeatMs);
}

function intentOf(state: HeadsetState, device: OpenDevice, button: Meaningful): HeadsetIntent | null {
  if (button === 'hook') return byHook(state, device);
  return button === 'flash' ? byFlash(state) : byMute(state, device);
}

function byHook({ calls, answered }: HeadsetState, { traits, values }: OpenDevice): HeadsetIntent | null {
  const meaning = hookMeans(calls);
  if (meaning?.kind === 'answer') return answered.includes(meaning.callId) ? null : meaning;
  // Such a switch is lifted all through a call. One that is lifted only now is no wish to end the call.
  const isLifted = traits.styles.hook === 'switch' && traits.leds.has('offHook') && values.hook === true;
  return isLifted ? null : meaning;
}

/** The waiting caller is answered, else the two change places, else the one is held or taken back. */
function byFlash({ calls, answered }: HeadsetState): HeadsetIntent | null {
  const waiting = calls.find(isRinging);
  const spoken = calls.find(isSpoken);
  const held = calls.find(isHeld);
  if (waiting !== undefined) {
    const isSecond = spoken !== undefined || held !== undefined;
    return isSecond && !answered.includes(waiting.id) ? { kind: 'answer', callId: waiting.id } : null;
  }
  // The phone puts the other one on hold by itself.
  if (held !== undefined) return { kind: 'setHold', callId: held.id, hold: false };
  const isAlone = calls.filter(isSpoken).length === 1;
  return isAlone && spoken?.phase.kind === 'talking' ? { kind: 'setHold', callId: spoken.id, hold: true } : null;
}

function byMute({ calls }: HeadsetState, { traits, values }: OpenDevice): HeadsetIntent | null {
  const spoken = calls.find(isSpoken);
  if (spoken?.phase.kind !== 'talking') return null;
  const mute = traits.styles.mute === 'switch' ? values.mute === true : !spoken.phase.mute;
  return mute === spoken.phase.mute ? null : { kind: 'setMute', callId: spoken.id, mute };
}

/** What a press of the hook means now: who rings is answered, before anyone is hung up on. */
function hookMeans(calls: readonly Call[]): Extract<HeadsetIntent, { kind: 'answer' | 'hangUp' }> | null {
  const ringing = calls.find(isRinging);
  if (ringing !== undefined) return { kind: 'answer', callId: ringing.id };
  const spoken = calls.filter(isSpoken);
  // Of several in a conference, or on hold, none is meant more than the others.
  const [one, another] = spoken.length > 0 ? spoken : calls.filter(isHeld);
  return one === undefined || another !== undefined ? null : { kind: 'hangUp', callId: one.id };
}

const isSame = (one: ReturnType<typeof hookMeans>, other: ReturnType<typeof hookMeans>): boolean =>
  one?.kind === other?.kind && one?.callId === other?.callId;

const isRinging = ({ phase }: Call): boolean => phase.kind === 'ringing';
const isHeld = ({ phase }: Call): boolean => phase.kind === 'talking' && phase.hold.wanted;
/** With whom the agent speaks, or is about to. */
const isSpoken = ({ phase }: Call): boolean =>
  phase.kind === 'answering' || phase.kind === 'dialling' || (phase.kind === 'talking' && !phase.hold.wanted);
const isOnLine = (call: Call): boolean => isSpoken(call) || isHeld(call);
const isBusy = (calls: readonly Call[]): boolean => calls.some((call) => isRinging(call) || isOnLine(call));

/** What the lights have to show. */
export function ledsFor(calls: readonly Call[]): Leds {
  const spoken = calls.find(isSpoken);
  const mute = spoken?.phase.kind === 'talking' && spoken.phase.mute;
  return {
    offHook: calls.some(isOnLine),
    ring: calls.some(({ phase }) => phase.kind === 'ringing' && !phase.silenced),
    mute,
    hold: spoken === undefined && calls.some(isHeld),
    microphone: spoken !== undefined && !mute,
  };
}

const atOnce = (at: number): Record<Led, number> => ({ offHook: at, ring: at, mute: at, hold: at, microphone: at });
