// What hangs on a customer goes over to another and back, table by table as privacy/holdings.ts has them: no table can be forgotten.
import { type RawBuilder, sql } from 'kysely';
import type { Seen } from '../db/seenBy.ts';
import { holdings } from '../privacy/holdings.ts';
import type { Before, Moved } from '../repositories/merges.ts';

const keyed = (key: readonly string[]) =>
  sql`jsonb_build_object(${sql.join(key.flatMap((column) => [sql.lit(column), sql.ref(column)]))})`;

/** Resolves to the keys of what went over. With the house's eyes. */
export async function moveOver(tx: Seen, from: string, to: string): Promise<Moved> {
  const moved: Moved = {};
  for (const { table, merged } of holdings) {
    if (merged.kind !== 'goOver') continue;
    const { rows } = await sql<{ key: Moved[string][number] }>`
      update ${sql.table(table)} set ${merged.becomes(to)} where ${merged.of(from)} returning ${keyed(merged.key)} as key`.execute(
      tx,
    );
    if (rows.length > 0) moved[table] = rows.map(({ key }) => key);
  }
  return moved;
}

/** What has gone to somebody else since, or is gone, stays so. With the house's eyes. */
export async function moveBack(tx: Seen, moved: Moved, from: string, to: string): Promise<void> {
  for (const { table, merged } of holdings) {
    const keys = moved[table];
    if (merged.kind !== 'goOver' || keys === undefined) continue;
    const columns = sql.join(merged.key.map((column) => sql.ref(column)));
    await sql`
      update ${sql.table(table)} set ${merged.becomes(to)} where ${merged.of(from)} and (${columns}) in (
        select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(keys)}::jsonb))`.execute(
      tx,
    );
  }
}

/** The rows that go with whoever goes, in the order in which they are put back: the customer before what belongs to them. */
export async function rowsOf(tx: Seen, id: string): Promise<Before['rows']> {
  const kept: Before['rows'] = [];
  for (const { table, merged } of holdings.toReversed()) {
    if (merged.kind !== 'comeBack') continue;
    const { rows } = await sql<{ row: Moved[string][number] }>`
      select to_jsonb(them) as row from ${sql.table(table)} as them where ${merged.of(id)}`.execute(tx);
    if (rows.length > 0) kept.push({ table, rows: rows.map(({ row }) => row) });
  }
  return kept;
}

/** With the house's eyes. */
export async function putBack(tx: Seen, kept: Before['rows']): Promise<void> {
  for (const { table, rows } of kept) {
    const all = sql`${JSON.stringify(rows)}::jsonb`;
    await sql`select put_back(${table}, ${still[table]?.(all) ?? all})`.execute(tx);
  }
}

/** What has lost meanwhile whom else, or what else, it is about does not come back. */
const still: Readonly<Record<string, (rows: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  duplicate_pairs: (rows) => sql`(
    select coalesce(jsonb_agg(pair), '[]') from jsonb_array_elements(${rows}) as pair
    where (select count(*) from customers where id in (pair ->> 'one', pair ->> 'other')) = 2)`,
  import_rows: (rows) => sql`(
    select coalesce(jsonb_agg(imported), '[]') from jsonb_array_elements(${rows}) as imported
    where exists (select from imports where id = imported ->> 'import_id'))`,
};
