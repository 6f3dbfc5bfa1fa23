// The life of a call, as one pure function: what the line says and what the agent wants go in; the new call, what has to be
// done about it and what has to be written down come out. It knows no SIP, no sound, no clock.
import { never } from '../lib/must.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Call, type CallPhase, isDialled } from './call.ts';
import type { Caller } from './caller.ts';
import type { CallId } from './ids.ts';
import type { EndReason, InteractionEvent, TransferTarget } from './interaction.ts';

type Talking = Extract<CallPhase, { kind: 'talking' }>;

/** A call and what the PBX is being asked about it right now: one thing at a time. */
export interface CallState {
  readonly call: Call;
  readonly asking: { readonly kind: 'hold'; readonly hold: boolean } | { readonly kind: 'transfer' } | null;
  /** Digits pressed before there was anybody to hear them. */
  readonly typedAhead: string;
}

/** What the line says. */
export type LineFact =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'answeredElsewhere' }
  /** It rang (here, or there) until time was up. */
  | { readonly kind: 'notAnswered' }
  /** A call of ours gets on: it rings there, or something is heard already. */
  | { readonly kind: 'progress'; readonly heard: boolean }
  | { readonly kind: 'established' }
  /** The other side does not take our call. */
  | { readonly kind: 'rejected'; readonly why: Extract<EndReason, 'rejected' | 'busy' | 'unknownNumber'> }
  | { readonly kind: 'remoteHungUp' }
  /** The PBX says who is at the other side by now. */
  | { readonly kind: 'callerChanged'; readonly caller: Caller }
  /** The leg that we hung up is gone. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'holdConfirmed'; readonly hold: boolean }
  | { readonly kind: 'holdFailed'; readonly hold: boolean }
  | { readonly kind: 'transferAccepted' }
  | { readonly kind: 'transferFailed'; readonly code: TransferCode }
  /** There is no microphone to answer with: the call goes on ringing. One that we make is not made. */
  | { readonly kind: 'microphoneFailed' }
  | { readonly kind: 'mediaFailed' }
  /** The way to the PBX is lost. */
  | { readonly kind: 'connectionLost' }
  /** The PBX does not know this call any more: it was started anew, or the call ended while it could not tell us. */
  | { readonly kind: 'unknownToPbx' };

/** What the agent wants. */
export type Intent =
  | { readonly kind: 'answer' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'setHold'; readonly hold: boolean }
  | { readonly kind: 'setMute'; readonly mute: boolean }
  | { readonly kind: 'sendDigits'; readonly digits: string }
  /** `consult`: to the one the agent is talking to in that call. */
  | { readonly kind: 'transfer'; readonly target: TransferTarget; readonly consult: CallId | null };

export type CallEvent =
  | LineFact
  | Intent
  /** The one whom the agent asked about this caller is not to be had. */
  | { readonly kind: 'consultFailed'; readonly target: TransferTarget; readonly code: TransferCode };

export type TransferCode = Extract<Talking['transfer'], { kind: 'failed' }>['code'];

/** What has to be done on the line. `hangUp` ends the leg whatever stage it is in. */
export type CallEffect =
  | { readonly kind: 'dial' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'hold'; readonly hold: boolean }
  | { readonly kind: 'mute'; readonly mute: boolean }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'refer'; readonly target: TransferTarget; readonly consult: CallId | null };

/** What has to be written down, before it gets its id and its time. */
export type CallRecord = Pick<InteractionEvent, 'kind' | 'detail'>;

export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
  readonly records: readonly CallRecord[];
}

/** `call.gone`: it has ended, nothing changes any more. `call.notNow`: this means nothing at this stage. */
export type Refusal = 'call.gone' | 'call.notNow';

/** A call that has just come in, or that has just been dialled. */
export function begin(call: Omit<Call, 'phase'>): CallStep {
  const dials = isDialled(call);
  const kind = call.parking?.how === 'pickedUp' ? 'pickedUp' : dials ? 'dialled' : 'ringing';
  return {
    state: {
      call: {
        ...call,
        phase: dials ? { kind: 'dialling', progress: 'sent' } : { kind: 'ringing', silenced: false },
      },
      asking: null,
      typedAhead: '',
    },
    effects: dials ? [{ kind: 'dial' }] : [],
    records: [{ kind, detail: call.parking?.place ?? null }],
  };
}

