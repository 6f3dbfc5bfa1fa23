// Who went into whom, as rows: what a merge keeps so that it can be undone, and where an id leads by now.
import { sql } from 'kysely';
import { z } from 'zod';
import { type Customer, customerSchema } from '#shared/model/customer';
import { type CustomerId, customerIdSchema } from '#shared/model/ids';
import { type Duplicates, mergeFieldSchema } from '#shared/protocol/merges';
import type { Seen } from '../db/seenBy.ts';
import { lockCustomer } from './customers.ts';

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** By table. */
const movedSchema = z.record(z.string(), rowsSchema);
export type Moved = z.infer<typeof movedSchema>;

const beforeSchema = z.object({
  /** What they were, as the protocol has them. */
  kept: customerSchema,
  gone: customerSchema,
  take: z.array(mergeFieldSchema),
  /** Rows that went with whoever went, by table, in the order in which they are put back. */
  rows: z.array(z.object({ table: z.string(), rows: rowsSchema })),
});
export type Before = z.infer<typeof beforeSchema>;

export interface KeptMerge {
  readonly id: string;
  readonly kept: CustomerId;
  readonly gone: CustomerId;
  readonly at: Date;
  readonly undoUntil: Date;
  /** Null: it was too long ago. */
  readonly undo: { readonly moved: Moved; readonly before: Before } | null;
}

interface NewMerge {
  readonly id: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Date;
  readonly undoUntil: Date;
  readonly moved: Moved;
  readonly before: Before;
}

export async function addMerge(tx: Seen, { id, by, at, undoUntil, moved, before }: NewMerge): Promise<void> {
  await tx
    .insertInto('merges')
    .values({
      ...{ id, kept: before.kept.id, gone: before.gone.id, gone_code: before.gone.code, gone_name: before.gone.name },
      ...{ by_agent: by.id, by_name: by.name, at, undo_until: undoUntil },
      ...{ moved: JSON.stringify(moved), before: JSON.stringify(before) },
    })
    .execute();
}

/** The merge, which stays as it is until the end of this transaction. */
export async function lockMerge(tx: Seen, id: string): Promise<KeptMerge | null> {
  const row = await tx.selectFrom('merges').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) return null;
  const { moved, before, at } = row;
  return {
    id,
    kept: customerIdSchema.parse(row.kept),
    gone: customerIdSchema.parse(row.gone),
    at,
    undoUntil: row.undo_until,
    undo:
      moved === null || before === null
        ? null
        : { moved: movedSchema.parse(moved), before: beforeSchema.parse(before) },
  };
}

export async function removeMerge(tx: Seen, id: string): Promise<void> {
  await tx.deleteFrom('merges').where('id', '=', id).execute();
}

/** What was made one with this one, the latest first, as long as it can be undone. */
export async function undoableMerges(tx: Seen, kept: string, now: Date): Promise<Duplicates['merges']> {
  const rows = await tx
    .selectFrom('merges')
    .select(['id', 'gone_code as code', 'gone_name as name', 'at', 'by_name as by', 'undo_until'])
    .where('kept', '=', kept)
    .where('undo_until', '>', now)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ id, code, name, at, by, undo_until }) => ({
    ...{ id, gone: { code, name }, at: at.toISOString(), by, undoUntil: undo_until.toISOString() },
  }));
}

/** What was needed to undo merges is forgotten once it is too late for that. With the house's eyes. */
export async function forgetUndoing(tx: Seen, now: Date): Promise<void> {
  await tx
    .updateTable('merges')
    .set({ moved: null, before: null, gone_name: '' })
    .where('undo_until', '<=', now)
    .where('before', 'is not', null)
    .execute();
}

/** Whom that id means by now; null: nobody else, or nobody at all. */
export async function ledTo(tx: Seen, id: string): Promise<CustomerId | null> {
  const { rows } = await sql<{ id: string | null }>`select led_to(${id}) as id`.execute(tx);
  return customerIdSchema.nullable().parse(rows[0]?.id ?? null);
}

/** The customer of that id, or into whom they went, who stays as they are until the end of this transaction. */
export async function lockLed(tx: Seen, id: string): Promise<Customer | null> {
  // Who is being made one with another at this moment is waited for, and then not there.
  const customer = await lockCustomer(tx, id);
  if (customer !== null) return customer;
  const led = await ledTo(tx, id);
  return led === null ? null : lockCustomer(tx, led);
}
