// Queues: who waits, who is free, and who is rung for whom. The longest waiting caller goes to the longest idle ready
// member; a ring that nobody takes goes on to the next. Knows no SIP: ringing is done by whoever created it.
import type { Clock } from '../clock.ts';

export interface Member {
  extension: string;
  queues: readonly string[];
}

export type RingOutcome = 'answered' | 'refused';
type StopRinging = (why: 'timeOut' | 'callerLeft') => void;

export interface DistributionDeps {
  clock: Clock;
  members: readonly Member[];
  /** Rings an agent for a caller. `done` is called once, unless the ringing was stopped before. */
  ring(caller: string, extension: string, done: (outcome: RingOutcome) => void): StopRinging;
  ringMs?: number;
  /** Pause before an agent who did not take a call is rung again (Asterisk's `retry`). */
  retryMs?: number;
}

export interface Distribution {
  /** A caller starts waiting. `first` puts them before everybody else (they have waited already). */
  join(caller: string, queue: string, options?: { first?: boolean }): void;
  /** A caller waits no longer; their ringing stops. */
  leave(caller: string): void;
  setReady(extension: string, ready: boolean): void;
  setReachable(extension: string, reachable: boolean): void;
  /** In a call of any kind. One who answers a waiting caller is busy from then on without being told. */
  setBusy(extension: string, busy: boolean): void;
  /** Everybody who waits, in order, with the agent who is being rung for them. */
  waiting(): { caller: string; queue: string; ringing: string | null }[];
  agents(): { extension: string; ready: boolean; reachable: boolean; busy: boolean; ringing: boolean }[];
  close(): void;
}

interface Waiting {
  caller: string;
  queue: string;
  offer: { agent: Agent; stop: StopRinging; forget: () => void } | null;
}

interface Agent extends Member {
  ready: boolean;
  reachable: boolean;
  busy: boolean;
  ringing: boolean;
  /** Counts up with every call and every ring: the lowest has been idle longest. */
  lastUsed: number;
  restsUntil: number;
}

export function createDistribution(deps: DistributionDeps): Distribution {
  const { clock, ring, ringMs = 20_000, retryMs = 1_000 } = deps;
  const line: Waiting[] = [];
  const agents = new Map<string, Agent>(
    deps.members.map((member, index) => [
      member.extension,
      { ...member, ready: false, reachable: false, busy: false, ringing: false, lastUsed: index, restsUntil: 0 },
    ]),
  );
  let uses = deps.members.length;
  let wake: (() => void) | null = null;
  let distributing = false;
  let again = false;
  let closed = false;

  const used = (agent: Agent) => {
    uses += 1;
    agent.lastUsed = uses;
  };

  /** One pass over the line; a change that happens meanwhile makes another pass. */
  function distribute(): void {
    again = true;
    if (distributing || closed) return;
    distributing = true;
    // One moment for a whole pass: who is passed over in it because they still rest is woken for afterwards, never missed.
    let moment: number;
    do {
      again = false;
      moment = clock.now();
      for (const waiting of [...line]) {
        if (waiting.offer === null && line.includes(waiting)) offer(waiting, moment);
      }
    } while (again);
    distributing = false;
    wakeForRested(moment);
  }

  const free = (agent: Agent) => agent.ready && agent.reachable && !agent.busy && !agent.ringing;

  function offer(waiting: Waiting, moment: number): void {
    const candidates = [...agents.values()].filter(
      (agent) => free(agent) && agent.restsUntil <= moment && agent.queues.includes(waiting.queue),
    );
    const agent = candidates.sort((a, b) => a.lastUsed - b.lastUsed)[0];
    if (agent === undefined) return;
    used(agent);
    agent.ringing = true;
    const mine: NonNullable<Waiting['offer']> = { agent, stop: () => {}, forget: () => {} };
    waiting.offer = mine;
    mine.forget = clock.after(ringMs, () => {
      mine.stop('timeOut');
      settle(waiting, mine, 'refused');
    });
    mine.stop = ring(waiting.caller, agent.extension, (outcome) => settle(waiting, mine, outcome));
  }

  function settle(waiting: Waiting, mine: NonNullable<Waiting['offer']>, outcome: RingOutcome): void {
    if (waiting.offer !== mine) return;
    withdraw(waiting);
    if (outcome === 'answered') {
      line.splice(line.indexOf(waiting), 1);
      mine.agent.busy = true;
    } else {
      mine.agent.restsUntil = clock.now() + retryMs;
    }
    distribute();
  }

  function withdraw(waiting: Waiting): void {
    if (waiting.offer === null) return;
    waiting.offer.forget();
    waiting.offer.agent.ringing = false;
    waiting.offer = null;
  }

  function wakeForRested(moment: number): void {
    wake?.();
    wake = null;
    const rests = [...agents.values()].filter((agent) => free(agent) && agent.restsUntil > moment);
    const soonest = Math.min(...rests.map((agent) => agent.restsUntil));
    if (line.some((waiting) => waiting.offer === null) && Number.isFinite(soonest)) {
      wake = clock.after(soonest - moment, distribute);
    }
  }

  function change(extension: string, apply: (agent: Agent) => void): void {
    const agent = agents.get(extension);
    if (agent === undefined) return;
    apply(agent);
    distribute();
  }

  return {
    join(caller, queue, { first = false } = {}) {
      const waiting: Waiting = { caller, queue, offer: null };
      if (first) line.unshift(waiting);
      else line.push(waiting);
      distribute();
    },
    leave(caller) {
      const waiting = line.find((one) => one.caller === caller);
      if (waiting === undefined) return;
      line.splice(line.indexOf(waiting), 1);
      waiting.offer?.stop('callerLeft');
      withdraw(waiting);
      distribute();
    },
    setReady: (extension, ready) => change(extension, (agent) => Object.assign(agent, { ready })),
    setReachable: (extension, reachable) => change(extension, (agent) => Object.assign(agent, { reachable })),
    setBusy: (extension, busy) =>
      change(extension, (agent) => {
        // Idle time is counted from the end of a call.
        if (agent.busy && !busy) used(agent);
        agent.busy = busy;
      }),
    waiting: () => line.map(({ caller, queue, offer }) => ({ caller, queue, ringing: offer?.agent.extension ?? null })),
    agents: () =>
      [...agents.values()].map(({ extension, ready, reachable, busy, ringing }) => ({
        extension,
        ready,
        reachable,
        busy,
        ringing,
      })),
    close() {
      closed = true;
      wake?.();
      for (const waiting of line.splice(0)) {
        waiting.offer?.stop('callerLeft');
        withdraw(waiting);
      }
    },
  };
}
