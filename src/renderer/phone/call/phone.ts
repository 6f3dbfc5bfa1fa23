// The phone at work: feeds what happens to the pure machine, publishes the new state before anything else, then does what the
// machine asks for. Parts do not know each other; they meet here.

import { dequal } from 'dequal';
import type { LineCheck, PhoneState } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import type { LineState } from '#shared/contract/phoneData';
import { ok, type Result } from '#shared/lib/result';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Wish } from '#shared/model/availability';
import type { Telling } from '#shared/model/availabilityMachine';
import type { Call } from '#shared/model/call';
import type { CallEffect, Intent, Refusal } from '#shared/model/callMachine';
import type { CallId, CustomerId, InteractionId, QueueId } from '#shared/model/ids';
import type { InteractionEvent, TransferTarget } from '#shared/model/interaction';
import { parseNumber } from '#shared/model/phoneNumber';
import { countryOf, plainSite } from '#shared/model/site';
import type { AudioUnit } from '../audio/audioUnit.ts';
import type { Clock } from '../clock.ts';
import type { Engine, EngineFact } from '../engine/engine.ts';
import { createQualityWatch } from '../quality/qualityWatch.ts';
import { initialPhone, isOpen, nextPhone, type PhoneEffect, type PhoneEvent, toPhoneState } from './phoneMachine.ts';
import type { TellQueues } from './queueTeller.ts';
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
  readonly tellQueues: TellQueues;
  readonly publish: (state: PhoneState) => void;
  /** There are calls now, or none any more. */
  readonly onInCall: (active: boolean) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface DialledNumber {
  readonly number: string;
  readonly name: string | null;
  readonly customerId: CustomerId | null;
  readonly queueId: QueueId | null;
  readonly callsBack?: InteractionId;
  /** The chat that goes on in it. */
  readonly continues?: InteractionId;
  /** The interaction, whose call is over, that goes on in it; one that is closed by now does not. */
  readonly goesOn?: InteractionId;
}

/** Whom a lead helps, in which conversation, and how. */
export type HelpGiven = Omit<Extract<Call['purpose'], { kind: 'help' }>, 'kind'>;

/** A place of the parking, and what is known of who is there. */
export interface ParkedThere {
  readonly place: string;
  readonly number: string | null;
  readonly interactionId: InteractionId | null;
}

export interface PhoneUnit {
  state(): PhoneState;
  /** Interactions whose calls are not over. */
  liveInteractions(): readonly InteractionId[];
  onEngine(fact: EngineFact): void;
  onAudio(): void;
  onLineCheck(lineCheck: LineCheck): void;
  onLine(line: LineState): void;
  onSettled(interactionId: InteractionId, event: InteractionEvent): void;
  onMicrophoneLost(): void;
  setWish(wish: Wish): void;
  /** The PC is about to sleep: nobody is to be rung here, nor goes on ringing. A call in progress is held on to. */
  suspend(): void;
  /** Whoever leaves is not ready any more. Resolves when the queues have heard it, or could not. */
  standDown(): Promise<void>;
  /** @throws FailureError `call.gone` or `call.notNow`; then nothing has changed */
  intend(callId: CallId, intent: Intent): void;
  /** Calls somebody. @throws FailureError `call.notNow` without a registration */
  dial(to: DialledNumber): { readonly callId: CallId; readonly interactionId: InteractionId };
  /** Fetches whoever is parked there. @throws FailureError `call.notNow` without a registration */
  pickUp(there: ParkedThere): void;
  /** What other telephones are doing is in the state, until the signal fires. */
  watchLines(extensions: readonly string[], signal: AbortSignal): Promise<void>;
  /** Calls the agent's mailbox. @throws FailureError `call.notNow` without one, without a registration, and during a call */
  callVoicemail(): void;
  /** Listens to a colleague's call by the code that the backend has told. @throws FailureError as `callVoicemail` */
  listen(number: string, name: string): void;
  /** Comes into the call of a colleague who has asked for help, by the code of the PBX. @throws FailureError as `callVoicemail` */
  comeIn(number: string, help: HelpGiven): void;
  /** @throws FailureError as `intend`, and `call.notNow` while somebody is asked about this caller already */
  consult(callId: CallId, target: TransferTarget): void;
  completeTransfer(callId: CallId): void;
  setConference(on: boolean): void;
  /** @throws FailureError `call.notNow` where there are no two to be left */
  leaveTogether(): void;
  setDoNotDisturb(on: boolean): void;
}