/**
 * One step. `at` is now, ISO 8601. A refused event changes nothing and asks for nothing.
 *
 * ```
 *            answer            established
 *  ringing ----------> answering ----------> talking ---- hangUp ----> ending
 *   |  ^  (silence)     |  |  |              ^ |  |  (hold, mute,        |
 *   |  '-microphoneFailed  |  '--- hangUp ---|-|--|----------> ending    | closed, remoteHungUp,
 *   |                      |                 | |  |   digits, transfer)  | connectionLost
 *   | decline, cancelled,  | cancelled,      | |  |                      |
 *   | answeredElsewhere,   | mediaFailed,    | |  | remoteHungUp,        |
 *   | notAnswered,         | connectionLost  | |  | transferAccepted,    |
 *   | connectionLost       |                 | |  | mediaFailed,         |
 *   |                      |                 | |  | unknownToPbx         |
 *   v                      v                 | |  v                      v
 *  ended <--------------------------------------------------------------'
 *   ^                                        | |
 *   '-- rejected, notAnswered -- dialling ---' '- connectionLost: the call goes on
 *       mediaFailed,             |   ^  established: digits typed ahead are sent
 *       microphoneFailed         '---'
 *                                progress
 *
 *  Within talking, what the PBX has to agree to waits its turn (`asking`): a transfer first, then hold.
 *  hold:      wanted != actual --ask--> holdConfirmed: actual = what was asked; holdFailed: wanted = actual
 *  transfer:  none, failed --transfer--> requested --transferFailed--> failed;  transferAccepted: ended, our leg is hung up
 * ```
 */
export function next(state: CallState, event: CallEvent, at: string): Result<CallStep, Refusal> {
  switch (state.call.phase.kind) {
    case 'ringing':
      return whileRinging(state, event, at);
    case 'answering':
      return whileAnswering(state, event, at);
    case 'dialling':
      return whileDialling(state, event, at);
    case 'talking':
      return whileTalking(state, state.call.phase, event, at);
    case 'ending':
      return whileEnding(state, event, at);
    case 'ended':
      return err('call.gone');
    default:
      return never(state.call.phase);
  }
}

type Outcome = Result<CallStep, Refusal>;
const notNow: Outcome = err('call.notNow');

function enter(
  state: CallState,
  phase: CallPhase,
  effects: readonly CallEffect[] = [],
  records: readonly CallRecord[] = [],
): Outcome {
  return ok({ state: { ...state, call: { ...state.call, phase } }, effects, records });
}

const answeredAt = (phase: CallPhase): string | null => ('answeredAt' in phase ? phase.answeredAt : null);

function end(
  state: CallState,
  reason: EndReason,
  at: string,
  effects: readonly CallEffect[] = [],
  before: readonly CallRecord[] = [],
): Outcome {
  const { call } = state;
  const phase: CallPhase = { kind: 'ended', at, reason, answeredAt: answeredAt(call.phase) };
  const records: CallRecord[] = [...before, { kind: 'ended', detail: reason }];
  return ok({ state: { call: { ...call, phase }, asking: null, typedAhead: '' }, effects, records });
}

/** The agent's wish to end it: our leg is told, and gone when `closed` comes. */
const hangUp = (state: CallState): Outcome =>
  ok({
    state: {
      call: { ...state.call, phase: { kind: 'ending', answeredAt: answeredAt(state.call.phase) } },
      asking: null,
      typedAhead: '',
    },
    effects: [{ kind: 'hangUp' }],
    records: [],
  });

function startTalking(state: CallState, at: string): Outcome {
  const phase: Talking = {
    kind: 'talking',
    answeredAt: at,
    hold: { wanted: false, actual: false },
    heldSince: null,
    mute: false,
    transfer: { kind: 'none' },
  };
  const answered: CallRecord = { kind: 'answered', detail: null };
  const { typedAhead } = state;
  if (typedAhead === '') return enter(state, phase, [], [answered]);
  return enter(
    { ...state, typedAhead: '' },
    phase,
    [{ kind: 'digits', digits: typedAhead }],
    [answered, digitsSent(typedAhead)],
  );
}

