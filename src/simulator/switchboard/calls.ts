// Calls: each caller's way through queues, rings and conversations until one side hangs up. No caller is ever forgotten.
import { createEmitter } from '#shared/lib/emitter';
import type { Prompt } from '#shared/model/keySurvey';
import type { Clock } from '../clock.ts';
import { type FrameSource, silence } from '../media/frames.ts';
import { nobody, partyOf } from '../people/party.ts';
import { type Call, type Caller, type CallState, inviteOf, newCall } from './call.ts';
import { createDistribution, type Distribution, type Member } from './distribution.ts';
import type { Leg, TransferRequest } from './leg.ts';
import type { Phones } from './phones.ts';

/** How long an extension rings when it is called directly. */
const directRingMs = 30_000;
/** Whoever an agent has let go of stays for so long: who watches may want to ask them something. */
const releasedMs = 2_000;
/** It takes so long to say something, and to press a key. */
const sayingMs = 1_500;

export interface CallsDeps {
  clock: Clock;
  members: readonly Member[];
  /** Asked only once somebody rings. */
  phones(): Phones;
  /** Fresh music for somebody who waits. */
  music(): FrameSource;
  /** An agent asks to pass a call on. */
  onTransfer(call: Call, from: Leg, request: TransferRequest): void;
  log(line: string): void;
  ringMs?: number;
}

export interface Calls {
  readonly distribution: Distribution;
  all(): Call[];
  find(id: string): Call | undefined;
  /** Something about calls or agents is different now. */
  onChange(listener: () => void): () => void;
  /** A new caller; `callerLeg` where it is an agent's phone. */
  begin(caller: Caller, callerLeg?: Leg): Call;
  /** Puts a caller into a queue, with the music on. */
  queueUp(
    call: Call,
    queue: string,
    options?: { waitedSeconds?: number; first?: boolean; passedOn?: readonly string[] },
  ): void;
  /** Rings one extension for a caller, who may be talking to somebody meanwhile. */
  ringExtension(
    call: Call,
    extension: string,
    passedOn: readonly string[],
    result: { onAnswered(leg: Leg): void; onRefused(code: number): void },
  ): void;
  /** Joins a caller to an agent; whoever the caller talked to before is let go. */
  talk(call: Call, leg: Leg): void;
  /** Lets a caller wait in a place of the parking; whoever they talked to hangs up by themselves. */
  park(call: Call, place: string, passedOn: readonly string[]): void;
  /** The caller of one call takes the place of the caller of another: talks to whom they talk to, waits where they wait. */
  takePlace(call: Call, other: Call, passedOn: readonly string[]): void;
  /** While somebody watches, callers of queues stay for a moment after the agent has let go of them. The result ends it. */
  watch(): () => void;
  /** Says something to somebody whom an agent has let go of; they press a key if one is waited for, else it is over. False: they are not there. */
  say(call: Call, last: Prompt | null, hears: boolean): boolean;
  /** Ends a call for both sides. */
  end(call: Call): void;
  /** Somebody's phone is in use until the result is called. */
  use(extension: string): () => void;
  /** The same for a leg of whatever kind, until it ends. */
  occupy(leg: Leg): void;
  changed(): void;
  close(): void;
}

