// What a test can do with the running PBX: let customers ring its queues and look at calls, queues and media, all by the
// manager interface. Values that come from Asterisk are parsed here.
import { z } from 'zod';
import type { Ami } from '#server/pbx/ami/client';
import type { AmiMessage } from '#server/pbx/ami/framing';
import { eventually, nextEvent } from './eventually.ts';

/** The queues and the extensions on which they are reached. */
export const queueExtensions = { welcome: '8000', support: '8001', complaints: '8002', english: '8003' } as const;
export type QueueId = keyof typeof queueExtensions;

export const isQueueId = (name: string): name is QueueId => Object.hasOwn(queueExtensions, name);

export interface CustomerCall {
  /** As shown to agents; `anonymous` is a withheld caller whose number nobody knows; may be empty. */
  number: string;
  name: string;
  queue: QueueId;
  /** The PBX knows the number and passes it on marked `Privacy: id`. */
  withheld?: boolean;
  /** What the customer says once answered; afterwards, or with `none` at once, he echoes what he hears. Italian unless the queue is `english`. */
  speech?: 'it' | 'en' | 'none';
  /** A P-Asserted-Identity to send instead of the right one, however wrong. */
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
const entrySchema = z.object({
  Position: z.coerce.number(),
  Channel: z.string(),
  CallerIDNum: z.string(),
  Wait: z.coerce.number(),
});

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

export interface CallCentre {
  /** A customer rings a queue and waits there until an agent answers or the test hangs up. */
  ringQueue(call: CustomerCall): Promise<Customer>;
  /** A customer speaks into somebody's mailbox, and hangs up when all is said. */
  leaveMessage(extension: string): Promise<void>;
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
  /** Hangs up every call and waits until they are gone. */
  hangupAll(): Promise<void>;
  /** No calls, and agents 1001 and 1002 not ready: for the next test, in a few milliseconds. */
  reset(): Promise<void>;
}

/** @param manager a session that has logged in */
export function watchCallCentre(manager: Ami): CallCentre {
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
    const members = events.filter((event) => event.Event === 'QueueMember').map((event) => memberSchema.parse(event));
    const entries = events.filter((event) => event.Event === 'QueueEntry').map((event) => entrySchema.parse(event));
    return {
      callers: entries.map((one) => ({
        position: one.Position,
        channel: one.Channel,
        number: one.CallerIDNum,
        waited: one.Wait,
      })),
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
    return z.coerce.number().parse(response.Value);
  }

  return {
    channels,
    queueStatus,
    hangupAll,
    onEvent: manager.onEvent,
    async ringQueue(call) {
      const id = `customer-${++customers}`;
      const anonymous = call.number === 'anonymous';
      const joined = nextEvent(manager, `the call of ${call.number} is in ${call.queue}`, (event) => {
        if (event.Event === 'OriginateResponse' && event.Uniqueid === id) {
          throw new Error(`Asterisk could not bring the call to ${call.queue}`);
        }
        return event.Event === 'QueueCallerJoin' && event.Linkedid === id;
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
            `__ODD_IDENTITY="${(call.oddIdentity ?? '').replace(/["\\]/g, '\\$&')}"`,
          ],
        }),
      ]);
      const channel = channelSchema.parse(events.find((event) => event.Uniqueid === id)).Channel;
      return { channel, hangUp: () => hangUp(channel) };
    },
    async leaveMessage(extension) {
      const id = `message-${++customers}`;
      await manager.action('Originate', {
        Channel: 'Local/s@customers/n',
        Application: 'VoiceMail',
        Data: `${extension}@default,s`,
        Async: 'true',
        CallerID: '<+390000000101>',
        ChannelId: id,
      });
      const speaker = async (application: string) =>
        (await channels()).find((one) => one.name.startsWith('Local/s@customers') && one.application === application);
      await eventually('somebody speaks', () => speaker('Playback'));
      // Whoever has said all echoes what they hear.
      const { name } = await eventually('all is said', () => speaker('Echo'), 30_000);
      await hangUp(name);
    },
    async registered() {
      const { events } = await manager.action('PJSIPShowContacts').catch((error: Error) => {
        if (error.message.includes('No Contacts found')) return { events: [] };
        throw error;
      });
      return [...new Set(events.map((event) => event.Endpoint ?? ''))].sort();
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
      return (await manager.action('Command', { Command: command })).response.Output ?? '';
    },
    async reset() {
      await hangupAll();
      for (const queue of Object.keys(queueExtensions)) {
        await manager.action('QueueReset', { Queue: queue });
      }
      for (const extension of ['1001', '1002']) {
        await manager.action('QueuePause', { Interface: `PJSIP/${extension}`, Paused: 'true' });
      }
    },
  };
}
