// The change feed as queries. Order is (transaction, id); a reader sees only what lies below the oldest
// transaction still running, so that one that began earlier and commits later is never passed by.
import { sql } from 'kysely';
import { type Change, type Entity, entitySchema } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';
import { caseRows, contactRows, customerRows, noteRows, toCase, toContact, toCustomer, toNote } from './rows.ts';

/** A place in the feed: everything up to this row of this transaction (xid8, as text) has been read. */
export interface FeedPosition {
  readonly tx: string;
  readonly id: string;
}

export interface FeedEdge {
  /** Transactions below this one are over. */
  readonly tx: string;
  /** Which life of which database these transaction numbers belong to. */
  readonly epoch: string;
  /** Deletions up to this transaction have been forgotten. */
  readonly forgottenUpTo: string;
}

export async function feedEdge(db: Query): Promise<FeedEdge> {
  const { rows } = await sql<FeedEdge>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as tx, feed_epoch() as epoch,
      (select up_to::text from forgotten) as "forgottenUpTo"`.execute(db);
  const [edge] = rows;
  if (edge === undefined) throw new Error('the feed has no edge');
  return edge;
}

/** Whether something already written is still hidden from the feed by an older transaction. */
export async function isHeldBack(db: Seen): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (
      select from changes where tx >= pg_snapshot_xmin(pg_current_snapshot())
    ) as held`.execute(db);
  return rows[0]?.held === true;
}

/** The oldest transaction still open, and how many rows that are already written it hides. */
export async function heldBack(db: Seen): Promise<{ readonly edge: string; readonly rows: number }> {
  const { rows } = await sql<{ edge: string; rows: number }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as edge, (
      select count(*)::int from changes where tx >= pg_snapshot_xmin(pg_current_snapshot())
    ) as rows`.execute(db);
  const [held] = rows;
  if (held === undefined) throw new Error('the feed has no edge');
  return held;
}

interface ChangeKey {
  readonly tx: string;
  readonly id: string;
  readonly entity: Entity;
  readonly version: number;
  readonly gone: boolean;
}

/** The parts of the view `changes`. Each is asked for its next ones by itself: together they would be sorted whole for each page. */
const sources = [
  ['customers', sql.lit('customer'), sql.lit(false)],
  ['cases', sql.lit('case'), sql.lit(false)],
  ['contacts', sql.lit('contact'), sql.lit(false)],
  ['notes', sql.lit('note'), sql.lit(false)],
  ['tombstones', sql.ref('entity'), sql.lit(true)],
] as const;

/**
 * The next changes after `from` and below `edge`. `last`: where to go on when there may be more; null when that was all.
 * A row that moved has a tombstone in the same place of the feed: no page ends between the two, which makes it longer than `limit`.
 */
export async function changesAfter(
  db: Seen,
  from: FeedPosition,
  edge: string,
  limit: number,
): Promise<{ changes: Change[]; last: FeedPosition | null }> {
  const next = ([table, entity, gone]: (typeof sources)[number]) => sql`
    (select tx, id, ${entity} as entity, version, ${gone} as gone from ${sql.table(table)}
      where (tx, id) > (${from.tx}::xid8, ${from.id}) and tx < ${edge}::xid8
      order by tx, id fetch first ${limit} rows with ties)`;
  const { rows: keys } = await sql<ChangeKey>`
    select tx::text as tx, id, entity, version, gone from (${sql.join(sources.map(next), sql` union all `)}) as next
    order by next.tx, id fetch first ${limit} rows with ties`.execute(db);
  const living = new Map<string, Change>();
  for (const entity of entitySchema.options) {
    const ids = keys.filter((key) => !key.gone && key.entity === entity).map((key) => key.id);
    for (const change of ids.length === 0 ? [] : await readers[entity](db, ids)) {
      if (change.kind !== 'tombstone') living.set(`${change.kind} ${change.row.id}`, change);
    }
  }
  const changes = keys.flatMap((key): Change[] => {
    if (key.gone) return [{ kind: 'tombstone', entity: key.entity, id: key.id, version: key.version }];
    const change = living.get(`${key.entity} ${key.id}`);
    return change === undefined ? [] : [change];
  });
  const last = keys.length < limit ? undefined : keys.at(-1);
  return { changes, last: last === undefined ? null : { tx: last.tx, id: last.id } };
}

const readers: Record<Entity, (db: Seen, ids: string[]) => Promise<Change[]>> = {
  customer: async (db, ids) =>
    (await customerRows(db).where('customers.id', 'in', ids).execute()).map((row) => ({
      kind: 'customer',
      row: toCustomer(row),
    })),
  case: async (db, ids) =>
    (await caseRows(db).where('id', 'in', ids).execute()).map((row) => ({ kind: 'case', row: toCase(row) })),
  contact: async (db, ids) =>
    (await contactRows(db).where('id', 'in', ids).execute()).map((row) => ({ kind: 'contact', row: toContact(row) })),
  note: async (db, ids) =>
    (await noteRows(db).where('id', 'in', ids).execute()).map((row) => ({ kind: 'note', row: toNote(row) })),
};
