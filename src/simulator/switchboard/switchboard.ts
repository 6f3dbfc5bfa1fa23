// The switchboard as a whole: phones register, agents go ready, customers ring, queues distribute. Started in a process by its
// tests and by listen.ts; everything it needs is passed in.
import type { DemoCompany } from '#shared/model/demoCompany';
import { type Clock, systemClock } from '../clock.ts';
import { playClip } from '../media/frames.ts';
import { createPacer } from '../media/pacer.ts';
import type { Heard } from '../media/recorder.ts';
import type { RtpCounters } from '../media/rtpCounters.ts';
import { createCustomer } from '../people/customer.ts';
import type { Library } from '../scenarios/library.ts';
import type { Scenario } from '../scenarios/schema.ts';
import { type Conditions, createWeather } from '../weather/weather.ts';
import { type Call, type Caller, type CallState, createCalls } from './calls.ts';
import { createDialled } from './dialled.ts';
import { destinationOf } from './dialplan.ts';
import { createDigest } from './digest.ts';
import { type Invite, type Phones, startPhones } from './phones.ts';
import { createRegistrar } from './registrar.ts';
import { type RingRequest, ringRequestSchema } from './ringRequest.ts';
import { addressKey } from './sipText.ts';
import { createTransfers } from './transfers.ts';
import { openWire } from './wire.ts';

export interface SwitchboardOptions {
  company: DemoCompany;
  library: Library;
  /** 0, the default, takes any free port. */
  port?: number;
  clock?: Clock;
  /** Numbers in [0, 1), for the weather. */
  random?: () => number;
  /** How long a queue lets one agent ring. */
  ringMs?: number;
  /** Lines without personal data. */
  log?: (line: string) => void;
}

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

export interface AgentState {
  extension: string;
  registered: boolean;
  /** False while paused: in no queue's distribution. */
  ready: boolean;
  inCall: boolean;
  ringing: boolean;
}

export interface CallFacts {
  id: string;
  state: CallState;
  queue: string | null;
  secondsSinceQueued: number;
  rtp: RtpCounters | null;
}

export interface Switchboard {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  /** Host part of everybody's SIP address. */
  readonly domain: string;
  readonly company: DemoCompany;
  readonly scenarios: readonly Scenario[];
  /** A customer calls a queue. @throws Error for a scenario or queue that there is not */
  ring(request: RingRequest): CustomerHandle;
  /** Rings one extension past all queues, with header lines of the test's own. */
  inviteWithHeaders(
    extension: string,
    invite: { number?: string; odd?: Invite['odd']; headers?: readonly string[] },
  ): CustomerHandle;
  /** Sends text as it stands to every phone of an extension. @throws when it has none */
  sendRaw(extension: string, text: string): void;
  hangUp(call: string): boolean;
  registrations(): { extension: string; contact: string; expiresInSeconds: number }[];
  agents(): AgentState[];
  calls(): CallFacts[];
  /** Something about registrations, agents or calls is different now. */
  onChange(listener: () => void): () => void;
  weather: {
    conditions(): Conditions;
    set(conditions: Partial<Conditions>): void;
    /** Hears and says nothing for so long; sockets stay open. */
    deafFor(seconds: number): void;
    /** Cuts sockets, all or one extension's; for `seconds` (default 0) none can connect again. */
    cut(options?: { extension?: string | null; seconds?: number }): void;
    clear(): void;
  };
  stop(): Promise<void>;
}

