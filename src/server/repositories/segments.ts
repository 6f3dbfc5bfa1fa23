// Generations of the whole set and their segments: who is in which, and the bytes once they have been made.
import { type SqlBool, sql } from 'kysely';
import type { Row } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import { toCome } from '../db/houseClock.ts';
import type { Seen } from '../db/seenBy.ts';
import { caseRows, contactRows, customerRows, noteRows, toCase, toContact, toCustomer, toNote } from './rows.ts';

export interface Generation {
  readonly id: string;
  readonly portfolioId: string;
  /** Where the feed stood before anything of it was read (xid8, as text). */
  readonly tx: string;
}

export interface SegmentSizes {
  /** In one segment. */
  readonly customers: number;
  /** In one of those that come first. */
  readonly recent: number;
}

/** The youngest generation of each of these portfolios that may still be given out. */
export async function usableGenerations(
  db: Seen,
  portfolios: readonly string[],
  usable: {
    readonly since: Date;
    /** What was made later was made by a clock that was ahead. */
    readonly now: Date;
    /** Not where more customers than this, and more than that share of them, have changed since. */
    readonly mostChanged: { readonly customers: number; readonly share: number };
  },
): Promise<Generation[]> {
  const { since, now, mostChanged } = usable;
  const { rows } = await sql<Generation>`
    select id, portfolio_id as "portfolioId", tx::text as tx from (
      select distinct on (portfolio_id) * from generations
        where portfolio_id = any (${portfolios}) and made_at > ${since} and made_at <= ${toCome(now)}
          and epoch = feed_epoch() and tx > (select up_to from forgotten)
        order by portfolio_id, tx desc, id) as youngest
    where not exists (
      select from customers where customers.portfolio_id = youngest.portfolio_id and customers.tx >= youngest.tx
        offset greatest(${mostChanged.customers}, floor(youngest.customers * ${mostChanged.share}::float8)::int))`.execute(
    db,
  );
  return rows;
}

/** One after the other, so that of several who find none only the first makes one. Until the transaction's end. */
export async function waitToGenerate(tx: Query, portfolio: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${portfolio}, 5))`.execute(tx);
}

/**
 * Says which customers each segment of a new generation holds: first those last spoken to since `recentSince`, the latest first, at most
 * a twentieth of all; then all, by their ids. A portfolio that is one segment needs none before it.
 */
export async function makeGeneration(
  tx: Seen,
  made: { readonly id: string; readonly portfolio: string; readonly at: Date; readonly recentSince: Date },
  sizes: SegmentSizes,
): Promise<Generation> {
  // The feed's edge first: whatever changes from here on comes with the changes.
  const { rows: edges } = await sql<{ tx: string; epoch: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as tx, feed_epoch() as epoch`.execute(tx);
  const [edge] = edges;
  if (edge === undefined) throw new Error('the feed has no edge');
  const { portfolio } = made;
  const { rows: bounds } = await sql<{ id: string; n: number; last: boolean }>`
    select id, n::int, last from (
      select id, row_number() over by_id as n, lead(id) over by_id is null as last
        from (${customersIn(portfolio)}) as theirs window by_id as (order by id)) as numbered
    where last or n % ${sql.lit(sizes.customers)} = 0 order by n`.execute(tx);
  const customers = bounds.at(-1)?.n ?? 0;
  const recent =
    customers <= sizes.customers
      ? []
      : await recentCustomers(tx, portfolio, made.recentSince, Math.floor(customers / 20));
  const segments = [
    ...piecesOf(recent, sizes.recent).map((ids) => ({ customer_ids: ids, customers: ids.length })),
    ...rangesOf(bounds.filter(({ last }) => !last).map(({ id }) => id)).map((range, place) => ({
      ...range,
      customers: Math.min(sizes.customers, customers - place * sizes.customers),
    })),
  ];
  await tx
    .insertInto('generations')
    .values({ id: made.id, portfolio_id: portfolio, ...edge, customers, made_at: made.at })
    .execute();
  await tx
    .insertInto('segments')
    .values(segments.map((segment, number) => ({ generation: made.id, number, portfolio_id: portfolio, ...segment })))
    .execute();
  return { id: made.id, portfolioId: portfolio, tx: edge.tx };
}

/** Below every id, and above every one. */
const [lowest, highest] = ['', '~'];

/** Together they hold every id, also of whoever comes later. */
const rangesOf = (bounds: readonly string[]) =>
  [...bounds, highest].map((upTo, place) => ({ above: bounds[place - 1] ?? lowest, up_to: upTo }));

const piecesOf = (ids: string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, place) => ids.slice(place * size, (place + 1) * size));

/** Whoever has a row in it: a client company's holds customers, a closed queue's what it has worked on. */
const customersIn = (portfolio: string) => sql`
  select id from customers where portfolio_id = ${portfolio}
  union all (
    select customer_id from cases where portfolio_id = ${portfolio} and ${isClosed(portfolio)}
    union select customer_id from contacts where portfolio_id = ${portfolio} and ${isClosed(portfolio)})`;

const isClosed = (portfolio: string) => sql<SqlBool>`(select client_id <> id from portfolios where id = ${portfolio})`;

