// Chats and what is written in them, as rows. Whoever changes one has locked it; what is written gets the next number below that lock, so that
// whoever reads up to a number has everything up to it.
import { sql } from 'kysely';
import type { ChatEnd, ChatStanding } from '#shared/model/chat';
import type { Language } from '#shared/model/ids';
import { type Chat, type ChatList, chatSchema, type Message, messageSchema } from '#shared/protocol/chat';
import { type VisitorChat, visitorMessageSchema } from '#shared/protocol/visitor';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { tellChat, tellNews, tellTyping } from './news.ts';

const mostListed = 200;
/** A chat that has ended stays its agent's for so long where no report of it comes. */
const unreportedHours = 24;

/** As it is locked: where it stands, and what decides about it. */
export interface KeptChat {
  readonly id: string;
  readonly site: string;
  readonly queueId: string;
  readonly language: Language;
  readonly standing: ChatStanding;
  readonly interactionId: string | null;
  readonly customerId: string | null;
  readonly lastSeq: number;
  readonly agentSeenAt: Date | null;
  readonly offeredAt: Date | null;
  readonly seenAt: Date;
  readonly visitorWroteAt: Date;
  readonly agentWroteAt: Date | null;
  readonly askedAt: Date | null;
}

/** That one, locked until the end of the transaction; null: there is none that the reader sees. */
export async function lockChat(tx: Seen, id: string): Promise<KeptChat | null> {
  const row = await tx.selectFrom('chats').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  return {
    id,
    site: row.site,
    queueId: row.queue_id,
    language: row.language,
    standing: standingOf(row),
    interactionId: row.interaction_id,
    customerId: row.customer_id,
    lastSeq: row.last_seq,
    agentSeenAt: row.agent_seen_at,
    offeredAt: row.offered_at,
    seenAt: row.seen_at,
    visitorWroteAt: row.visitor_wrote_at,
    agentWroteAt: row.agent_wrote_at,
    askedAt: row.asked_at,
  };
}

function standingOf(row: {
  state: ChatStanding['state'];
  agent_id: string | null;
  offered_to: string | null;
  ended: ChatEnd | null;
}): ChatStanding {
  // An agent who is no more: nobody's.
  const agentId = row.agent_id ?? '';
  switch (row.state) {
    case 'open':
    case 'read':
      return { state: row.state, agentId };
    case 'offered':
      return { state: 'offered', agentId, to: row.offered_to ?? '' };
    case 'ended':
      return { state: 'ended', why: row.ended ?? 'silence', agentId: row.agent_id };
    default:
      return { state: row.state };
  }
}

