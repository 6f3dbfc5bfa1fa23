// The phone at work: feeds what happens to the pure machine, publishes the new state before anything else, then does what the
// machine asks for. Parts do not know each other; they meet here.
import type { PhoneState } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import type { LineState } from '#shared/contract/phoneData';
import { ok, type Result } from '#shared/lib/result';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Wish } from '#shared/model/availability';
import type { Call } from '#shared/model/call';
import type { CallEffect, Intent, Refusal } from '#shared/model/callMachine';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { InteractionEvent } from '#shared/model/interaction';
import type { AudioUnit } from '../audio/audioUnit.ts';
import type { Clock } from '../clock.ts';
import type { Engine, EngineFact } from '../engine/engine.ts';
import { initialPhone, nextPhone, type PhoneEffect, type PhoneEvent, toPhoneState } from './phoneMachine.ts';
import type { Recorder } from './recorder.ts';

/** An ended call is shown this long. */
const shownEndedMs = 2_000;
const tellAgain: RetryPolicy = { baseMs: 2_000, capMs: 30_000 };
const leastWaitMs = 500;

export interface PhoneDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly engine: Engine;
  readonly audio: AudioUnit;
  readonly recorder: Recorder;
  readonly publish: (state: PhoneState) => void;
  /** There are calls now, or none any more. */
  readonly onInCall: (active: boolean) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface PhoneUnit {
  state(): PhoneState;
  /** Interactions whose calls are not over. */
  liveInteractions(): readonly InteractionId[];
  onEngine(fact: EngineFact): void;
  onAudio(): void;
  onLine(line: LineState): void;
  onSettled(interactionId: InteractionId, event: InteractionEvent): void;
  onMicrophoneLost(): void;
  setWish(wish: Wish): void;
  /** Whoever leaves is not ready any more. Resolves when the queues have heard it, or could not. */
  standDown(): Promise<void>;
  /** @throws FailureError `call.gone` or `call.notNow`; then nothing has changed */
  intend(callId: CallId, intent: Intent): void;
}

