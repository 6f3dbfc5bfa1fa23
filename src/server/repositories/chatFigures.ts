// Chats in numbers, by queue: how they stand, and what has become of those that began in some time. With the house's eyes: whoever counts need
// not see the chats themselves, and nothing of one of them, nor of who wrote, is told.
import { sql } from 'kysely';
import type { ChatWaits } from '#shared/model/chatCounts';
import type { PeriodStep } from '#shared/model/periods';
import type { Seen } from '../db/seenBy.ts';
import { bucketStart, type WaitsAsked } from './waits.ts';

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

/** Late enough that what became of a chat's wait is known, unless it still waits. */
const settledHours = 24;

/** Takes what is settled into the sums that are kept, once and for all. In one transaction, one instance after the other. */
export async function rollChats(tx: Seen, now: Date): Promise<void> {
  const { rows } = await sql<{ was: string; becomes: string }>`
    select up_to::text as was, date_bin('30 minutes', least(${now}::timestamptz - ${settledHours} * interval '1 hour',
      (select min(opened_at) from chats where state <> 'ended' and answered_at is null and left_at is null)), '2000-01-01T00:00Z')::text as becomes
    from chats_rolled for update`.execute(tx);
  const [rolled] = rows;
  if (rolled === undefined) return;
  const { was, becomes } = rolled;
  await sql`
    insert into chat_waits_kept (queue_id, start, became, fives, n)
    select queue_id, start, became, fives, count(*) from chats_begun
    where opened_at >= ${was}::timestamptz and opened_at < ${becomes}::timestamptz group by 1, 2, 3, 4`.execute(tx);
  await sql`update chats_rolled set up_to = ${becomes}::timestamptz where up_to < ${becomes}::timestamptz`.execute(tx);
}

/** By the start of each half hour, day, week or month; where no chat began there is none. */
export async function chatsByTime(
  tx: Seen,
  { from, to, queues }: Omit<WaitsAsked, 'policy'>,
  by: PeriodStep,
  timeZone: string,
): Promise<Map<string, ChatWaits[]>> {
  const { rows } = await sql<ChatWaits & { key: string }>`
    select ${bucketStart(by, timeZone)} as key, became, fives, sum(n)::int as n
    from chats_counted where start >= ${from} and start < ${to} and queue_id = any (${queues})
    group by 1, 2, 3`.execute(tx);
  return Map.groupBy(rows, ({ key }) => key);
}
