// A call to a number that sends back what it hears: a tone goes out, and is listened for. The agent needs neither to speak nor to
// listen, and the desk sees no call.
import type { CallId } from '#shared/model/ids';
import { browserSound } from '../audio/soundSystem.ts';
import type { Clock } from '../clock.ts';
import type { Engine, EngineFact } from '../engine/engine.ts';

const answerMs = 8_000;
const echoMs = 6_000;
const lookMs = 200;
/** The tone, damped a good deal on its way. */
const heardPeak = 0.02;

export interface EchoCall {
  run(number: string, calledOff: AbortSignal): Promise<'heard' | 'silent' | 'refused'>;
  /** Whether this fact is about a call of its own; then nobody else needs to know. */
  takes(fact: EngineFact): boolean;
}

export interface EchoCallDeps {
  readonly clock: Pick<Clock, 'after'>;
  readonly newCallId: () => CallId;
  readonly engine: Pick<Engine, 'dial' | 'hangUp'>;
  /** A tone, as if somebody spoke it. */
  readonly createTone: () => { readonly stream: MediaStream; stop(): void };
  /** Takes in what comes back, without a sound. */
  readonly takeIn: (voice: MediaStream) => TakenIn;
}

interface TakenIn {
  /** The loudest sample of the last moment. */
  peak(): number;
  stop(): void;
}

export function createEchoCall(deps: EchoCallDeps): EchoCall {
  const own = new Map<CallId, (isEstablished: boolean) => void>();
  let voice: TakenIn | null = null;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => deps.clock.after(ms, resolve));

  async function run(number: string, calledOff: AbortSignal): Promise<'heard' | 'silent' | 'refused'> {
    const callId = deps.newCallId();
    const tone = deps.createTone();
    const established = new Promise<boolean>((resolve) => own.set(callId, resolve));
    const hangUp = (): void => {
      deps.engine.hangUp(callId);
      own.get(callId)?.(false);
    };
    calledOff.addEventListener('abort', hangUp);
    deps.engine.dial(callId, { number, microphone: tone.stream, queue: null, handover: null });
    try {
      const isThere = await Promise.race([established, wait(answerMs).then(() => false)]);
      if (!isThere) return 'refused';
      return (await isHeard(calledOff)) ? 'heard' : 'silent';
    } finally {
      calledOff.removeEventListener('abort', hangUp);
      hangUp();
      tone.stop();
      voice?.stop();
      voice = null;
    }
  }

  async function isHeard(calledOff: AbortSignal): Promise<boolean> {
    for (let waited = 0; waited < echoMs && !calledOff.aborted; waited += lookMs) {
      if (voice !== null && voice.peak() > heardPeak) return true;
      await wait(lookMs);
    }
    return false;
  }

  return {
    run,
    takes(fact) {
      if (fact.kind !== 'leg' && fact.kind !== 'voice') return false;
      const settle = own.get(fact.callId);
      if (settle === undefined) return false;
      if (fact.kind === 'voice') {
        voice?.stop();
        voice = deps.takeIn(fact.stream);
        return true;
      }
      if (fact.fact.kind === 'progress') return true;
      const isEstablished = fact.fact.kind === 'established';
      settle(isEstablished);
      if (!isEstablished) own.delete(fact.callId);
      return true;
    },
  };
}

/** At the level of a voice. */
export function createTone(): ReturnType<EchoCallDeps['createTone']> {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: 440 });
  const gain = new GainNode(context, { gain: 0.2 });
  const destination = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  return { stream: destination.stream, stop: () => void context.close().catch(() => undefined) };
}

/** A voice that no element plays is not even decoded. */
export function takeIn(voice: MediaStream): TakenIn {
  const element = new Audio();
  element.muted = true;
  element.srcObject = voice;
  element.play().catch(() => undefined);
  const meter = browserSound.createStreamMeter(voice);
  return {
    peak: meter.peak,
    stop() {
      meter.stop();
      element.pause();
      element.srcObject = null;
    },
  };
}
