// What happens when an agent dials: a queue, a colleague, a feature code, a test number, or nobody.

import type { Clock } from '../clock.ts';
import { type FrameSource, playClip, sampleRate } from '../media/frames.ts';
import { nobody, partyOf } from '../people/party.ts';
import type { Calls } from './calls.ts';
import type { Destination } from './dialplan.ts';
import type { Leg } from './leg.ts';
import type { Parking } from './parking.ts';
import type { DialledCall } from './phones.ts';

/** 9001 reads so many keys, or what came until nothing more comes for so long, and says them. */
const mostKeys = 4;
const keyPauseMs = 10_000;

/** Between two messages. */
const pause = new Int16Array(sampleRate / 2);

/** How long it rings outside before somebody answers, or before the network gives up. */
const outsideRingMs = 800;
const outsidePatienceMs = 30_000;

export interface DialledDeps {
  clock: Clock;
  calls(): Calls;
  destinationOf(number: string): Destination;
  parking: Pick<Parking, 'at'>;
  nameOf(extension: string): string | null;
  /** Somebody outside has taken an agent's call. */
  answerOutside(number: string, leg: Leg): void;
  /** The messages of an extension, which count as heard from now on. Linear samples. */
  messagesOf(extension: string): readonly Int16Array[];
  /** The sound of keys, one after another. Linear samples. */
  sayKeys(keys: string): Int16Array;
  log(line: string): void;
}

export function createDialled(deps: DialledDeps) {
  const { clock, calls, log } = deps;

  async function answered(dialled: DialledCall): Promise<Leg | null> {
    try {
      const leg = await dialled.accept();
      calls().occupy(leg);
      return leg;
    } catch {
      log(`${dialled.extension} gave up while being answered`);
      return null;
    }
  }

  async function setReady(dialled: DialledCall, ready: boolean): Promise<void> {
    const leg = await answered(dialled);
    if (leg === null) return;
    calls().distribution.setReady(dialled.extension, ready);
    log(`${dialled.extension} is ${ready ? 'ready' : 'not ready'}`);
    leg.hangUp();
    calls().changed();
  }

  /** A test number: there is nobody to pass on. */
  async function tested(dialled: DialledCall): Promise<Leg | null> {
    const leg = await answered(dialled);
    leg?.onTransfer((request) => request.report(603, 'Decline'));
    return leg;
  }

  async function echo(dialled: DialledCall): Promise<void> {
    const leg = await tested(dialled);
    leg?.peer.hear(leg.peer.voice);
  }

  async function readBack(dialled: DialledCall): Promise<void> {
    const leg = await tested(dialled);
    if (leg === null) return;
    let keys = '';
    let speaking = false;
    let forget = clock.after(keyPauseMs, say);
    leg.onKey((key) => {
      if (speaking) return;
      keys += key;
      forget();
      forget = clock.after(keyPauseMs, say);
      if (keys.length === mostKeys) say();
    });
    leg.onEnded(() => forget());

    function say(): void {
      speaking = true;
      forget();
      log(`${dialled.extension} pressed ${keys.length} keys`);
      const clip = playClip(deps.sayKeys(keys));
      leg?.peer.hear(whenOver(clip, () => leg.hangUp()));
    }
  }

  /** Plays the messages one after the other, and hangs up. */
  async function playMessages(dialled: DialledCall): Promise<void> {
    const leg = await tested(dialled);
    if (leg === null) return;
    const messages = deps.messagesOf(dialled.extension).flatMap((message) => [message, pause]);
    log(`${dialled.extension} listens to ${messages.length / 2} messages`);
    const [first = pause, ...rest] = messages;
    play(first, rest);

    function play(message: Int16Array, then: readonly Int16Array[]): void {
      const [next, ...others] = then;
      const over = () => (next === undefined ? leg?.hangUp() : play(next, others));
      leg?.peer.hear(whenOver(playClip(message), over));
    }
  }

  async function fetchFrom(dialled: DialledCall, place: string): Promise<void> {
    const call = deps.parking.at(place);
    if (call === undefined) return dialled.refuse(404);
    const leg = await answered(dialled);
    if (leg === null) return;
    // Fetched by somebody else while we were connected, or gone.
    if (deps.parking.at(place) === call) calls().talk(call, leg);
    else leg.hangUp();
  }

  async function callQueue(dialled: DialledCall, queue: string): Promise<void> {
    const leg = await answered(dialled);
    if (leg === null) return;
    const call = calls().begin(callerAt(dialled, leg), leg);
    calls().queueUp(call, queue, { passedOn: dialled.carried });
  }

  /** Until the colleague answers, the caller has no leg: their phone makes its own ringing tone. */
  function callColleague(dialled: DialledCall, extension: string): void {
    const call = calls().begin(callerAt(dialled));
    const release = calls().use(dialled.extension);
    dialled.ringing();
    dialled.onCancelled(() => {
      release();
      calls().end(call);
    });
    calls().ringExtension(call, extension, dialled.carried, {
      async onAnswered(colleague) {
        const leg = await answered(dialled);
        release();
        calls().end(call);
        if (leg === null) colleague.hangUp();
        else calls().talk(calls().begin(callerAt(dialled, leg), leg), colleague);
      },
      onRefused(code) {
        release();
        calls().end(call);
        dialled.refuse(code);
      },
    });
  }

  /** Somebody outside: rings a moment, then is what the number says. */
  function callOutside(dialled: DialledCall, { number, answer }: Extract<Destination, { kind: 'outside' }>): void {
    if (answer === 'unknown' || answer === 'busy') {
      dialled.refuse(answer === 'busy' ? 486 : 404);
      return;
    }
    dialled.ringing();
    const callOff = clock.after(answer === 'answers' ? outsideRingMs : outsidePatienceMs, () => {
      if (answer === 'silent') dialled.refuse(480);
      else void answered(dialled).then((leg) => leg !== null && deps.answerOutside(number, leg));
    });
    dialled.onCancelled(callOff);
  }

  function callerAt({ extension }: DialledCall, leg?: Leg) {
    const party = leg === undefined ? nobody : partyOf(leg);
    return { party, identity: { number: extension, name: deps.nameOf(extension) }, language: null, customer: false };
  }

  return function take(dialled: DialledCall): void {
    const to = deps.destinationOf(dialled.number);
    log(`${dialled.extension} dials: ${to.kind}`);
    if (to.kind === 'queue') void callQueue(dialled, to.queue);
    else if (to.kind === 'extension') callColleague(dialled, to.extension);
    else if (to.kind === 'pause') void setReady(dialled, false);
    else if (to.kind === 'resume') void setReady(dialled, true);
    else if (to.kind === 'outside') callOutside(dialled, to);
    else if (to.kind === 'echo') void echo(dialled);
    else if (to.kind === 'parking') void fetchFrom(dialled, to.place);
    else if (to.kind === 'voicemail') void playMessages(dialled);
    else if (to.kind === 'readBack') void readBack(dialled);
    else dialled.refuse(404);
  };
}

/** Tells once when a clip has been heard to its end. */
function whenOver(clip: FrameSource & { finished(): boolean }, over: () => void): FrameSource {
  let told = false;
  return {
    next() {
      if (clip.finished() && !told) {
        told = true;
        over();
      }
      return clip.next();
    },
  };
}