/** How many, never which: they may be a customer's secret. */
const digitsSent = (digits: string): CallRecord => ({ kind: 'digitsSent', detail: String(digits.length) });

function whileRinging(state: CallState, event: CallEvent, at: string): Outcome {
  switch (event.kind) {
    case 'answer':
      return enter(state, { kind: 'answering' }, [{ kind: 'accept' }]);
    case 'silence':
      return enter(state, { kind: 'ringing', silenced: true });
    case 'decline':
      return end(state, 'declined', at, [{ kind: 'decline' }]);
    case 'cancelled':
    case 'remoteHungUp':
      return end(state, 'callerGaveUp', at);
    case 'answeredElsewhere':
      return end(state, 'answeredElsewhere', at);
    case 'notAnswered':
      return end(state, 'notAnswered', at);
    case 'connectionLost':
      return end(state, 'connectionLost', at, [{ kind: 'hangUp' }]);
    default:
      return notNow;
  }
}

function whileAnswering(state: CallState, event: CallEvent, at: string): Outcome {
  switch (event.kind) {
    case 'established':
      return startTalking(state, at);
    case 'microphoneFailed':
      return enter(state, { kind: 'ringing', silenced: true });
    case 'hangUp':
      return hangUp(state);
    case 'cancelled':
    case 'remoteHungUp':
      return end(state, 'callerGaveUp', at);
    case 'answeredElsewhere':
      return end(state, 'answeredElsewhere', at);
    case 'notAnswered':
      return end(state, 'notAnswered', at);
    case 'mediaFailed':
      return end(state, 'mediaFailed', at, [{ kind: 'hangUp' }]);
    case 'connectionLost':
      return end(state, 'connectionLost', at, [{ kind: 'hangUp' }]);
    default:
      return notNow;
  }
}

function whileDialling(state: CallState, event: CallEvent, at: string): Outcome {
  switch (event.kind) {
    case 'established':
      return startTalking(state, at);
    case 'progress': {
      const { phase } = state.call;
      if (phase.kind !== 'dialling' || (phase.progress === 'heard' && !event.heard)) return notNow;
      return enter(state, { kind: 'dialling', progress: event.heard ? 'heard' : 'ringing' });
    }
    case 'sendDigits':
      return ok({ state: { ...state, typedAhead: state.typedAhead + event.digits }, effects: [], records: [] });
    case 'hangUp':
      return hangUp(state);
    case 'rejected':
      // A place of the parking where nobody is.
      return end(state, state.call.parking !== null && event.why === 'unknownNumber' ? 'notParked' : event.why, at);
    case 'remoteHungUp':
      return end(state, 'rejected', at);
    case 'notAnswered':
      return end(state, 'notAnswered', at);
    case 'microphoneFailed':
    case 'mediaFailed':
      return end(state, 'mediaFailed', at, [{ kind: 'hangUp' }]);
    case 'connectionLost':
      return end(state, 'connectionLost', at, [{ kind: 'hangUp' }]);
    default:
      return notNow;
  }
}

function whileEnding(state: CallState, event: CallEvent, at: string): Outcome {
  switch (event.kind) {
    case 'closed':
    case 'remoteHungUp':
    case 'cancelled':
    case 'answeredElsewhere':
    case 'notAnswered':
    case 'rejected':
    case 'mediaFailed':
    case 'connectionLost':
    case 'unknownToPbx':
      return end(state, 'hungUpHere', at);
    default:
      return notNow;
  }
}

