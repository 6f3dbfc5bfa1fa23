// What one instance tells all of them, itself included, by the database; heard when the transaction has committed.
import { sql } from 'kysely';
import type { Query } from '../db/db.ts';

/** There is something new of that kind to fetch. */
export async function tellNews(db: Query, kind: 'board' | 'lostCalls' | 'callbacks' | 'help' | 'lists'): Promise<void> {
  await sql`select pg_notify('cornetta', ${JSON.stringify({ kind })})`.execute(db);
}

/** Whoever reads that connector is to do so now. */
export async function tellToRead(db: Query, connectorId: string): Promise<void> {
  await sql`select pg_notify('cornetta', ${JSON.stringify({ kind: 'connector', id: connectorId })})`.execute(db);
}