/** What is begun by a visitor. False: there is one of that id already. With the house's eyes. */
export async function addChat(
  tx: Seen,
  chat: {
    readonly id: string;
    readonly site: string;
    readonly queueId: string;
    readonly language: 'it' | 'en';
    readonly visitor: Chat['visitor'];
    readonly about: string;
    readonly notice: string;
    readonly tokenHash: string;
    readonly state: 'waiting' | 'left';
    readonly callAt: string | null;
    readonly at: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('chats')
    .values({
      id: chat.id,
      site: chat.site,
      queue_id: chat.queueId,
      language: chat.language,
      visitor: JSON.stringify(chat.visitor),
      about: chat.about,
      notice_edition: chat.notice,
      token_hash: chat.tokenHash,
      state: chat.state,
      call_wanted: chat.callAt,
      opened_at: chat.at,
      waits_since: chat.at,
      seen_at: chat.at,
      visitor_wrote_at: chat.at,
      ...(chat.state === 'waiting' ? { queued_at: chat.at } : { left_at: chat.at }),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  await tellQueues(tx);
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Where it stands from now on. With the house's eyes, or it may go where its writer does not see it any more. */
export async function changeChat(
  tx: Seen,
  { id }: Pick<KeptChat, 'id'>,
  standing: ChatStanding,
  change: {
    readonly at: Date;
    /** Given where it is taken. */
    readonly taken?: { readonly interactionId: string; readonly continues: string | null };
    readonly queueId?: string;
    readonly passed?: Chat['passed'];
  },
): Promise<void> {
  const { at, taken, queueId, passed } = change;
  const isWaiting = standing.state === 'waiting' || standing.state === 'left';
  const isOffered = standing.state === 'offered';
  const isOver = standing.state === 'ended';
  await tx
    .updateTable('chats')
    .set({
      state: standing.state,
      agent_id: 'agentId' in standing ? standing.agentId : null,
      offered_to: isOffered ? standing.to : null,
      offered_at: isOffered ? at : null,
      ended_at: isOver ? at : null,
      ended: isOver ? standing.why : null,
      ...(isWaiting && { agent_seen_at: null, taken_at: null }),
      ...(standing.state === 'waiting' && { queued_at: at }),
      ...(standing.state === 'left' && { left_at: at }),
      ...(taken && {
        taken_at: at,
        agent_seen_at: at,
        // Whoever takes it has written nothing yet: the visitor waits for them.
        agent_wrote_at: null,
        interaction_id: taken.interactionId,
        continues: taken.continues,
      }),
      ...(queueId !== undefined && {
        queue_id: queueId,
        came_to: sql<string>`coalesce(came_to, queue_id)`,
      }),
      ...(passed !== undefined && { passed: passed === null ? null : JSON.stringify(passed) }),
      asked_at: null,
      visitor_typing_until: null,
      agent_typing_until: null,
    })
    .where('id', '=', id)
    .execute();
  await tellQueues(tx);
  await tellChat(tx, id);
}

/** Both the agents' lists and the lead's board are different. */
async function tellQueues(tx: Seen): Promise<void> {
  await tellNews(tx, 'chats');
  await tellNews(tx, 'board');
}

/** What is written next in a chat that is locked; what has been written under that id before is found again. */
export async function addMessage(
  tx: Seen,
  { id: chatId }: Pick<KeptChat, 'id'>,
  message: {
    readonly id: string;
    readonly by: Message['by'];
    readonly agentId: string | null;
    readonly kind: Message['kind'];
    readonly text: string;
    readonly canned: string | null;
    readonly at: Date;
  },
): Promise<{ seq: number; at: string }> {
  const { last_seq: seq } = await tx
    .updateTable('chats')
    .set((row) => ({
      last_seq: row('last_seq', '+', 1),
      ...(message.by === 'visitor' && { visitor_wrote_at: message.at, asked_at: null, visitor_typing_until: null }),
      ...(message.by === 'agent' && { agent_wrote_at: message.at, agent_typing_until: null }),
    }))
    .where('id', '=', chatId)
    .returning('last_seq')
    .executeTakeFirstOrThrow();
  const { id, by, agentId, kind, text, canned, at } = message;
  await tx
    .insertInto('chat_messages')
    .values({ chat_id: chatId, seq, id, at, by, agent_id: agentId, kind, text, canned })
    .execute();
  if (by === 'agent') await answered(tx, chatId, at);
  await tellChat(tx, chatId);
  return { seq, at: at.toISOString() };
}

/** An agent has written: with the first word the visitor is answered, unless they wait no more and have left a message. */
async function answered(tx: Seen, chatId: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('chats')
    .set({ answered_at: at })
    .where('id', '=', chatId)
    .where('answered_at', 'is', null)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellNews(tx, 'board');
}

/** Null: nothing was written under that id. */
export async function findMessage(
  tx: Seen,
  chatId: string,
  id: string,
): Promise<{ seq: number; at: string; by: Message['by'] } | null> {
  const row = await tx
    .selectFrom('chat_messages')
    .select(['seq', 'at', 'by'])
    .where('chat_id', '=', chatId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, at: row.at.toISOString() };
}

const listed = (tx: Seen) =>
  tx
    .selectFrom('chats')
    .leftJoin('agents', 'agents.id', 'chats.agent_id')
    .selectAll('chats')
    .select('agents.name as agent_name');
type Listed = Awaited<ReturnType<ReturnType<typeof listed>['executeTakeFirstOrThrow']>>;

const toChat = (row: Listed, now: Date): Chat =>
  chatSchema.parse({
    id: row.id,
    state: row.state,
    queueId: row.queue_id,
    language: row.language,
    visitor: row.visitor,
    about: row.about,
    openedAt: row.opened_at.toISOString(),
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name },
    takenAt: row.taken_at?.toISOString() ?? null,
    interactionId: row.agent_id === null ? null : row.interaction_id,
    continues: row.agent_id === null ? null : row.continues,
    passed: row.passed,
    lastSeq: row.last_seq,
    readByVisitor: row.read_by_visitor,
    readByAgent: row.read_by_agent,
    isTyping: row.visitor_typing_until !== null && row.visitor_typing_until > now,
    callWanted: row.call_wanted,
    endedAt: row.ended_at?.toISOString() ?? null,
    ended: row.ended,
  });

/** Null: there is none that the reader sees. */
export async function findChat(tx: Seen, id: string, now: Date): Promise<Chat | null> {
  const row = await listed(tx).where('chats.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toChat(row, now);
}

/** With whom it is; null: that is not known (yet). */
export async function customerOfChat(tx: Seen, id: string): Promise<string | null> {
  const row = await tx.selectFrom('chats').select('customer_id').where('id', '=', id).executeTakeFirst();
  return row?.customer_id ?? null;
}

/** Those who wait and what was left in queues of the reader's, the longest first; one's own; and what colleagues offer. */
export async function listChats(tx: Seen, agentId: string, now: Date): Promise<Omit<ChatList, 'asOf' | 'most'>> {
  const since = new Date(now.getTime() - unreportedHours * 3_600_000);
  const of = async (query: ReturnType<typeof listed>) =>
    (await query.orderBy('chats.waits_since').limit(mostListed).execute()).map((row) => toChat(row, now));
  return {
    waiting: await of(listed(tx).where('state', '=', 'waiting')),
    left: await of(listed(tx).where('state', '=', 'left')),
    mine: await of(
      listed(tx)
        .where('chats.agent_id', '=', agentId)
        .where(
          sql<boolean>`(state in ('open', 'offered') or (coalesce(ended_at, taken_at) > ${since}
            and not exists (select from interactions where interactions.id = chats.interaction_id)))`,
        ),
    ),
    offered: await of(listed(tx).where('offered_to', '=', agentId).where('state', '=', 'offered')),
  };
}

/** How many conversations are that agent's now; nobody takes another one for them until the end of this transaction. */
export async function openChatsOf(tx: Seen, agentId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${agentId}, 7))`.execute(tx);
  const { count } = await tx
    .selectFrom('chats')
    .select(sql<string>`count(*)`.as('count'))
    .where('agent_id', '=', agentId)
    .where('state', 'in', ['open', 'offered'])
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What was written after that number, in order. */
export async function messagesAfter(tx: Seen, chatId: string, after: number): Promise<Message[]> {
  const rows = await tx
    .selectFrom('chat_messages')
    .leftJoin('agents', 'agents.id', 'chat_messages.agent_id')
    .leftJoin('chat_files', (join) =>
      join.onRef('chat_files.id', '=', 'chat_messages.id').onRef('chat_files.chat_id', '=', 'chat_messages.chat_id'),
    )
    .select(['seq', 'chat_messages.id', 'chat_messages.at', 'chat_messages.by', 'chat_messages.kind', 'text'])
    .select(['agents.id as agentId', 'agents.name as agentName', 'chat_files.kind as fileKind', 'bytes', 'sha256'])
    .where('chat_messages.chat_id', '=', chatId)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
  return rows.map(({ agentId, agentName, at, fileKind, bytes, sha256, ...row }) =>
    messageSchema.parse({
      ...row,
      at: at.toISOString(),
      file: fileKind === null ? null : { kind: fileKind, bytes, sha256 },
      agent: agentId === null ? null : { id: agentId, name: agentName },
    }),
  );
}

/** The chat of an interaction that goes on from another one; that same id where there is none before it. */
export async function chatOfInteraction(tx: Seen, id: string): Promise<string> {
  const { rows } = await asHouse(tx, (all) =>
    sql<{ id: string }>`
      with recursive before as (
        select id, continues, 1 as depth from interactions where id = ${id} and channel = 'chat'
        union select one.id, one.continues, depth + 1 from interactions as one join before on one.id = before.continues
          where depth < 20 and one.channel = 'chat'
      ) select id from chats where id = ${id} or interaction_id = ${id}
        union all select chats.id from before join chats on chats.id in (before.id, before.continues) limit 1`.execute(
      all,
    ),
  );
  return rows[0]?.id ?? id;
}

/** How far either side has read. With the reader's own eyes. */
export async function readUpTo(tx: Seen, chatId: string, by: 'agent' | 'visitor', upTo: number): Promise<void> {
  const column = by === 'agent' ? 'read_by_agent' : 'read_by_visitor';
  const { numUpdatedRows } = await tx
    .updateTable('chats')
    .set({ [column]: sql`least(last_seq, ${upTo}::int)` })
    .where('id', '=', chatId)
    .where(column, '<', upTo)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellChat(tx, chatId);
}

/** Null: not any more. */
export async function typesUntil(tx: Seen, chatId: string, by: 'agent' | 'visitor', until: Date | null): Promise<void> {
  const column = by === 'agent' ? 'agent_typing_until' : 'visitor_typing_until';
  await tx
    .updateTable('chats')
    .set({ [column]: until })
    .where('id', '=', chatId)
    .execute();
  if (by === 'visitor') await tellTyping(tx, chatId, until !== null);
  else await tellChat(tx, chatId);
}

/** The agent's PC has these in its hands. */
export async function agentAlive(tx: Seen, agentId: string, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('chats')
    .set({ agent_seen_at: at })
    .where('id', 'in', ids)
    .where('agent_id', '=', agentId)
    .where('state', 'in', ['open', 'offered'])
    .execute();
}

/** The report of an interaction says with whom it was: that of the agent who has it, or the first to know. With the house's eyes. */
export async function chatIsWith(tx: Seen, interactionId: string, customerId: string): Promise<void> {
  const id = await chatOfInteraction(tx, interactionId);
  await tx
    .updateTable('chats')
    .set({ customer_id: customerId })
    .where('id', '=', id)
    .where((row) => row.or([row('interaction_id', '=', interactionId), row('customer_id', 'is', null)]))
    .execute();
}

/** The visitor's own chat by its token; null: it opens nothing. With the house's eyes. */
export async function chatOfToken(tx: Seen, tokenHash: string): Promise<string | null> {
  const row = await tx.selectFrom('chats').select('id').where('token_hash', '=', tokenHash).executeTakeFirst();
  return row?.id ?? null;
}

/** The token opens nothing any more. */
export async function closeDoor(tx: Seen, chatId: string): Promise<void> {
  await tx.updateTable('chats').set({ token_hash: null }).where('id', '=', chatId).execute();
}

/** A sign of the visitor's page. */
export async function visitorIsThere(tx: Seen, chatId: string, at: Date): Promise<void> {
  await tx.updateTable('chats').set({ seen_at: at }).where('id', '=', chatId).execute();
}

export async function wantsCall(tx: Seen, chatId: string, number: string): Promise<void> {
  await tx.updateTable('chats').set({ call_wanted: number }).where('id', '=', chatId).execute();
}

export async function askedIfThere(tx: Seen, chatId: string, at: Date): Promise<void> {
  await tx.updateTable('chats').set({ asked_at: at }).where('id', '=', chatId).execute();
}

/** How many wait in that queue, in all or since before that moment. With the house's eyes. */
export async function countWaiting(
  tx: Seen,
  where: { readonly site: string } | { readonly before: string },
): Promise<number> {
  const { rows } = await ('site' in where
    ? sql<{ count: string }>`select count(*) from chats where site = ${where.site} and state = 'waiting'`
    : sql<{ count: string }>`select count(*) from chats as other join chats as mine on mine.id = ${where.before}
        where other.state = 'waiting' and mine.state = 'waiting' and other.queue_id = mine.queue_id
          and (other.waits_since, other.id) < (mine.waits_since, mine.id)`
  ).execute(tx);
  return Number(rows[0]?.count ?? 0);
}

/** Chats at which the calendar has something to do. With the house's eyes. */
export async function chatsToKeep(
  tx: Seen,
  before: {
    readonly gone: Date;
    readonly agentLost: Date;
    readonly offerOver: Date;
    readonly silent: Date;
    readonly door: Date;
  },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from chats where (state = 'waiting' and seen_at < ${before.gone})
      or (state in ('open', 'offered') and (agent_seen_at < ${before.agentLost} or agent_id is null))
      or (state = 'offered' and offered_at < ${before.offerOver})
      or (state = 'open' and greatest(visitor_wrote_at, agent_wrote_at) < ${before.silent})
      or (state = 'ended' and token_hash is not null and ended_at < ${before.door})
      or (state in ('left', 'read') and token_hash is not null and seen_at < ${before.door})
    order by id limit ${mostListed}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Where a message that was left is answered to. With the house's eyes. */
export async function answerTo(tx: Seen, chatId: string, email: string): Promise<void> {
  await sql`update chats set visitor = jsonb_set(visitor, '{email}', to_jsonb(${email}::text)) where id = ${chatId}`.execute(
    tx,
  );
}

/** What its visitor is told of it: of colleagues the given name alone, and nothing of what they say among themselves. */
export async function visitorsView(
  tx: Seen,
  chatId: string,
  after: number,
  now: Date,
): Promise<Omit<VisitorChat, 'ahead' | 'survey'>> {
  const chat = await tx
    .selectFrom('chats')
    .leftJoin('agents', 'agents.id', 'chats.agent_id')
    .select(['state', 'last_seq', 'read_by_agent', 'agent_typing_until', 'agents.given_name as agent'])
    .where('chats.id', '=', chatId)
    .executeTakeFirstOrThrow();
  const messages = await tx
    .selectFrom('chat_messages')
    .leftJoin('agents', 'agents.id', 'chat_messages.agent_id')
    .leftJoin('chat_files', (join) =>
      join.onRef('chat_files.id', '=', 'chat_messages.id').onRef('chat_files.chat_id', '=', 'chat_messages.chat_id'),
    )
    .select(['seq', 'chat_messages.id', 'chat_messages.at', 'chat_messages.by', 'chat_messages.kind', 'text'])
    .select(['agents.given_name as name', 'chat_files.kind as fileKind', 'bytes', 'sha256'])
    .where('chat_messages.chat_id', '=', chatId)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
  const states = { offered: 'open', read: 'left' } as const;
  const { state } = chat;
  return {
    state: state === 'offered' || state === 'read' ? states[state] : state,
    agent: chat.agent,
    messages: messages.map(({ at, fileKind, bytes, sha256, ...row }) =>
      visitorMessageSchema.parse({
        ...row,
        at: at.toISOString(),
        file: fileKind === null ? null : { kind: fileKind, bytes, sha256 },
      }),
    ),
    lastSeq: chat.last_seq,
    readByAgent: chat.read_by_agent,
    isTyping: chat.agent_typing_until !== null && chat.agent_typing_until > now,
  };
}
