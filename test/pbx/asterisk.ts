// A real PBX in the hands of a test: starts the Asterisk that install.ts unpacked, on loopback and with the small contact
// centre of conf/, lets customers ring its queues, tells what goes on inside, and ends with the program that started it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Ami, type AmiMessage, connectAmi } from './ami.ts';
import { installAsterisk, pbxFolder, pbxRoot, type Say } from './install.ts';

/** The queues and the extensions on which they are reached. */
export const queueExtensions = { welcome: '8000', support: '8001', complaints: '8002', english: '8003' } as const;
export type QueueId = keyof typeof queueExtensions;

const logFile = join(pbxRoot, 'var/log/asterisk/messages');
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';
const ports = { ami: 5038, ws: 8088, wss: 8089 } as const;
const account = { Username: 'tests', Secret: 'ami-s3cret' } as const;

export interface CustomerCall {
  /** As shown to agents; `anonymous` is a withheld caller whose number nobody knows. */
  number: string;
  name: string;
  queue: QueueId;
  /** The PBX knows the number and passes it on marked `Privacy: id`. */
  withheld?: boolean;
  /** What the customer says once answered; afterwards he echoes what he hears. Italian unless the queue is `english`. */
  speech?: 'it' | 'en';
  /** A P-Asserted-Identity to send as it stands, however wrong. */
  oddIdentity?: string;
}

export interface Customer {
  /** The customer's channel. */
  channel: string;
  hangUp(): Promise<void>;
}

const channelSchema = z.object({
  Channel: z.string(),
  ChannelStateDesc: z.string(),
  CallerIDNum: z.string(),
  Exten: z.string(),
  Application: z.string().default(''),
  BridgeId: z.string().default(''),
});
const memberSchema = z.object({
  StateInterface: z.string(),
  Paused: z.enum(['0', '1']),
  PausedReason: z.string().default(''),
  Status: z.coerce.number(),
  CallsTaken: z.coerce.number(),
});
const entrySchema = z.object({ Position: z.coerce.number(), Channel: z.string(), CallerIDNum: z.string(), Wait: z.coerce.number() });

export interface Channel {
  /** For example `PJSIP/1001-00000003`. */
  name: string;
  /** `Up`, `Ringing`, `Ring`, `Down` … */
  state: string;
  caller: string;
  extension: string;
  application: string;
  /** Two channels that hear each other have the same one. */
  bridge: string;
}

export interface QueueStatus {
  /** The first is the next to be answered; `waited` in seconds. */
  callers: { position: number; channel: string; number: string; waited: number }[];
  members: { extension: string; paused: boolean; reason: string; inUse: boolean; reachable: boolean; taken: number }[];
}

/** Counted by Asterisk for one phone: `received` is what the phone sent. Packets; jitter and round trip in seconds. */
export interface RtpCounters {
  received: number;
  sent: number;
  receivedLost: number;
  sentLost: number;
  jitter: number;
  roundTrip: number;
}

