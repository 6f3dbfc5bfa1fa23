// What fields of customers were before. Changes of a customer's own row are noted by a trigger (migration 160), with the author said here.
import { sql } from 'kysely';
import { type ChangeCause, type FieldChange, fieldChangeSchema } from '#shared/protocol/history';
import type { Seen } from '../db/seenBy.ts';

export interface Author {
  /** Null: no agent. */
  readonly agentId: string | null;
  readonly name: string;
  readonly cause: ChangeCause;
  /** In their words, where there is a reason to be kept. */
  readonly why?: string;
}

/** From here on this transaction's changes of customers are this author's. */
export async function asAuthor(tx: Seen, author: Author): Promise<void> {
  await sql`select set_config('cornetta.author', ${JSON.stringify(author)}, true)`.execute(tx);
}

interface Change {
  readonly field: string;
  readonly was: unknown;
  readonly becomes: unknown;
  readonly at: Date | string;
  /** Where it is not the author's. */
  readonly cause?: ChangeCause;
}

/** Notes a change that no trigger sees. */
export async function noteChange(tx: Seen, customerId: string, change: Change): Promise<void> {
  const { field, was, becomes, at, cause = null } = change;
  await sql`select note_change(${customerId}, ${field}, ${JSON.stringify(was)}::jsonb, ${JSON.stringify(becomes)}::jsonb,
    ${at}::timestamptz, ${cause}::text)`.execute(tx);
}

interface Wanted {
  readonly field?: string | undefined;
  /** Older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
  /** Whether reasons are told as well: they may be the person's own affair. */
  readonly withWhy: boolean;
}

/** Newest first. */
export async function changesOf(
  tx: Seen,
  customerId: string,
  { field, before, limit, withWhy }: Wanted,
): Promise<FieldChange[]> {
  let changes = tx.selectFrom('field_changes').selectAll().where('customer_id', '=', customerId);
  if (field !== undefined) changes = changes.where('field', '=', field);
  if (before !== undefined) changes = changes.where('id', '<', String(before));
  const rows = await changes.orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id, by_name, at, why, ...row }) =>
    fieldChangeSchema.parse({
      ...{ ...row, id: Number(id), by: by_name, at: at.toISOString() },
      ...(withWhy && why !== null && { why }),
    }),
  );
}