function whileTalking(state: CallState, phase: Talking, event: CallEvent, at: string): Outcome {
  const transferring = phase.transfer.kind === 'requested';
  switch (event.kind) {
    case 'hangUp':
      return hangUp(state);
    case 'remoteHungUp':
      return end(state, 'hungUpThere', at);
    case 'mediaFailed':
      return end(state, 'mediaFailed', at, [{ kind: 'hangUp' }]);
    case 'connectionLost':
      return enter(state, phase);
    case 'unknownToPbx':
      return end(state, 'connectionLost', at, [{ kind: 'hangUp' }]);
    case 'callerChanged':
      return hasBecome(state.call, event.caller)
        ? ok({
            state: { ...state, call: { ...state.call, caller: event.caller } },
            effects: [],
            records: [{ kind: 'callerChanged', detail: null }],
          })
        : notNow;
    case 'setMute':
      if (phase.mute === event.mute) return enter(state, phase);
      return enter(
        state,
        { ...phase, mute: event.mute },
        [{ kind: 'mute', mute: event.mute }],
        [{ kind: event.mute ? 'muted' : 'unmuted', detail: null }],
      );
    case 'sendDigits':
      return transferring
        ? notNow
        : enter(state, phase, [{ kind: 'digits', digits: event.digits }], [digitsSent(event.digits)]);
    case 'setHold':
      return transferring ? notNow : ask(state, { ...phase, hold: { ...phase.hold, wanted: event.hold } });
    case 'holdConfirmed': {
      if (state.asking?.kind !== 'hold' || state.asking.hold !== event.hold) return notNow;
      const held = { ...phase, hold: { ...phase.hold, actual: event.hold }, heldSince: event.hold ? at : null };
      return ask({ ...state, asking: null }, held, [{ kind: event.hold ? 'held' : 'resumed', detail: null }]);
    }
    case 'holdFailed':
      if (state.asking?.kind !== 'hold' || state.asking.hold !== event.hold) return notNow;
      return ask({ ...state, asking: null }, { ...phase, hold: { ...phase.hold, wanted: phase.hold.actual } });
    case 'transfer':
      if (transferring) return notNow;
      return ask(state, { ...phase, transfer: { kind: 'requested', target: event.target, consult: event.consult } }, [
        { kind: 'transferRequested', detail: event.target.number },
      ]);
    case 'consultFailed':
      if (transferring) return notNow;
      return enter(state, { ...phase, transfer: { kind: 'failed', target: event.target, code: event.code } });
    case 'transferAccepted':
      if (phase.transfer.kind !== 'requested' || state.asking?.kind !== 'transfer') return notNow;
      return sentOn(state, phase.transfer.target, at);
    case 'transferFailed':
      if (phase.transfer.kind !== 'requested' || state.asking?.kind !== 'transfer') return notNow;
      return ask(
        { ...state, asking: null },
        { ...phase, transfer: { kind: 'failed', target: phase.transfer.target, code: event.code } },
        [{ kind: 'transferFailed', detail: event.code }],
      );
    default:
      return notNow;
  }
}

/**
 * Whether a colleague who called is somebody from outside by now: a transfer has put them there. Other news of an identity is none:
 * what the PBX said with the call is better than what it repeats in the middle of it.
 */
function hasBecome({ direction, caller }: Call, now: Caller): boolean {
  const isColleague = caller.kind === 'number' && caller.e164 === null;
  const isOutside = now.kind === 'withheld' || (now.kind === 'number' && now.e164 !== null);
  return direction === 'incoming' && isColleague && isOutside;
}

function sentOn(state: CallState, target: TransferTarget, at: string): Outcome {
  const how = target.kind === 'parking' ? 'parked' : 'transferred';
  return end(state, how, at, [{ kind: 'hangUp' }], [{ kind: how, detail: target.number }]);
}

/** Asks the PBX for what is wanted and not so yet, if it is not being asked for something already. */
function ask(state: CallState, phase: Talking, records: readonly CallRecord[] = []): Outcome {
  const call = { ...state.call, phase };
  const { transfer, hold } = phase;
  if (state.asking !== null) return ok({ state: { ...state, call }, effects: [], records });
  if (transfer.kind === 'requested') {
    return ok({
      state: { ...state, call, asking: { kind: 'transfer' } },
      effects: [{ kind: 'refer', target: transfer.target, consult: transfer.consult }],
      records,
    });
  }
  if (hold.wanted !== hold.actual) {
    return ok({
      state: { ...state, call, asking: { kind: 'hold', hold: hold.wanted } },
      effects: [{ kind: 'hold', hold: hold.wanted }],
      records,
    });
  }
  return ok({ state: { ...state, call, asking: null }, effects: [], records });
}