export interface Asterisk {
  readonly wsUrl: string;
  /** The certificate is self-signed. */
  readonly wssUrl: string;
  /** The domain of everybody's SIP address. */
  readonly domain: string;
  /** A customer rings a queue and waits there until an agent answers or he is hung up. */
  ringQueue(call: CustomerCall): Promise<Customer>;
  channels(): Promise<Channel[]>;
  queueStatus(queue: QueueId): Promise<QueueStatus>;
  /** Extensions that have registered a phone. */
  registered(): Promise<string[]>;
  /** @param channel a name from `channels()` @throws Error when it is gone or has no media */
  rtp(channel: string): Promise<RtpCounters>;
  /** Runs a command of Asterisk's own console and gives what it prints. */
  console(command: string): Promise<string>;
  /** Calls `listener` for every event of the manager interface; the result stops it. */
  onEvent(listener: (event: AmiMessage) => void): () => void;
  /** Everything that Asterisk logged since it was started. */
  log(): string;
  /** Hangs up every call and waits until they are gone. */
  hangupAll(): Promise<void>;
  /** Everybody not ready, no calls: as after a start, in a few milliseconds. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Waits until `look` gives something and returns it, looking again every 25 ms.
 * @throws Error that names `what` after `deadline` milliseconds */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, deadline = 10_000): Promise<T> {
  const end = performance.now() + deadline;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Not within ${deadline} ms: ${what}`);
    await pause(25);
  }
}

/** Installs Asterisk where it is missing, starts it and waits until it is ready (about 2 s when installed). It dies with this process.
 * @throws Error that says what is wrong: a foreign program on its ports, another test run, its own log otherwise */
export async function startAsterisk(say: Say = console.log): Promise<Asterisk> {
  await installAsterisk(say);
  await waitForPorts();
  prepareRoot();
  const child = spawn(
    'chroot',
    ['--userspec=asterisk:asterisk', pbxRoot, 'setpriv', '--pdeathsig', 'KILL', 'asterisk', '-f'],
    { stdio: 'ignore', env: { PATH: systemPath, HOME: '/var/lib/asterisk', LC_ALL: 'C.UTF-8' } },
  );
  const ended = new Promise<void>((done) => child.once('close', () => done()).once('error', () => done()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const manager = await eventually('Asterisk is ready', async () => {
      if (hasEnded(child)) throw new Error('it ended at once');
      return logIn();
    }, 30_000);
    return operate(manager, async () => {
      manager.close();
      child.kill('SIGTERM');
      const force = setTimeout(kill, 5_000);
      await ended;
      clearTimeout(force);
      process.off('exit', kill);
    });
  } catch (error) {
    kill();
    process.off('exit', kill);
    throw new Error(`Asterisk did not start (${error instanceof Error ? error.message : error}):\n${readLog().slice(-3000)}`);
  }
}

function operate(manager: Ami, end: () => Promise<void>): Asterisk {
  let customers = 0;

  async function channels(): Promise<Channel[]> {
    const { events } = await manager.action('CoreShowChannels');
    return events.map((event) => {
      const one = channelSchema.parse(event);
      return {
        name: one.Channel,
        state: one.ChannelStateDesc,
        caller: one.CallerIDNum,
        extension: one.Exten,
        application: one.Application,
        bridge: one.BridgeId,
      };
    });
  }

  async function hangUp(channel: string): Promise<void> {
    // A channel that went by itself is what was wanted.
    await manager.action('Hangup', { Channel: channel }).catch(() => undefined);
  }

  async function hangupAll(): Promise<void> {
    await eventually('all calls are over', async () => {
      const left = await channels();
      await Promise.all(left.map((one) => hangUp(one.name)));
      return left.length === 0;
    });
  }

  async function queueStatus(queue: QueueId): Promise<QueueStatus> {
    const { events } = await manager.action('QueueStatus', { Queue: queue });
    const members = events.filter((event) => event['Event'] === 'QueueMember').map((event) => memberSchema.parse(event));
    const entries = events.filter((event) => event['Event'] === 'QueueEntry').map((event) => entrySchema.parse(event));
    return {
      callers: entries.map((one) => ({ position: one.Position, channel: one.Channel, number: one.CallerIDNum, waited: one.Wait })),
      members: members.map((one) => ({
        extension: one.StateInterface.replace('PJSIP/', ''),
        paused: one.Paused === '1',
        reason: one.PausedReason,
        // Asterisk's device states: 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable, 6 ringing, 7 ringing and in use, 8 on hold
        inUse: [2, 3, 6, 7, 8].includes(one.Status),
        reachable: ![0, 4, 5].includes(one.Status),
        taken: one.CallsTaken,
      })),
    };
  }

  async function read(channel: string, expression: string): Promise<number> {
    const { response } = await manager.action('Getvar', { Channel: channel, Variable: expression });
    return z.coerce.number().parse(response['Value']);
  }

  return {
    wsUrl: `ws://127.0.0.1:${ports.ws}/ws`,
    wssUrl: `wss://127.0.0.1:${ports.wss}/ws`,
    domain: '127.0.0.1',
    channels,
    queueStatus,
    hangupAll,
    log: readLog,
    onEvent: manager.onEvent,
    async ringQueue(call) {
      const id = `customer-${++customers}`;
      const anonymous = call.number === 'anonymous';
      const joined = nextEvent(manager, `the call of ${call.number} is in ${call.queue}`, (event) => {
        if (event['Event'] === 'OriginateResponse' && event['Uniqueid'] === id) {
          throw new Error(`Asterisk could not bring the call to ${call.queue}`);
        }
        return event['Event'] === 'QueueCallerJoin' && event['Linkedid'] === id;
      });
      const [{ events }] = await Promise.all([
        joined.then(() => manager.action('CoreShowChannels')),
        manager.action('Originate', {
          Channel: `Local/${queueExtensions[call.queue]}@outside/n`,
          Context: 'customers',
          Exten: 's',
          Priority: '1',
          Async: 'true',
          Timeout: String(3_600_000),
          CallerID: `"${call.name.replaceAll('"', '')}" <${anonymous ? '' : call.number}>`,
          ChannelId: id,
          Variable: [
            `__WITHHELD=${anonymous ? 'nobody knows' : call.withheld ? 'yes' : ''}`,
            `SPEECH=${call.speech ?? (call.queue === 'english' ? 'en' : 'it')}`,
            `__ODD_IDENTITY=${call.oddIdentity ?? ''}`,
          ],
        }),
      ]);
      const channel = channelSchema.parse(events.find((event) => event['Uniqueid'] === id)).Channel;
      return { channel, hangUp: () => hangUp(channel) };
    },
    async registered() {
      const { events } = await manager.action('PJSIPShowContacts').catch((error: Error) => {
        if (error.message.includes('No Contacts found')) return { events: [] };
        throw error;
      });
      return [...new Set(events.map((event) => event['Endpoint'] ?? ''))].sort();
    },
    async rtp(channel) {
      const count = (item: string) => read(channel, `CHANNEL(rtcp,${item})`);
      const [received, sent, receivedLost, sentLost, jitter, roundTrip] = await Promise.all([
        count('rxcount'),
        count('txcount'),
        count('rxploss'),
        count('txploss'),
        count('rxjitter'),
        count('rtt'),
      ]);
      return { received, sent, receivedLost, sentLost, jitter, roundTrip };
    },
    async console(command) {
      return (await manager.action('Command', { Command: command })).response['Output'] ?? '';
    },
    async reset() {
      await hangupAll();
      for (const queue of Object.keys(queueExtensions)) {
        await manager.action('QueueReset', { Queue: queue }).catch(() => undefined);
      }
      for (const extension of ['1001', '1002']) {
        await manager.action('QueuePause', { Interface: `PJSIP/${extension}`, Paused: 'true' });
      }
    },
    stop: end,
  };
}