/** Resolves when phones can register. @throws when the port is taken */
export async function startSwitchboard(options: SwitchboardOptions): Promise<Switchboard> {
  const { company, library, port = 0, clock = systemClock, random = Math.random, log = () => {} } = options;
  const domain = '127.0.0.1';
  const weather = createWeather({ clock, random });
  const pacer = createPacer(clock);
  const wire = await openWire({ port, clock, weather, log });
  const numberTo = (number: string) => destinationOf(company, number);
  const agentOf = (extension: string) => company.agents.find((agent) => agent.extension === extension);

  let phones: Phones | null = null;
  const calls = createCalls({
    clock,
    members: company.agents,
    phones() {
      if (phones === null) throw new Error('nobody can ring before the phones are started');
      return phones;
    },
    music: () => playClip(library.music, { loop: true }),
    onTransfer: createTransfers({ calls: () => calls, destinationOf: numberTo, domain, log }),
    log,
    ...(options.ringMs === undefined ? {} : { ringMs: options.ringMs }),
  });
  const registrar = createRegistrar({
    clock,
    onReachable(extension, reachable) {
      log(`${extension} ${reachable ? 'registered' : 'is gone'}`);
      calls.distribution.setReachable(extension, reachable);
      calls.changed();
    },
    onUnbound: wire.unbind,
  });
  wire.onGone = (keys) => {
    registrar.drop(keys);
    phones?.lost(keys);
  };
  phones = await startPhones({
    wire,
    digest: createDigest('cornetta', new Map(company.agents.map((agent) => [agent.extension, agent.pbxPassword]))),
    registrar,
    clock,
    pacer,
    weather,
    domain,
    isAgent: (extension) => agentOf(extension) !== undefined,
    onCall: createDialled({
      clock,
      calls: () => calls,
      destinationOf: numberTo,
      nameOf: (extension) => agentOf(extension)?.name ?? null,
      sayKeys: library.sayKeys,
      log,
    }),
    log,
  });

  /** A customer who has begun to call, joined to nobody yet. */
  function customer(
    scenario: Scenario,
    changes: Pick<RingRequest, 'patienceSeconds' | 'staysSeconds'>,
    caller: Omit<Caller, 'party' | 'customer'>,
  ) {
    const script = library.scriptOf(scenario);
    const { patienceSeconds = script.patienceSeconds, staysSeconds = script.staysSeconds } = changes;
    const party = createCustomer({ ...script, patienceSeconds, staysSeconds }, clock);
    const call = calls.begin({ ...caller, party, customer: true });
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

  const shown = (number: string, name: string | undefined) =>
    number === 'withheld' ? { number: null } : { number, name: name ?? null };
  const shownBy = ({ cli, displayName }: Scenario) =>
    cli.kind === 'withheld' ? { number: null } : { number: cli.number, name: displayName };

  const facts = (call: Call): CallFacts => ({
    id: call.id,
    state: call.state,
    queue: call.queue,
    secondsSinceQueued: Math.floor((clock.now() - call.waitingSince) / 1_000),
    rtp: call.leg?.peer.counters() ?? null,
  });

  return {
    url: wire.url,
    domain,
    company,
    scenarios: library.scenarios,
    ring(request) {
      const wish = ringRequestSchema.parse(request);
      const scenario = 'scenario' in wish ? library.find(wish.scenario) : null;
      if (scenario === undefined) throw new Error('there is no such scenario');
      const queue = company.queues.find((one) => one.id === (wish.queue ?? scenario?.queue));
      if (queue === undefined) throw new Error('there is no such queue');
      const language = scenario?.language ?? ('language' in wish ? wish.language : undefined) ?? queue.language;
      const identity = 'number' in wish ? shown(wish.number, wish.name) : shownBy(scenario ?? library.anyone(language));
      const odd = wish.odd === undefined ? {} : { odd: wish.odd };
      const { call, handle } = customer(scenario ?? library.anyone(language), wish, { identity, language, ...odd });
      calls.queueUp(call, queue.id, { waitedSeconds: wish.waitedSeconds ?? 0 });
      return handle;
    },
    inviteWithHeaders(extension, { number = '+390000000199', odd, headers = [] }) {
      const identity = { number, name: null };
      const { call, handle } = customer(
        library.anyone('it'),
        {},
        { identity, language: null, ...(odd === undefined ? {} : { odd }) },
      );
      calls.ringExtension(call, extension, headers, {
        onAnswered: (leg) => calls.talk(call, leg),
        onRefused: () => calls.end(call),
      });
      return handle;
    },
    sendRaw(extension, text) {
      const contacts = registrar.contactsOf(extension);
      if (contacts.length === 0) throw new Error(`${extension} has no phone`);
      for (const contact of contacts) wire.sendRaw(contact, text);
    },
    hangUp(id) {
      const call = calls.find(id);
      if (call !== undefined) calls.end(call);
      return call !== undefined;
    },
    registrations: registrar.all,
    agents: () =>
      calls.distribution.agents().map(({ extension, reachable, ready, busy, ringing }) => ({
        extension,
        registered: reachable,
        ready,
        inCall: busy && !ringing,
        ringing,
      })),
    calls: () => calls.all().map(facts),
    onChange: calls.onChange,
    weather: {
      conditions: weather.conditions,
      set: weather.set,
      deafFor: weather.deafFor,
      cut({ extension = null, seconds = 0 } = {}) {
        wire.cut(extension === null ? null : registrar.contactsOf(extension).map(addressKey), seconds);
      },
      clear() {
        weather.clear();
        wire.cut([], 0);
      },
    },
    async stop() {
      calls.close();
      registrar.close();
      await phones?.stop();
      await wire.close();
    },
  };
}
