// Customers on the line: who they are, by scenario or by number, and the handle by which tests and trainers follow them.
import type { DemoCompany } from '#shared/model/demoCompany';
import type { Clock } from '../clock.ts';
import type { Heard } from '../media/recorder.ts';
import type { RtpCounters } from '../media/rtpCounters.ts';
import { createCustomer } from '../people/customer.ts';
import type { Library } from '../scenarios/library.ts';
import type { Scenario } from '../scenarios/schema.ts';
import type { Caller, CallState } from './call.ts';
import type { Calls } from './calls.ts';
import type { Leg } from './leg.ts';
import type { Invite } from './phones.ts';
import { type RingRequest, ringRequestSchema } from './ringRequest.ts';

/** A customer on the line. */
export interface CustomerHandle {
  readonly id: string;
  hangUp(): void;
  state(): CallState;
  /** Counters of the leg with the agent they talk to; null while they talk to nobody. */
  rtp(): RtpCounters | null;
  /** From now on: the result says the longest time without a packet from the agent's phone, in ms. @throws while they talk to nobody */
  watchGap(): () => number;
  /** Keys that agents have pressed while they talked to them, by RTP or INFO. */
  keys(): string;
  /** What they have heard agents say. */
  recorded(): Heard;
}

/** A call to one extension past all queues. */
export interface DirectCall {
  number?: string;
  /** Header lines of the caller's own. */
  headers?: readonly string[];
  odd?: NonNullable<Invite['odd']>;
}

export interface CustomersDeps {
  company: DemoCompany;
  library: Library;
  clock: Clock;
  calls: Calls;
}

export function createCustomers({ company, library, clock, calls }: CustomersDeps) {
  /** A customer who has begun to call, joined to nobody yet. */
  function begin(
    scenario: Scenario,
    caller: Omit<Caller, 'party' | 'customer'>,
    wish: Pick<RingRequest, 'patienceSeconds' | 'staysSeconds'>,
  ) {
    const script = library.scriptOf(scenario);
    const { patienceSeconds = script.patienceSeconds, staysSeconds = script.staysSeconds } = wish;
    const party = createCustomer({ ...script, patienceSeconds, staysSeconds }, clock);
    const call = calls.begin({ ...caller, party, customer: true, answers: answersOf(scenario) });
    party.onHungUp(() => calls.end(call));
    const handle: CustomerHandle = {
      id: call.id,
      hangUp: () => calls.end(call),
      state: () => call.state,
      rtp: () => call.leg?.peer.counters() ?? null,
      watchGap() {
        if (call.leg === null) throw new Error('the customer talks to nobody');
        return call.leg.peer.watchGap();
      },
      keys: () => call.keys,
      recorded: party.heard,
    };
    return { call, handle };
  }

  return {
    /** A customer calls a queue. @throws Error for a scenario or queue that there is not */
    ring(request: RingRequest): CustomerHandle {
      const wish = ringRequestSchema.parse(request);
      const scenario = 'scenario' in wish ? library.find(wish.scenario) : null;
      if (scenario === undefined) throw new Error('there is no such scenario');
      const queue = company.queues.find((one) => one.id === (wish.queue ?? scenario?.queue));
      if (queue === undefined) throw new Error('there is no such queue');
      const language = scenario?.language ?? ('language' in wish ? wish.language : undefined) ?? queue.language;
      const speaker = scenario ?? library.anyone(language);
      const identity = 'number' in wish ? shown(wish.number, wish.name) : shownBy(speaker);
      const odd = wish.odd === undefined ? {} : { odd: wish.odd };
      const { call, handle } = begin(speaker, { identity, language, ...odd }, wish);
      calls.queueUp(call, queue.id, { waitedSeconds: wish.waitedSeconds ?? 0 });
      return handle;
    },
    /** Somebody outside whom an agent has called. */
    answer(number: string, leg: Leg): void {
      const { call } = begin(library.anyone('it'), { identity: { number, name: null }, language: null }, {});
      calls.talk(call, leg);
    },
    callExtension(extension: string, { number = '+390000000199', headers = [], odd }: DirectCall): CustomerHandle {
      const caller = { identity: { number, name: null }, language: null, ...(odd === undefined ? {} : { odd }) };
      const { call, handle } = begin(library.anyone('it'), caller, {});
      calls.ringExtension(call, extension, headers, {
        onAnswered: (leg) => calls.talk(call, leg),
        onRefused: () => calls.end(call),
      });
      return handle;
    },
  };
}

const answersOf = ({ survey }: Scenario): NonNullable<Caller['answers']> =>
  survey === null
    ? {}
    : {
        ...{ csat: String(survey.csat), ces: String(survey.ces), fcr: String(survey.fcr) },
        'call-back': survey.callBack ? '1' : '2',
      };

const shown = (number: string, name: string | undefined): Caller['identity'] =>
  number === 'withheld' ? { number: null } : { number, name: name ?? null };

const shownBy = ({ cli, displayName }: Scenario): Caller['identity'] =>
  cli.kind === 'withheld' ? { number: null } : { number: cli.number, name: displayName };