/** What is recorded together with whose call it is. */
const arrivals: ReadonlySet<InteractionEvent['kind']> = new Set(['ringing', 'dialled', 'pickedUp', 'callerChanged']);

export function createPhone(deps: PhoneDeps): PhoneUnit {
  const { clock, engine, audio, recorder } = deps;
  let phone = initialPhone(now(), audio.state());
  let published = toPhoneState(phone);
  let inCall = false;
  const quality = createQualityWatch({
    clock,
    stats: engine.stats,
    onChange: (latest) => dispatch({ kind: 'quality', quality: latest }),
    onProblem: (problem) => deps.log('warn', problem),
  });
  /** Settles when the queues have heard what they were told last. */
  let told: Promise<void> = Promise.resolve();
  let signedIn = false;
  let site = plainSite('IT');
  /** The number of the mailbox; null where there is none. */
  let voicemail: string | null = null;
  /** Counts the changes of the conference: what an earlier one still waits for is not wanted any more. */
  let mixes = 0;

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
      if (kind === 'ended') recordQuality(call, at);
      const fact = { id: deps.newId(), at, kind, detail };
      if (arrivals.has(kind)) recorder.arrived(call, fact);
      else recorder.record(call.interactionId, fact);
      deps.log('info', `call ${call.id}: ${kind}${kind === 'ended' ? `, ${detail}` : ''}`);
    }
    hear();
    for (const effect of step.value.effects) perform(effect);
    return ok(null);
  }

  function recordQuality(call: Call, at: string): void {
    const detail = quality.close(call.id);
    if (detail === null) return;
    recorder.record(call.interactionId, { id: deps.newId(), at, kind: 'quality', detail });
    deps.log('info', `call ${call.id}: ${detail}`);
  }

  function publishIfChanged(): void {
    const state = toPhoneState(phone);
    if (dequal(state, published)) return;
    published = state;
    deps.publish(state);
  }

  /** Sounds follow from the state alone. */
  function hear(): void {
    const phases = phone.calls.map(({ call }) => call.phase);
    const rings = phases.some((phase) => phase.kind === 'ringing' && !phase.silenced);
    const talks = phases.some(({ kind }) => kind === 'talking' || kind === 'answering' || kind === 'dialling');
    const isRingingThere = phases.some((phase) => phase.kind === 'dialling' && phase.progress === 'ringing');
    audio.ring(rings ? (talks ? 'knock' : 'ring') : isRingingThere ? 'ringback' : 'silence');
    const active = phases.some((phase) => phase.kind !== 'ended');
    if (active !== inCall) {
      inCall = active;
      deps.onInCall(active);
    }
    if (!talks) audio.closeMicrophone();
    quality.listen(phases.some((phase) => phase.kind === 'talking'));
  }

  function perform(effect: PhoneEffect): void {
    if (effect.kind === 'call') performCall(effect.call, effect.effect);
    else if (effect.kind === 'beep') audio.beep();
    else if (effect.kind === 'tellQueues') told = tellQueues(effect);
    else if (effect.kind === 'retryLater') {
      const wait = retryDelayMs(tellAgain, effect.attempt, clock.random(), leastWaitMs);
      clock.after(wait, () => dispatch({ kind: 'availability', event: { kind: 'retry' } }));
    } else if (effect.kind === 'mix')
      void mix(effect.callIds).catch((error) => deps.log('warn', `conference: ${String(error)}`));
    else {
      audio.stopVoice(effect.callId);
      clock.after(shownEndedMs, () => dispatch({ kind: 'forgotten', callId: effect.callId }));
    }
  }

  async function tellQueues({ offer, reason }: Telling): Promise<void> {
    const agreed = await deps.tellQueues({ offer, reason }).catch(() => false);
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

  /** Each of these hears the agent and the others; those who are in no conference any more hear the agent again. */
  async function mix(callIds: readonly CallId[]): Promise<void> {
    mixes += 1;
    const mine = mixes;
    const talking = phone.calls.flatMap(({ call: { id, phase } }) => (phase.kind === 'talking' ? [{ id, phase }] : []));
    const mixed = callIds.length === 0 ? new Map<CallId, MediaStream>() : await audio.mix(callIds);
    for (const { id, phase } of talking) {
      const stream = mixed.get(id) ?? (await audio.openMicrophone());
      if (mine !== mixes) return;
      engine.replaceMicrophone(id, stream);
      engine.setMute(id, phase.mute && !mixed.has(id));
      if (mixed.has(id)) audio.muteMix(phase.mute);
    }
    if (callIds.length === 0) audio.endMix();
  }

  function performCall(call: Call, effect: CallEffect): void {
    const { id, interactionId } = call;
    if (effect.kind === 'dial') dial(call);
    else if (effect.kind === 'accept') answer(id);
    else if (effect.kind === 'decline') engine.decline(id);
    else if (effect.kind === 'hangUp') engine.hangUp(id);
    else if (effect.kind === 'hold') engine.setHold(id, effect.hold);
    else if (effect.kind === 'mute') {
      if (phone.conference.includes(id)) audio.muteMix(effect.mute);
      else engine.setMute(id, effect.mute);
    } else if (effect.kind === 'digits') engine.sendDigits(id, effect.digits);
    else {
      const { target, consult } = effect;
      const to =
        consult === null
          ? { kind: 'number' as const, number: target.number }
          : { kind: 'leg' as const, callId: consult };
      engine.transfer(id, to, interactionId);
    }
  }

  function dial({ id, interactionId, caller, purpose, parking, queue: through }: Call): void {
    const own = caller.kind === 'number' ? caller.number : '';
    const number = parking?.place ?? (purpose.kind === 'consult' ? purpose.target.number : own);
    // Who is fetched has come through a queue, and is not called on its behalf.
    const queue = parking === null ? through : null;
    const handover = purpose.kind === 'consult' ? interactionId : null;
    audio.openMicrophone().then(
      (microphone) => {
        const isWanted = phone.calls.some(({ call }) => call.id === id && call.phase.kind === 'dialling');
        if (isWanted) return engine.dial(id, { number, microphone, queue, handover });
        for (const track of microphone.getTracks()) track.stop();
        // Hung up before there was a leg that could say so.
        dispatch({ kind: 'call', callId: id, event: { kind: 'closed' } });
      },
      () => dispatch({ kind: 'call', callId: id, event: { kind: 'microphoneFailed' } }),
    );
  }

  function outgoing(
    number: string,
    name: string | null,
    about: Pick<Call, 'interactionId' | 'purpose' | 'customerId' | 'queue' | 'callsBack'>,
    continues: InteractionId | null = null,
  ): CallId {
    const id = deps.newId() as CallId;
    const call = { id, direction: 'outgoing' as const, startedAt: now(), caller: callerOf(number, name), ...about };
    const unknown = { waitedSeconds: null, language: null, handedOver: continues, parking: null };
    order('dial', { kind: 'arrived', call: { ...call, ...unknown } });
    return id;
  }

  function unwritten(number: string, name: string | null, purpose: Call['purpose']): void {
    const interactionId = deps.newId() as InteractionId;
    outgoing(number, name, { interactionId, purpose, customerId: null, queue: null, callsBack: null });
  }

  const callerOf = (number: string, displayName: string | null) => ({
    kind: 'number' as const,
    number,
    e164: parseNumber(number, countryOf(site)),
    displayName,
  });

  function pickUp({ place, number, interactionId: told }: ParkedThere): void {
    const own = phone.parked.find((one) => one.place === place && (told === null || one.interactionId === told));
    const goesOn = own !== undefined && isOpen(phone, own.interactionId);
    const call = {
      id: deps.newId() as CallId,
      interactionId: goesOn ? own.interactionId : (deps.newId() as InteractionId),
      purpose: { kind: 'contact' as const },
      direction: 'incoming' as const,
      caller: own?.caller ?? (number === null ? { kind: 'withheld' as const } : callerOf(number, null)),
      customerId: own?.customerId ?? null,
      queue: own?.queue ?? null,
      waitedSeconds: null,
      language: own?.language ?? null,
      handedOver: goesOn ? null : (own?.interactionId ?? told),
      callsBack: null,
      parking: { place, how: 'pickedUp' as const },
      startedAt: now(),
    };
    order('pickUp', { kind: 'arrived', call });
  }

  /** @throws FailureError */
  function order(what: string, event: PhoneEvent): void {
    const taken = dispatch(event);
    if (!taken.ok) throw failure(taken.error, 'phone', what);
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
      phone.calls
        .filter(({ call: { phase, purpose } }) => phase.kind !== 'ended' && purpose.kind === 'contact')
        .map(({ call }) => call.interactionId),

    onEngine(fact) {
      switch (fact.kind) {
        case 'registration':
          dispatch({ kind: 'registration', registration: fact.registration });
          return;
        case 'invited': {
          const interactionId = deps.newId() as InteractionId;
          const call = { id: fact.callId, interactionId, direction: 'incoming' as const, startedAt: now() };
          dispatch({
            kind: 'arrived',
            call: { ...call, purpose: { kind: 'contact' }, callsBack: null, ...fact.invite },
          });
          return;
        }
        case 'line':
          dispatch({ kind: 'line', extension: fact.extension, use: fact.use });
          return;
        case 'voiceMessages':
          dispatch({ kind: 'voiceMessages', voiceMessages: fact.voiceMessages });
          return;
        case 'leg':
          // A fact that comes too late to mean anything is no news.
          dispatch({ kind: 'call', callId: fact.callId, event: fact.fact });
          return;
        case 'voice':
          audio.playVoice(fact.callId, fact.stream);
      }
    },

    onLineCheck: (lineCheck) => void dispatch({ kind: 'lineCheck', lineCheck }),
    onAudio: () => void dispatch({ kind: 'audio', audio: audio.state() }),

    onLine(line) {
      site = line.site;
      voicemail = line.pbx?.featureCodes.voicemail ?? null;
      const wasSignedIn = signedIn;
      signedIn = line.pbx !== null;
      dispatch({ kind: 'autoAnswer', queues: line.autoAnswer });
      dispatch({ kind: 'wrapUps', open: line.wrapUps });
      dispatch({ kind: 'chatting', on: line.isChatting ?? false });
      if (line.pbx !== null) engine.use(line.pbx);
      else if (wasSignedIn) void leave();
    },

    onSettled(interactionId, event) {
      if (event.kind === 'ended') dispatch({ kind: 'endSettled', interactionId });
    },

    onMicrophoneLost() {
      if (phone.conference.length > 0) perform({ kind: 'mix', callIds: phone.conference });
      for (const { call } of phone.calls) {
        if (call.phase.kind !== 'talking' || phone.conference.length > 0) continue;
        audio.openMicrophone().then(
          (microphone) => engine.replaceMicrophone(call.id, microphone),
          () => deps.log('warn', 'no microphone for a call in progress'),
        );
      }
    },

    standDown,
    suspend() {
      const live = phone.calls.map(({ call }) => call).filter(({ phase }) => phase.kind !== 'ended');
      const ringing = live.filter(({ phase }) => phase.kind === 'ringing');
      for (const { id } of ringing) dispatch({ kind: 'call', callId: id, event: { kind: 'decline' } });
      if (ringing.length === live.length) engine.rest();
    },
    setWish: (wish) => void dispatch({ kind: 'availability', event: { kind: 'wished', wish } }),

    intend: (callId, intent) => order(intent.kind, { kind: 'call', callId, event: intent }),
    dial({ number, name, customerId, queueId, callsBack = null, continues = null, goesOn }) {
      const isGoing = goesOn !== undefined && isOpen(phone, goesOn);
      const interactionId = isGoing ? goesOn : (deps.newId() as InteractionId);
      const purpose = { kind: 'contact' as const };
      const about = { interactionId, purpose, customerId, queue: queueId, callsBack };
      return { callId: outgoing(number, name, about, continues), interactionId };
    },
    pickUp,
    async watchLines(extensions, signal) {
      const stop = engine.watchLines(extensions);
      if (!signal.aborted) await new Promise((left) => signal.addEventListener('abort', left, { once: true }));
      stop();
      dispatch({ kind: 'linesLeft' });
    },
    callVoicemail() {
      if (voicemail === null) throw failure('call.notNow', 'phone', 'there is no mailbox');
      unwritten(voicemail, null, { kind: 'voicemail' });
    },
    listen: (number, name) => unwritten(number, name, { kind: 'listening', name }),
    comeIn: (number, help) => unwritten(number, help.name, { kind: 'help', ...help }),
    consult(callId, target) {
      const about = phone.calls.find(({ call }) => call.id === callId)?.call;
      if (about === undefined) throw failure('call.gone', 'phone', 'consult');
      const { interactionId, customerId } = about;
      const purpose = { kind: 'consult' as const, about: callId, target };
      outgoing(target.number, target.name, { interactionId, customerId, purpose, queue: null, callsBack: null });
    },
    completeTransfer: (callId) => order('completeTransfer', { kind: 'completeTransfer', callId }),
    setConference: (on) => order('conference', { kind: 'conference', on }),
    leaveTogether: () => order('leaveTogether', { kind: 'leaveTogether' }),
    setDoNotDisturb: (on) => order('doNotDisturb', { kind: 'doNotDisturb', on }),
  };
}
