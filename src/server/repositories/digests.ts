// What the rows of a portfolio's buckets come to, and the rows of a bucket.
import { type SqlBool, sql } from 'kysely';
import type { PortfolioId } from '#shared/model/ids';
import type { Row } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';
import { caseRows, contactRows, customerRows, noteRows, toCase, toContact, toCustomer, toNote } from './rows.ts';

export interface BucketDigest {
  readonly portfolioId: PortfolioId;
  readonly bucket: number;
  /** 64 bits, in hex. */
  readonly mark: string;
  readonly rows: number;
  /** Nothing of it is of the transaction `since`, or of a later one. */
  readonly settled: boolean;
}

/** Every bucket that has had a row, with what is in it now. */
export async function bucketDigests(db: Seen, since: string): Promise<BucketDigest[]> {
  const { rows } = await sql<BucketDigest>`
    select portfolio_id as "portfolioId", bucket::int, lpad(to_hex(bit_xor(mark)), 16, '0') as mark, sum(rows)::int as rows,
      max(tx) < ${since}::xid8 as settled
    from (select * from digests union all select * from digest_steps) as steps
    group by portfolio_id, bucket order by portfolio_id, bucket`.execute(db);
  return rows;
}

/** What is asked for a bucket: found by index, because the conditions leak nothing to whoever does not see a row. */
export function bucketParts(db: Seen, portfolio: string, bucket: number) {
  const isIn = sql<SqlBool>`portfolio_id = ${portfolio} and bucket = ${bucket}`;
  return {
    customers: customerRows(db).where(isIn).orderBy('id'),
    cases: caseRows(db).where(isIn).orderBy('id'),
    contacts: contactRows(db).where(isIn).orderBy('id'),
    notes: noteRows(db).where(isIn).orderBy('id'),
  };
}

/** All rows of a portfolio that lie in a bucket, customers first. */
export async function rowsInBucket(db: Seen, portfolio: string, bucket: number): Promise<Row[]> {
  const parts = bucketParts(db, portfolio, bucket);
  const customers = await parts.customers.execute();
  const cases = await parts.cases.execute();
  const contacts = await parts.contacts.execute();
  const notes = await parts.notes.execute();
  return [
    ...customers.map((row): Row => ({ kind: 'customer', row: toCustomer(row) })),
    ...cases.map((row): Row => ({ kind: 'case', row: toCase(row) })),
    ...contacts.map((row): Row => ({ kind: 'contact', row: toContact(row) })),
    ...notes.map((row): Row => ({ kind: 'note', row: toNote(row) })),
  ];
}

/** Puts together the steps of all transactions that are over, unless another instance is at it. */
export async function foldDigests(tx: Seen): Promise<void> {
  if (!(await isFirst(tx))) return;
  await sql`
    with folded as (
      delete from digest_steps where tx < pg_snapshot_xmin(pg_current_snapshot()) returning *)
    insert into digests (portfolio_id, bucket, mark, rows, tx)
    select portfolio_id, bucket, bit_xor(mark), sum(rows), max(tx) from folded group by 1, 2
    on conflict (portfolio_id, bucket) do update
      set mark = digests.mark # excluded.mark, rows = digests.rows + excluded.rows, tx = greatest(digests.tx, excluded.tx)`.execute(
    tx,
  );
}

async function isFirst(tx: Query): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('digests', 6)) as mine`.execute(tx);
  return rows[0]?.mine === true;
}
