// Chats in numbers, by queue: how they stand, and what has become of those that began in some time. With the house's eyes: whoever counts need
// not see the chats themselves, and nothing of one of them, nor of who wrote, is told.
import { sql } from 'kysely';
import type { ChatWaits } from '#shared/model/chatCounts';
import type { Seen } from '../db/seenBy.ts';

export interface ChatsStanding {
  readonly queueId: string;
  readonly waiting: number;
  /** Null: nobody waits. */
  readonly longestSince: Date | null;
  /** Messages that nobody has taken yet. */
  readonly left: number;
}

export async function chatsStanding(tx: Seen): Promise<ChatsStanding[]> {
  const { rows } = await sql<ChatsStanding>`
    select queue_id as "queueId", (count(*) filter (where state = 'waiting'))::int as waiting,
      min(queued_at) filter (where state = 'waiting') as "longestSince",
      (count(*) filter (where state = 'left'))::int as left
    from chats where state in ('waiting', 'left') group by 1`.execute(tx);
  return rows;
}

/** Of one agent in one queue: only to be counted together with others'. */
export interface ChatsOpen {
  readonly agentId: string;
  readonly queueId: string;
  readonly n: number;
}

export async function chatsOpen(tx: Seen): Promise<ChatsOpen[]> {
  const { rows } = await sql<ChatsOpen>`
    select agent_id as "agentId", queue_id as "queueId", count(*)::int as n
    from chats where state in ('open', 'offered') and agent_id is not null group by 1, 2`.execute(tx);
  return rows;
}

/** Begun from that moment on, by the queue into which they came. */
export async function chatsBegunSince(tx: Seen, since: Date): Promise<Map<string, ChatWaits[]>> {
  const { rows } = await sql<ChatWaits & { queueId: string }>`
    select queue_id as "queueId", became, fives, count(*)::int as n
    from chats_begun where opened_at >= ${since} group by 1, 2, 3`.execute(tx);
  return Map.groupBy(rows, ({ queueId }) => queueId);
}