async function recentCustomers(db: Seen, portfolio: string, since: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from contacts where portfolio_id = ${portfolio} and at > ${since}
    group by 1 order by max(at) desc, 1 limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export interface ListedSegment {
  readonly generation: string;
  readonly portfolioId: string;
  readonly number: number;
  readonly customers: number;
}

/** In the order in which they are to be loaded. */
export async function listSegments(db: Seen, generations: readonly string[]): Promise<ListedSegment[]> {
  const { rows } = await sql<ListedSegment>`
    select generation, portfolio_id as "portfolioId", number, customers from segments
    where generation = any (${generations})
    order by customer_ids is null, portfolio_id, number`.execute(db);
  return rows;
}

export interface Segment {
  readonly generation: string;
  readonly number: number;
  readonly portfolioId: string;
  /** Named ones, or all whose ids are above one and up to another. */
  readonly customers: { readonly ids: string[] } | { readonly above: string; readonly upTo: string };
  /** null: its bytes are to be made first. */
  readonly kept: { readonly etag: string; readonly length: number } | null;
}

/** Nobody who is in its bytes has gone since they were made, wherever they lay: a closed queue's hold what it has worked on for others' customers. */
const isUsable = sql<SqlBool>`bytes is not null and not exists (
  select from tombstones where entity = 'customer'
    and (tombstones.id = any (customer_ids) or (tombstones.id > above and tombstones.id <= up_to))
    and not pg_visible_in_snapshot(tombstones.tx, made_of))`;

/** null: there is none, or not for whoever looks. */
export async function findSegment(db: Seen, generation: string, number: number): Promise<Segment | null> {
  const row = await db
    .selectFrom('segments')
    .select(['portfolio_id', 'customer_ids', 'above', 'up_to', 'etag', sql<number>`octet_length(bytes)`.as('length')])
    .select(isUsable.as('usable'))
    .where('generation', '=', generation)
    .where('number', '=', number)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { portfolio_id: portfolioId, customer_ids: ids, above, up_to: upTo, etag, length, usable } = row;
  return {
    ...{ generation, number, portfolioId },
    customers: ids === null ? { above: above ?? lowest, upTo: upTo ?? highest } : { ids },
    kept: usable && etag !== null ? { etag, length } : null,
  };
}

const isIn = (customers: Segment['customers']) =>
  'ids' in customers ? sql`id = any (${customers.ids})` : sql`id > ${customers.above} and id <= ${customers.upTo}`;

/** Whoever is in it by now, the one who was last spoken to first. */
export async function customersOf(db: Seen, { portfolioId, customers }: Segment): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (${customersIn(portfolioId)}) as theirs where ${isIn(customers)}
    order by (select max(at) from contacts where customer_id = theirs.id and portfolio_id = ${portfolioId}) desc nulls last,
      id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Everything of these customers that lies in that portfolio: each, in this order, with what belongs to them behind. */
export async function rowsOf(db: Seen, portfolio: string, customers: readonly string[]): Promise<Row[]> {
  const people = await customerRows(db)
    .where('customers.portfolio_id', '=', portfolio)
    .where('customers.id', 'in', customers)
    .execute();
  const cases = await caseRows(db)
    .where('portfolio_id', '=', portfolio)
    .where('customer_id', 'in', customers)
    .orderBy('id')
    .execute();
  const contacts = await contactRows(db)
    .where('portfolio_id', '=', portfolio)
    .where('customer_id', 'in', customers)
    .orderBy('id')
    .execute();
  const notes = await noteRows(db)
    .where('portfolio_id', '=', portfolio)
    .where('customer_id', 'in', customers)
    .orderBy('id')
    .execute();
  const theirs = new Map(customers.map((id) => [id, [] as Row[]]));
  for (const row of people) theirs.get(row.id)?.push({ kind: 'customer', row: toCustomer(row) });
  for (const row of cases) theirs.get(row.customer_id)?.push({ kind: 'case', row: toCase(row) });
  for (const row of contacts) theirs.get(row.customer_id)?.push({ kind: 'contact', row: toContact(row) });
  for (const row of notes) theirs.get(row.customer_id)?.push({ kind: 'note', row: toNote(row) });
  return [...theirs.values()].flat();
}

/** What this transaction sees by now (pg_snapshot, as text). */
export async function currentSnapshot(tx: Query): Promise<string> {
  const { rows } = await sql<{ now: string }>`select pg_current_snapshot()::text as now`.execute(tx);
  return rows[0]?.now ?? '';
}

export interface MadeBytes {
  readonly bytes: Buffer;
  readonly etag: string;
  /** What was seen when they were made (pg_snapshot, as text). */
  readonly madeOf: string;
}

/** Keeps the bytes, unless another instance has been quicker. */
export async function keepBytes(tx: Seen, { generation, number }: Segment, made: MadeBytes): Promise<void> {
  await sql`
    update segments set bytes = ${made.bytes}, etag = ${made.etag}, made_of = ${made.madeOf}::pg_snapshot
    where (generation, number) in (
      select generation, number from segments
      where generation = ${generation} and number = ${number} and not (${isUsable})
      for update skip locked)`.execute(tx);
}

/** Bytes of a segment, counted from 0; null: these bytes are no longer kept, or not for whoever looks. */
export async function readBytes(
  db: Seen,
  generation: string,
  number: number,
  etag: string,
  from: number,
  length: number,
): Promise<Uint8Array | null> {
  const { rows } = await sql<{ piece: Uint8Array }>`
    select substring(bytes from ${from + 1} for ${length}) as piece from segments
    where generation = ${generation} and number = ${number} and etag = ${etag}`.execute(db);
  return rows[0]?.piece ?? null;
}
