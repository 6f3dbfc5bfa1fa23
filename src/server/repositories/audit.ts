// Entries of the audit log and the chain that holds them, as rows. Read with the house's eyes alone.
import { sql } from 'kysely';
import type { AuditAction } from '#shared/protocol/audit';
import type { ChainEntry, ChainLink } from '../audit/chain.ts';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';

/** `bigint` and `bytea` in one shape, whichever driver reads. */
export interface EntryRow {
  readonly id: string;
  readonly seq: string | null;
  readonly hash: string | null;
  readonly at: Date;
  readonly actor: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjects: string[];
  readonly detail: Record<string, unknown>;
  readonly reason: string | null;
}

const rowsOf = (db: Query) =>
  db
    .selectFrom('audit_entries')
    .select(['at', 'actor', 'role', 'action', 'subject_kind as subjectKind', 'subjects', 'detail', 'reason'])
    .select([
      sql<string>`id::text`.as('id'),
      sql<string | null>`seq::text`.as('seq'),
      sql<string | null>`encode(hash, 'hex')`.as('hash'),
    ]);

const chained = ({ seq, hash, ...row }: EntryRow): ChainEntry & { readonly hash: Uint8Array } => ({
  ...row,
  seq: Number(seq),
  hash: Buffer.from(hash ?? '', 'hex'),
});

/** Whether this transaction may chain: no other does until it ends. */
export async function lockChain(tx: Seen): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('audit chain', 0)) as mine`.execute(tx);
  return rows[0]?.mine === true;
}

/** The oldest that have no place yet. */
export async function unchained(tx: Seen, limit: number): Promise<Omit<ChainEntry, 'seq'>[]> {
  const rows = await rowsOf(tx).where('seq', 'is', null).orderBy('audit_entries.id').limit(limit).execute();
  return rows.map(({ seq: _seq, hash: _hash, ...row }) => row);
}

/** Where the chain begins and where it ends. */
export async function chainEnds(tx: Seen): Promise<{ base: ChainLink; head: ChainLink }> {
  const { rows } = await sql<Record<'baseSeq' | 'baseHash' | 'headSeq' | 'headHash', string>>`
    select base_seq::text as "baseSeq", encode(base_hash, 'hex') as "baseHash",
      head_seq::text as "headSeq", encode(head_hash, 'hex') as "headHash" from audit_chain`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('the audit log has no chain');
  return {
    base: { seq: Number(row.baseSeq), hash: Buffer.from(row.baseHash, 'hex') },
    head: { seq: Number(row.headSeq), hash: Buffer.from(row.headHash, 'hex') },
  };
}

/** Gives the entries their places; the last of them is the chain's end. */
export async function chainEntries(tx: Seen, links: readonly (ChainLink & { readonly id: string })[]): Promise<void> {
  const rows = links.map(({ id, seq, hash }) => ({ id, seq, hash: Buffer.from(hash).toString('hex') }));
  await sql`
    update audit_entries set seq = link.seq, hash = decode(link.hash, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as link (id bigint, seq bigint, hash text)
    where audit_entries.id = link.id`.execute(tx);
  const last = rows.at(-1);
  if (last === undefined) return;
  await sql`update audit_chain set head_seq = ${last.seq}, head_hash = decode(${last.hash}, 'hex')`.execute(tx);
}

/** Of the chain, in its order, after that place. */
export async function chainAfter(tx: Seen, seq: number, limit: number): Promise<ReturnType<typeof chained>[]> {
  const rows = await rowsOf(tx).where('seq', '>', String(seq)).orderBy('audit_entries.seq').limit(limit).execute();
  return rows.map(chained);
}

/**
 * Cuts off the chain's beginning, as far as all of it is from before that moment; what is left begins where that ended.
 * Resolves to the last place that was cut off; null: there was nothing.
 */
export async function cutChain(tx: Seen, before: Date): Promise<number | null> {
  const { rows } = await sql<{ seq: string }>`
    update audit_chain set base_seq = last.seq, base_hash = last.hash
    from audit_entries as last
    where last.seq = (select coalesce(min(seq) - 1, head_seq) from audit_entries where seq is not null and at >= ${before})
    returning base_seq::text as seq`.execute(tx);
  const [cut] = rows;
  if (cut === undefined) return null;
  await tx.deleteFrom('audit_entries').where('seq', '<=', cut.seq).execute();
  return Number(cut.seq);
}

export interface AuditFilter {
  /** Whoever's data: all ids that they have, or had before they were made one with others. Null: anybody's, and none's. */
  readonly subjects: readonly string[] | null;
  readonly actor: string | null;
  readonly action: AuditAction | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Only what was written before this one. */
  readonly before: string | null;
}

/** The newest first; chained or not yet. */
export async function findEntries(tx: Seen, filter: AuditFilter, limit: number): Promise<EntryRow[]> {
  const { subjects, actor, action, from, to, before } = filter;
  let query = rowsOf(tx);
  if (subjects !== null) query = query.where(sql<boolean>`subjects && ${subjects}::text[]`);
  if (action !== null) query = query.where('action', '=', action);
  if (actor !== null) query = query.where('actor', '=', actor);
  if (from !== null) query = query.where('at', '>=', from);
  if (to !== null) query = query.where('at', '<', to);
  if (before !== null) query = query.where('audit_entries.id', '<', before);
  return query.orderBy('audit_entries.id', 'desc').limit(limit).execute();
}
