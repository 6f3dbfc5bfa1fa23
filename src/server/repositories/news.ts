// What one instance tells all of them, itself included, by the database; heard when the transaction has committed.
import { sql } from 'kysely';
import type { Query } from '../db/db.ts';

/** There is something new of that kind to fetch. */
export async function tellNews(
  db: Query,
  kind: 'board' | 'lostCalls' | 'callbacks' | 'help' | 'lists' | 'chats',
): Promise<void> {
  await sql`select pg_notify('cornetta', ${JSON.stringify({ kind })})`.execute(db);
}

/** Whoever reads that connector is to do so now. */
export async function tellToRead(db: Query, connectorId: string): Promise<void> {
  await sql`select pg_notify('cornetta', ${JSON.stringify({ kind: 'connector', id: connectorId })})`.execute(db);
}

/** A chat is different: its visitor, its agent and the colleague to whom it is offered may ask how it stands. */
export async function tellChat(db: Query, chatId: string): Promise<void> {
  await sql`select pg_notify('cornetta', json_build_object('kind', 'chat', 'id', id,
    'to', array_remove(array[agent_id, offered_to], null))::text) from chats where id = ${chatId}`.execute(db);
}

/** Its visitor writes, or does not any more: told to its agent. */
export async function tellTyping(db: Query, chatId: string, on: boolean): Promise<void> {
  await sql`select pg_notify('cornetta', json_build_object('kind', 'chatTyping', 'id', id,
    'to', array_remove(array[agent_id], null), 'on', ${on}::boolean)::text) from chats where id = ${chatId}`.execute(
    db,
  );
}