export function createCalls(deps: CallsDeps): Calls {
  const { clock, log } = deps;
  const calls = new Map<string, Call>();
  const inUse = new Map<string, number>();
  /** What happens next to those whom an agent has let go of. */
  const next = new Map<string, () => void>();
  let watching = 0;
  const change = createEmitter<void>((error) => log(`listener: ${error instanceof Error ? error.message : 'failed'}`));
  let count = 0;

  const distribution = createDistribution({
    clock,
    members: deps.members,
    ...(deps.ringMs === undefined ? {} : { ringMs: deps.ringMs }),
    ring(id, extension, done) {
      const call = calls.get(id);
      if (call === undefined) return () => {};
      set(call, { kind: 'ringing', extension, queue: call.queue });
      log(`${id} rings ${extension}`);
      const waited = Math.floor((clock.now() - call.waitingSince) / 1_000);
      const headers = [`X-Queue: ${call.queue}`, `X-Queue-Wait: ${waited}`, ...call.passedOn];
      const stop = deps.phones().ring(inviteOf(call, extension, headers), {
        onAnswered(leg) {
          occupy(leg);
          done('answered');
          talk(call, leg);
        },
        onRefused(code) {
          log(`${id} not taken by ${extension}: ${code}`);
          set(call, { kind: 'waiting', queue: call.queue ?? '' });
          done('refused');
        },
      });
      return (why) => {
        stop();
        if (why === 'timeOut') set(call, { kind: 'waiting', queue: call.queue ?? '' });
      };
    },
  });

  function set(call: Call, state: CallState): void {
    if (call.state.kind === 'ended') return;
    call.state = state;
    change.emit();
  }

  function use(extension: string): () => void {
    let used = true;
    const shift = (by: number) => {
      const legs = (inUse.get(extension) ?? 0) + by;
      inUse.set(extension, legs);
      distribution.setBusy(extension, legs > 0);
      change.emit();
    };
    shift(1);
    return () => {
      if (used) shift(-1);
      used = false;
    };
  }

  const occupy = (leg: Leg): void => leg.onEnded(use(leg.extension));

  /** The caller's phone, where the caller is an agent: what it does while it is the caller's. */
  function followCaller(call: Call, leg: Leg): void {
    call.callerLeg = leg;
    leg.onEnded(() => call.callerLeg === leg && end(call));
    leg.onHold((held) => {
      if (call.callerLeg === leg) call.leg?.peer.hear(held ? deps.music() : leg.peer.voice);
    });
    leg.onTransfer((request) => {
      if (call.callerLeg !== leg || call.leg === null) return;
      // The one who passes on takes the agent's place, so that the other one is the caller who travels.
      const other = call.leg;
      call.leg = leg;
      call.caller = {
        party: partyOf(other),
        identity: { number: other.extension, name: null },
        language: null,
        customer: false,
      };
      followCaller(call, other);
      followAgent(call, leg);
      set(call, { kind: 'talking', extension: leg.extension, held: leg.held() });
      deps.onTransfer(call, leg, request);
    });
  }

  function followAgent(call: Call, leg: Leg): void {
    leg.onEnded(() => {
      if (call.leg !== leg) return;
      call.leg = null;
      // Passed on and still ringing there: the caller stays for that.
      if (call.stopRing !== null) return;
      if (watching > 0 && call.caller.customer && call.queue !== null) release(call);
      else end(call);
    });
    leg.onHold((held) => {
      if (call.leg !== leg) return;
      if (held) call.caller.party.wait(deps.music());
      else call.caller.party.join(leg.peer.voice);
      set(call, { kind: 'talking', extension: leg.extension, held });
    });
    leg.onKey((key) => {
      if (call.leg === leg) call.keys += key;
    });
    leg.onTransfer((request) => {
      if (call.leg === leg) deps.onTransfer(call, leg, request);
    });
  }

  function talk(call: Call, leg: Leg): void {
    if (call.state.kind === 'ended') {
      leg.hangUp();
      return;
    }
    call.leg = leg;
    call.stopRing = null;
    call.caller.party.join(leg.peer.voice);
    leg.peer.hear(call.caller.party.voice);
    followAgent(call, leg);
    log(`${call.id} talks to ${leg.extension}`);
    set(call, { kind: 'talking', extension: leg.extension, held: false });
  }

  function release(call: Call): void {
    log(`${call.id} is let go`);
    call.caller.party.join(silence);
    stay(call, releasedMs, () => end(call));
    set(call, { kind: 'released' });
  }

  /** Whatever else was to happen to them does not. */
  function stay(call: Call, ms: number, then: () => void): void {
    next.get(call.id)?.();
    next.set(call.id, clock.after(ms, then));
  }

  function end(call: Call): void {
    if (call.state.kind === 'ended') return;
    next.get(call.id)?.();
    next.delete(call.id);
    log(`${call.id} ended`);
    set(call, { kind: 'ended' });
    calls.delete(call.id);
    distribution.leave(call.id);
    call.stopRing?.();
    call.leg?.hangUp();
    call.caller.party.hangUp();
    change.emit();
  }

  return {
    distribution,
    all: () => [...calls.values()],
    find: (id) => calls.get(id),
    onChange: change.listen,
    begin(caller, callerLeg) {
      count += 1;
      const call = newCall(`call-${count}`, caller, clock.now());
      calls.set(call.id, call);
      if (callerLeg !== undefined) followCaller(call, callerLeg);
      return call;
    },
    queueUp(call, queue, { waitedSeconds = 0, first = false, passedOn = [] } = {}) {
      call.leg = null;
      call.queue = queue;
      call.waitingSince = clock.now() - waitedSeconds * 1_000;
      call.passedOn = passedOn;
      call.caller.party.wait(deps.music());
      log(`${call.id} waits in ${queue}`);
      set(call, { kind: 'waiting', queue });
      distribution.join(call.id, queue, { first });
    },
    ringExtension(call, extension, passedOn, result) {
      let over = false;
      const release = use(extension);
      const finish = () => {
        over = true;
        call.stopRing = null;
        forget();
        release();
      };
      const forget = clock.after(directRingMs, () => {
        if (over) return;
        stop();
        finish();
        result.onRefused(480);
      });
      const stop = deps.phones().ring(inviteOf(call, extension, passedOn), {
        onAnswered(leg) {
          finish();
          occupy(leg);
          result.onAnswered(leg);
        },
        onRefused(code) {
          finish();
          result.onRefused(code);
        },
      });
      call.stopRing = () => {
        stop();
        finish();
      };
      if (call.leg === null) set(call, { kind: 'ringing', extension, queue: null });
    },
    talk,
    park(call, place, passedOn) {
      call.leg = null;
      call.passedOn = passedOn;
      call.caller.party.wait(deps.music());
      log(`${call.id} is parked in ${place}`);
      set(call, { kind: 'parked', place, since: clock.now() });
    },
    takePlace(call, other, passedOn) {
      const { leg, queue, state } = other;
      const waitedSeconds = Math.floor((clock.now() - other.waitingSince) / 1_000);
      // Whoever made the other call hangs up by themselves.
      other.leg = null;
      other.callerLeg = null;
      other.caller = { ...other.caller, party: nobody };
      end(other);
      if (leg !== null) {
        talk(call, leg);
        leg.show(call.caller.identity);
      } else if (state.kind === 'waiting' && queue !== null) this.queueUp(call, queue, { waitedSeconds, passedOn });
      else end(call);
    },
    watch() {
      let counted = true;
      watching += 1;
      return () => {
        if (counted) watching -= 1;
        counted = false;
      };
    },
    say(call, last, hears) {
      if (call.state.kind !== 'released') return false;
      const press = () => {
        call.answered = [...call.answered, (last && call.caller.answers?.[last]) ?? ''];
        stay(call, releasedMs, () => end(call));
        change.emit();
      };
      stay(call, sayingMs, hears ? press : () => end(call));
      return true;
    },
    end,
    use,
    occupy,
    changed: () => change.emit(),
    close() {
      distribution.close();
      for (const call of [...calls.values()]) end(call);
    },
  };
}
