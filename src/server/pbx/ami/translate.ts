// Asterisk's events as facts: pure but for what it remembers of calls whose wait has not been settled yet. An event alone does not say how a
// wait ended: to give up and to be moved begin alike, and only what the channel does next tells them apart.
import { languageSchema } from '#shared/model/ids';
import type { Membership, PbxFact, PhoneUse, WaitEnd } from '../picture.ts';
import type { AmiMessage } from './framing.ts';

export interface Translator {
  /** What an event says, at that moment. Nothing, for most. */
  read(event: AmiMessage, at: number): PbxFact[];
  /** The wait of a call that was there before we looked. */
  known(id: string, queue: string): void;
}

interface Wait {
  readonly queue: string;
  /** When the queue let go of it; null: it waits. */
  leftAt: number | null;
  gaveUp: boolean;
  /** The channel is ending: what the dialplan still runs on it is its last will. */
  hungUp: boolean;
}

const begun = (queue: string): Wait => ({ queue, leftAt: null, gaveUp: false, hungUp: false });

export function createTranslator(): Translator {
  const waits = new Map<string, Wait>();

  function settle(id: string, end: WaitEnd, at: number): PbxFact[] {
    const wait = waits.get(id);
    if (wait === undefined) return [];
    waits.delete(id);
    return [{ kind: 'left', id, queue: wait.queue, at: wait.leftAt ?? at, end }];
  }

  function joined(event: AmiMessage, at: number): PbxFact[] {
    const { Uniqueid: id, Queue: queue } = event;
    if (id === undefined || queue === undefined) return [];
    if (waits.get(id)?.queue === queue && waits.get(id)?.leftAt === null) return [];
    const before = settle(id, 'passedOn', at);
    waits.set(id, begun(queue));
    // The number may be withheld: it is asked for apart.
    return [...before, { kind: 'joined', call: { id, queue, since: at, number: null } }];
  }

  return {
    known(id, queue) {
      if (!waits.has(id)) waits.set(id, begun(queue));
    },
    read(event, at) {
      const id = event.Uniqueid ?? '';
      const wait = waits.get(id);
      switch (event.Event) {
        case 'QueueCallerJoin':
          return joined(event, at);
        case 'QueueCallerAbandon':
          if (wait !== undefined) wait.gaveUp = true;
          return [];
        case 'QueueCallerLeave':
          if (wait !== undefined && wait.queue === event.Queue) wait.leftAt ??= at;
          return [];
        case 'AgentConnect':
          return settle(id, 'answered', at);
        case 'Hangup':
          return settle(id, wait?.gaveUp === true ? 'abandoned' : 'passedOn', at);
        case 'HangupRequest':
        case 'SoftHangupRequest':
          if (wait !== undefined) wait.hungUp = true;
          return [];
        case 'Newexten':
          // The dialplan goes on with the channel: it was moved, or the queue has let go of it.
          return wait !== undefined && wait.leftAt !== null && !wait.hungUp ? settle(id, 'passedOn', at) : [];
        case 'QueueMemberRemoved': {
          const member = memberOf(event);
          return member === null ? [] : [{ kind: 'memberGone', queue: member.queue, extension: member.extension }];
        }
        case 'QueueMemberAdded':
        case 'QueueMemberPause':
        case 'QueueMemberStatus':
          return memberFacts(event);
        case 'UnParkedCall':
        case 'ParkedCallTimeOut':
        case 'ParkedCallGiveUp':
          return event.ParkingSpace === undefined ? [] : [{ kind: 'unparked', place: event.ParkingSpace }];
        case 'DeviceStateChange':
          return phoneFact(event);
        case 'UserEvent':
          return saidByDialplan(event);
        default:
          return [];
      }
    },
  };
}

/** What the dialplan says of callers whom an agent has let go (docs/guides/it.md). */
function saidByDialplan({ UserEvent: name, Uniqueid: id, Queue: queue, ...event }: AmiMessage): PbxFact[] {
  if (id === undefined) return [];
  if (name === 'CornettaKey') return [{ kind: 'pressed', id, key: event.Key ?? '' }];
  if (name !== 'CornettaReleased' || queue === undefined || queue === '') return [];
  const number = event.Number === undefined || event.Number === '' ? null : event.Number;
  const language = languageSchema.safeParse(event.Language).data ?? null;
  return [{ kind: 'released', call: { id, queue, number, language } }];
}

/** Members are phones of ours: `PJSIP/` and the extension. */
export const phoneOf = (extension: string): string => `PJSIP/${extension}`;
const extensionOf = (device: string | undefined): string | null => /^PJSIP\/(\d{2,8})$/.exec(device ?? '')?.[1] ?? null;

/** Null for a member that is no phone of ours. */
function memberOf(event: AmiMessage): Membership | null {
  const extension = extensionOf(event.Interface ?? event.Location) ?? extensionOf(event.StateInterface);
  if (extension === null || event.Queue === undefined) return null;
  return { queue: event.Queue, extension, paused: event.Paused === '1' };
}

/** Also an entry of the action `QueueStatus`. */
export function memberFacts(event: AmiMessage): PbxFact[] {
  const member = memberOf(event);
  if (member === null) return [];
  const use = useByNumber[Number(event.Status)] ?? 'absent';
  return [{ kind: 'member', member }, ...(event.Status === undefined ? [] : [phone(member.extension, use)])];
}

/** Also an entry of the action `DeviceStateList`. */
export function phoneFact(event: AmiMessage): PbxFact[] {
  const extension = extensionOf(event.Device);
  return extension === null ? [] : [phone(extension, useByName[event.State ?? ''] ?? 'absent')];
}

const phone = (extension: string, use: PhoneUse): PbxFact => ({ kind: 'phone', extension, use });

/** Device states as Asterisk counts them, in its own order. */
const useByNumber: readonly PhoneUse[] = [
  'absent',
  'free',
  'inUse',
  'inUse',
  'absent',
  'absent',
  'ringing',
  'inUse',
  'inUse',
];
const useByName: Readonly<Record<string, PhoneUse>> = {
  NOT_INUSE: 'free',
  INUSE: 'inUse',
  BUSY: 'inUse',
  RINGING: 'ringing',
  RINGINUSE: 'inUse',
  ONHOLD: 'inUse',
};