/** Resolves with the next event that `fits`; an error thrown by `fits` is passed on. */
function nextEvent(manager: Ami, what: string, fits: (event: AmiMessage) => boolean, deadline = 10_000): Promise<AmiMessage> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => settle(() => failed(new Error(`Not within ${deadline} ms: ${what}`))), deadline);
    const stop = manager.onEvent((event) => {
      try {
        if (fits(event)) settle(() => done(event));
      } catch (error) {
        settle(() => failed(error));
      }
    });
    function settle(how: () => void): void {
      clearTimeout(late);
      stop();
      how();
    }
  });
}

/** A manager session once Asterisk has loaded everything, undefined before. */
async function logIn(): Promise<Ami | undefined> {
  const manager = await connectAmi(ports.ami).catch(() => undefined);
  if (manager === undefined) return undefined;
  try {
    const booted = nextEvent(manager, 'all modules are loaded', (event) => event['Event'] === 'FullyBooted', 20_000);
    await Promise.all([manager.action('Login', account), booted]);
    return manager;
  } catch {
    manager.close();
    return undefined;
  }
}

async function waitForPorts(): Promise<void> {
  for (const port of Object.values(ports)) {
    await eventually(`port ${port} is free for Asterisk`, () => isFree(port), 3_000).catch(() => {
      throw new Error(`Another program, or another run of these tests, listens on 127.0.0.1:${port}. End it and try again.`);
    });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => done(true)));
  });
}

function prepareRoot(): void {
  const settings = join(pbxRoot, 'etc/asterisk');
  rmSync(settings, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, 'conf'), settings, { recursive: true });
  for (const folder of ['keys', 'media']) cpSync(join(pbxFolder, folder), join(settings, folder), { recursive: true });
  // Asterisk looks its own name up; without an answer it would ask the network.
  writeFileSync(join(pbxRoot, 'etc/hosts'), `127.0.0.1 localhost ${hostname()}\n`);
  rmSync(logFile, { force: true });
  mkdirSync(join(pbxRoot, 'run/asterisk'), { recursive: true });
  const folders = ['etc', 'run', 'var/lib', 'var/spool', 'var/log'].map((folder) => `/${folder}/asterisk`);
  execFileSync('chroot', [pbxRoot, 'chown', '-R', 'asterisk:asterisk', ...folders], { env: { PATH: systemPath } });
}

function readLog(): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