export function createPhone(deps: PhoneDeps): PhoneUnit {
  const { clock, engine, audio, recorder } = deps;
  let phone = initialPhone(now(), audio.state());
  let published = JSON.stringify(toPhoneState(phone));
  let inCall = false;
  /** Settles when the queues have heard what they were told last. */
  let told: Promise<void> = Promise.resolve();
  let signedIn = false;

  function now(): string {
    return clock.now().toISOString();
  }

  function dispatch(event: PhoneEvent): Result<null, Refusal> {
    const at = now();
    const step = nextPhone(phone, event, at);
    if (!step.ok) return step;
    phone = step.value.phone;
    publishIfChanged();
    for (const { call, kind, detail } of step.value.records) {
      const fact = { id: deps.newId(), at, kind, detail };
      if (kind === 'ringing' || kind === 'dialled') recorder.arrived(call, fact);
      else recorder.record(call.interactionId, fact);
      deps.log('info', `call ${call.id}: ${kind}${kind === 'ended' ? `, ${detail}` : ''}`);
    }
    hear();
    for (const effect of step.value.effects) perform(effect);
    return ok(null);
  }

  function publishIfChanged(): void {
    const state = toPhoneState(phone);
    const text = JSON.stringify(state);
    if (text === published) return;
    published = text;
    deps.publish(state);
  }

  /** Sounds follow from the state alone. */
  function hear(): void {
    const phases = phone.calls.map(({ call }) => call.phase);
    const rings = phases.some((phase) => phase.kind === 'ringing' && !phase.silenced);
    const talks = phases.some((phase) => phase.kind === 'talking' || phase.kind === 'answering');
    audio.ring(rings ? (talks ? 'knock' : 'ring') : 'silence');
    const active = phases.some((phase) => phase.kind !== 'ended');
    if (active !== inCall) {
      inCall = active;
      deps.onInCall(active);
    }
    const speaks = phases.some((phase) => phase.kind === 'answering' || phase.kind === 'talking');
    if (!speaks) audio.closeMicrophone();
  }

  function perform(effect: PhoneEffect): void {
    if (effect.kind === 'call') performCall(effect.call, effect.effect);
    else if (effect.kind === 'tellQueues') told = tellQueues(effect.offer);
    else if (effect.kind === 'retryLater') {
      const wait = retryDelayMs(tellAgain, effect.attempt, clock.random(), leastWaitMs);
      clock.after(wait, () => dispatch({ kind: 'availability', event: { kind: 'retry' } }));
    } else {
      audio.stopVoice(effect.callId);
      clock.after(shownEndedMs, () => dispatch({ kind: 'forgotten', callId: effect.callId }));
    }
  }

  async function tellQueues(offer: boolean): Promise<void> {
    const agreed = await engine.tellQueues(offer).catch(() => false);
    if (!agreed) deps.log('warn', `the queues did not take "${offer ? 'ready' : 'not ready'}"`);
    dispatch({ kind: 'availability', event: { kind: 'told', offer, agreed } });
  }

  async function standDown(): Promise<void> {
    dispatch({ kind: 'availability', event: { kind: 'wished', wish: { kind: 'notReady', reasonCode: null } } });
    let heard: Promise<void>;
    do {
      heard = told;
      await heard;
    } while (heard !== told);
  }

  async function leave(): Promise<void> {
    await standDown();
    if (!signedIn) engine.use(null);
  }

  function performCall({ id, interactionId }: Call, effect: CallEffect): void {
    if (effect.kind === 'accept') answer(id);
    else if (effect.kind === 'decline') engine.decline(id);
    else if (effect.kind === 'hangUp') engine.hangUp(id);
    else if (effect.kind === 'hold') engine.setHold(id, effect.hold);
    else if (effect.kind === 'mute') engine.setMute(id, effect.mute);
    else if (effect.kind === 'digits') engine.sendDigits(id, effect.digits);
    else engine.transfer(id, effect.target.number, interactionId);
  }

  function answer(callId: CallId): void {
    audio.openMicrophone().then(
      (microphone) => engine.answer(callId, microphone),
      () => dispatch({ kind: 'call', callId, event: { kind: 'microphoneFailed' } }),
    );
  }

  return {
    state: () => toPhoneState(phone),
    liveInteractions: () =>
      phone.calls.filter(({ call }) => call.phase.kind !== 'ended').map(({ call }) => call.interactionId),

    onEngine(fact) {
      switch (fact.kind) {
        case 'registration':
          dispatch({ kind: 'registration', registration: fact.registration });
          return;
        case 'invited': {
          const interactionId = deps.newId() as InteractionId;
          const call = { id: fact.callId, interactionId, direction: 'incoming' as const, startedAt: now() };
          dispatch({ kind: 'arrived', call: { ...call, ...fact.invite } });
          return;
        }
        case 'leg':
          // A fact that comes too late to mean anything is no news.
          dispatch({ kind: 'call', callId: fact.callId, event: fact.fact });
          return;
        case 'voice':
          audio.playVoice(fact.callId, fact.stream);
      }
    },

    onAudio: () => void dispatch({ kind: 'audio', audio: audio.state() }),

    onLine(line) {
      const wasSignedIn = signedIn;
      signedIn = line.pbx !== null;
      dispatch({ kind: 'wrapUps', open: line.wrapUps });
      if (line.pbx !== null) engine.use(line.pbx);
      else if (wasSignedIn) void leave();
    },

    onSettled(interactionId, event) {
      if (event.kind === 'ended') dispatch({ kind: 'endSettled', interactionId });
    },

    onMicrophoneLost() {
      for (const { call } of phone.calls) {
        if (call.phase.kind !== 'talking') continue;
        audio.openMicrophone().then(
          (microphone) => engine.replaceMicrophone(call.id, microphone),
          () => deps.log('warn', 'no microphone for a call in progress'),
        );
      }
    },

    standDown,
    setWish: (wish) => void dispatch({ kind: 'availability', event: { kind: 'wished', wish } }),

    intend(callId, intent) {
      const taken = dispatch({ kind: 'call', callId, event: intent });
      if (!taken.ok) throw failure(taken.error, 'phone', intent.kind);
    },
  };
}
