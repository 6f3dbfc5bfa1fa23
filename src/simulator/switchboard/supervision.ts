// What is done with agents and calls from outside of SIP, as by a PBX's management interface: for the backend's bridge.
import type { Language } from '#shared/model/ids';
import type { Prompt } from '#shared/model/keySurvey';
import type { Clock } from '../clock.ts';
import type { Call } from './call.ts';
import type { Calls } from './calls.ts';
import type { Member } from './distribution.ts';

/** How a call stands with the queues. */
export interface QueueCall {
  readonly id: string;
  /** `waiting` also while an agent is being rung for them. */
  readonly phase: 'waiting' | 'ringing' | 'talking' | 'released';
  /** Where they wait or waited last. */
  readonly queue: string | null;
  readonly waitedSeconds: number;
  /** Null: withheld. */
  readonly number: string | null;
  /** Null: the exchange has not been told. */
  readonly language: Language | null;
  /** Keys that they have pressed since an agent has let go of them, '' where they pressed none. */
  readonly answered: readonly string[];
}

export interface QueuesSeen {
  readonly calls: readonly QueueCall[];
  readonly parked: readonly {
    readonly place: string;
    readonly parkedSeconds: number;
    readonly number: string | null;
    /** What goes with the caller. */
    readonly interactionId: string | null;
  }[];
  readonly members: readonly { readonly queue: string; readonly extension: string; readonly paused: boolean }[];
  readonly phones: readonly { readonly extension: string; readonly use: 'free' | 'ringing' | 'inUse' | 'absent' }[];
}

export interface Supervision {
  queues(): QueuesSeen;
  /** False: no such agent, or in no queue. */
  setReady(extension: string, ready: boolean): boolean;
  /** To the end of another queue. False: they do not wait. */
  move(call: string, queue: string): boolean;
  /** Rings an extension with somebody who waits; not answered, they go on waiting, before the others. False: they do not wait. */
  take(call: string, extension: string): boolean;
  /** Rings an extension with whoever another one talks to, who is let go when it answers. False: with nobody. */
  takeOver(from: string, extension: string): boolean;
  /** Somebody follows the queues: whom an agent lets go of stays for a moment. The result ends it. */
  watch(): () => void;
  /** Tells them something; a key is waited for, or the call is over after it. False: they are not there any more. */
  say(call: string, prompts: readonly Prompt[], hears: boolean): boolean;
  /** Ends the call of somebody whom an agent has let go of. False: they are not there any more. */
  letGo(call: string): boolean;
}

export interface SupervisionDeps {
  readonly clock: Clock;
  readonly calls: Calls;
  readonly members: readonly Member[];
  readonly log: (line: string) => void;
}

const carriedInteraction = (headers: readonly string[]): string | null =>
  headers.flatMap((line) => /^X-Interaction:\s*(\w+)\s*$/i.exec(line)?.[1] ?? [])[0] ?? null;

export function createSupervision({ clock, calls, members, log }: SupervisionDeps): Supervision {
  const { distribution } = calls;
  const phaseOf = ({ state, queue }: Call): QueueCall['phase'] => {
    if (state.kind === 'talking' || state.kind === 'released') return state.kind;
    const waits = state.kind === 'waiting' || (state.kind === 'ringing' && state.queue !== null);
    return waits && queue !== null ? 'waiting' : 'ringing';
  };
  /** Directly, past the queues. */
  const rings = (extension: string): boolean =>
    calls.all().some(({ state }) => state.kind === 'ringing' && state.extension === extension);
  const waiting = (id: string): Call | null => {
    const call = calls.find(id);
    return call !== undefined && phaseOf(call) === 'waiting' ? call : null;
  };

  return {
    queues() {
      const agents = distribution.agents();
      return {
        calls: calls
          .all()
          .filter(({ state }) => state.kind !== 'ended')
          .map((call) => ({
            id: call.id,
            phase: phaseOf(call),
            queue: call.queue,
            waitedSeconds: Math.floor((clock.now() - call.waitingSince) / 1_000),
            number: call.caller.identity.number,
            language: call.caller.language,
            answered: call.answered,
          })),
        parked: calls.all().flatMap(({ state, caller, passedOn }) => {
          if (state.kind !== 'parked') return [];
          const parkedSeconds = Math.floor((clock.now() - state.since) / 1_000);
          const { number } = caller.identity;
          return [{ place: state.place, parkedSeconds, number, interactionId: carriedInteraction(passedOn) }];
        }),
        members: members.flatMap(({ extension, queues }) =>
          queues.map((queue) => ({
            queue,
            extension,
            paused: agents.find((agent) => agent.extension === extension)?.ready !== true,
          })),
        ),
        phones: agents.map(({ extension, reachable, busy, ringing }) => ({
          extension,
          use: !reachable ? 'absent' : ringing || rings(extension) ? 'ringing' : busy ? 'inUse' : 'free',
        })),
      };
    },

    setReady(extension, ready) {
      const member = members.find((one) => one.extension === extension);
      if (member === undefined || member.queues.length === 0) return false;
      distribution.setReady(extension, ready);
      log(`${extension} is ${ready ? 'ready' : 'not ready'}`);
      calls.changed();
      return true;
    },

    move(id, queue) {
      const call = waiting(id);
      if (call === null) return false;
      distribution.leave(id);
      calls.queueUp(call, queue);
      return true;
    },

    take(id, extension) {
      const call = waiting(id);
      const queue = call?.queue ?? null;
      if (call === null || queue === null) return false;
      distribution.leave(id);
      const waitedSeconds = Math.floor((clock.now() - call.waitingSince) / 1_000);
      calls.ringExtension(call, extension, [`X-Queue: ${queue}`], {
        onAnswered: (leg) => calls.talk(call, leg),
        onRefused: () => calls.queueUp(call, queue, { waitedSeconds, first: true }),
      });
      return true;
    },

    watch: calls.watch,

    say(id, prompts, hears) {
      const call = calls.find(id);
      return call !== undefined && calls.say(call, prompts.at(-1) ?? null, hears);
    },

    letGo(id) {
      const call = calls.find(id);
      if (call?.state.kind !== 'released') return false;
      calls.end(call);
      return true;
    },

    takeOver(from, extension) {
      const call = calls.all().find((one) => one.leg?.extension === from && one.stopRing === null);
      if (call === undefined) return false;
      const before = call.leg;
      const headers = call.queue === null ? [] : [`X-Queue: ${call.queue}`];
      calls.ringExtension(call, extension, headers, {
        onAnswered(leg) {
          calls.talk(call, leg);
          before?.hangUp();
        },
        // The one who has it keeps it; whoever hung up meanwhile leaves nobody behind.
        onRefused() {
          if (call.leg === null) calls.end(call);
        },
      });
      return true;
    },
  };
}
