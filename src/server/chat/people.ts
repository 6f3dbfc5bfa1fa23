// Who is there for the chats of a queue: counted from the phones that the PBX sees and the chats that agents have open. No state of anybody is
// kept for it. Pure.
import type { Picture } from '../pbx/picture.ts';
import type { ChatPolicy } from './lists.ts';

/** What counts of one agent. */
export interface Chatter {
  /** Null: they have no phone of ours. */
  readonly extension: string | null;
  /** Open chats by queue. */
  readonly open: Readonly<Record<string, number>>;
}

export interface ChatPeople {
  /** Agents who have a chat of this queue open. */
  readonly talking: number;
  /** Agents of this queue who could take one more; null while the PBX is not seen. */
  readonly ready: number | null;
}

/**
 * `most`: chats at once, for one agent. Who is in a call has none to give. A pause is that of their chat only where chats stop calls (`stopsCalls`),
 * and somebody has one: who has paused otherwise is away from their desk. A phone in the queue that is no agent's takes no chats.
 */
export function chatPeople(
  agents: readonly Chatter[],
  queue: string,
  picture: Picture | null,
  { most, stopsCalls }: Pick<ChatPolicy, 'most' | 'stopsCalls'>,
): ChatPeople {
  const talking = agents.filter(({ open }) => (open[queue] ?? 0) > 0).length;
  if (picture === null) return { talking, ready: null };
  const openOf = new Map(
    agents.map(({ extension, open }) => [extension, Object.values(open).reduce((sum, n) => sum + n, 0)]),
  );
  const ready = picture.members.filter(({ queue: its, extension, paused }) => {
    const use = picture.phones[extension] ?? 'absent';
    const chats = openOf.get(extension);
    const isThere = its === queue && use !== 'absent' && use !== 'inUse';
    return isThere && chats !== undefined && chats < most && (!paused || (stopsCalls && chats > 0));
  });
  return { talking, ready: ready.length };
}
