// The switchboard as a whole: phones register, agents go ready, customers ring, queues distribute. Started in a process by its
// tests and by listen.ts; everything it needs is passed in.
import { must } from '#shared/lib/must';
import type { DemoCompany } from '#shared/model/demoCompany';
import { type Clock, systemClock } from '../clock.ts';
import { playClip } from '../media/frames.ts';
import { createPacer } from '../media/pacer.ts';
import type { RtpCounters } from '../media/rtpCounters.ts';
import type { Library } from '../scenarios/library.ts';
import type { Scenario } from '../scenarios/schema.ts';
import { type Conditions, createWeather } from '../weather/weather.ts';
import type { Call, CallState } from './call.ts';
import { createCalls } from './calls.ts';
import { type CustomerHandle, createCustomers, type DirectCall } from './customers.ts';
import { createDialled } from './dialled.ts';
import { destinationOf } from './dialplan.ts';
import { createDigest } from './digest.ts';
import type { Refresh } from './leg.ts';
import { createMailboxes } from './mailboxes.ts';
import { createNotifier, dialogInfo, messageSummary } from './notifier.ts';
import { createParking } from './parking.ts';
import { type Phones, startPhones } from './phones.ts';
import { createRegistrar } from './registrar.ts';
import type { RingRequest } from './ringRequest.ts';
import { createSupervision, type Supervision } from './supervision.ts';
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
  /** How long somebody may be parked. */
  parkMs?: number;
  /** Lines without personal data. */
  log?: (line: string) => void;
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
  inviteWithHeaders(extension: string, wish: DirectCall): CustomerHandle;
  /** Sends text as it stands to every phone of an extension. @throws when it has none */
  sendRaw(extension: string, text: string): void;
  /** Makes sure of every call of an extension. Resolves with what its phone answered to each. */
  refresh(extension: string, how: Refresh): Promise<number[]>;
  hangUp(call: string): boolean;
  /** Somebody leaves a voice message for an extension. False: there is no such agent. */
  leaveMessage(extension: string): boolean;
  registrations(): { extension: string; contact: string; expiresInSeconds: number }[];
  agents(): AgentState[];
  calls(): CallFacts[];
  /** Something about registrations, agents or calls is different now. */
  onChange(listener: () => void): () => void;
  /** What is done past SIP, as by a PBX's management interface. */
  readonly supervision: Supervision;
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

const usualParkMs = 120_000;

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
  const parking = createParking({ clock, calls: () => calls, parkMs: options.parkMs ?? usualParkMs, log });
  const calls = createCalls({
    clock,
    members: company.agents,
    phones() {
      if (phones === null) throw new Error('nobody can ring before the phones are started');
      return phones;
    },
    music: () => playClip(library.music, { loop: true }),
    onTransfer: createTransfers({ calls: () => calls, destinationOf: numberTo, parking, domain, log }),
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
  });
  const mailboxes = createMailboxes(log);
  const digest = createDigest('cornetta', new Map(company.agents.map((agent) => [agent.extension, agent.pbxPassword])));
  const isAgent = (extension: string) => agentOf(extension) !== undefined;
  const supervision = createSupervision({ clock, calls, members: company.agents, log });
  const useOf = (extension: string) =>
    supervision.queues().phones.find((phone) => phone.extension === extension)?.use ?? null;
  const notifier = createNotifier({
    wire,
    digest,
    clock,
    packages: {
      'message-summary': messageSummary(mailboxes.count, domain, isAgent),
      dialog: dialogInfo(useOf, domain),
    },
    log,
  });
  wire.intercept = notifier.take;
  mailboxes.onChange(notifier.changed);
  calls.onChange(notifier.changed);
  const customers = createCustomers({ company, library, clock, calls });
  wire.onGone = (keys) => {
    registrar.drop(keys);
    phones?.lost(keys);
    notifier.lost(keys);
  };
  phones = await startPhones({
    wire,
    digest,
    registrar,
    clock,
    pacer,
    weather,
    domain,
    isAgent,
    onCall: createDialled({
      clock,
      calls: () => calls,
      destinationOf: numberTo,
      parking,
      nameOf: (extension) => agentOf(extension)?.name ?? null,
      answerOutside: (number, leg) => customers.answer(number, leg),
      messagesOf: mailboxes.listen,
      sayKeys: library.sayKeys,
      log,
    }),
    log,
  });

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
    ring: customers.ring,
    inviteWithHeaders: customers.callExtension,
    sendRaw(extension, text) {
      const contacts = registrar.contactsOf(extension);
      if (contacts.length === 0) throw new Error(`${extension} has no phone`);
      for (const contact of contacts) wire.sendRaw(contact, text);
    },
    refresh(extension, how) {
      const legs = calls.all().flatMap(({ leg, callerLeg }) => [leg, callerLeg]);
      return Promise.all(legs.flatMap((leg) => (leg?.extension === extension ? [leg.refresh(how)] : [])));
    },
    hangUp(id) {
      const call = calls.find(id);
      if (call !== undefined) calls.end(call);
      return call !== undefined;
    },
    leaveMessage(extension) {
      if (!isAgent(extension)) return false;
      const [spoken] = library.scriptOf(library.anyone('it')).lines;
      mailboxes.leave(extension, must(spoken, 'something said').samples);
      return true;
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
    supervision,
    weather: {
      conditions: weather.conditions,
      set: weather.set,
      deafFor: weather.deafFor,
      cut({ extension = null, seconds = 0 } = {}) {
        wire.cut(extension === null ? null : registrar.contactsOf(extension), seconds);
      },
      clear() {
        weather.clear();
        wire.cut([], 0);
      },
    },
    async stop() {
      calls.close();
      notifier.close();
      registrar.close();
      await phones?.stop();
      await wire.close();
    },
  };
}
