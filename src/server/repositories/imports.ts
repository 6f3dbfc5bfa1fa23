// Imports as they are kept: the file in parts, how far it has got, what was refused, and what it did to whom.
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Customer } from '#shared/model/customer';
import {
  type Import,
  type ImportCounts,
  type ImportOptions,
  type ImportRefusal,
  importSchema,
} from '#shared/protocol/imports';
import type { Query } from '../db/db.ts';
import { toCome } from '../db/houseClock.ts';
import { asHouse, house, type Seen, seenBy, type Viewer } from '../db/seenBy.ts';
import { guessMapping } from '../imports/columns.ts';
import { type CustomerChange, lockCustomer, updateCustomer } from './customers.ts';

const dayMs = 86_400_000;
/** How long an import can be undone, and its refusals be read. */
export const undoDays = 30;
const mostListed = 50;
/** A report of more is nobody's to mend by hand. */
const mostRefusals = 20_000;

export interface NewImport {
  readonly id: string;
  readonly portfolioId: string;
  readonly name: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Date;
}

const importRows = (tx: Seen) => tx.selectFrom('imports').selectAll();
type ImportRow = Awaited<ReturnType<ReturnType<typeof importRows>['execute']>>[number];

function toImport(row: ImportRow): Import {
  const until = row.ended_at === null ? null : new Date(row.ended_at.getTime() + undoDays * dayMs);
  return importSchema.parse({
    ...row,
    portfolioId: row.portfolio_id,
    byName: row.by_name,
    at: row.at.toISOString(),
    guess: guessMapping(row.columns),
    state: {
      kind: row.state,
      counts: row.counts,
      bytesDone: row.bytes_done,
      endedAt: row.ended_at?.toISOString(),
      undoUntil: until?.toISOString(),
      stayed: row.stayed,
    },
  });
}

/** Said twice, it is the same. */
export async function addImport(tx: Seen, { id, portfolioId, name, by, at }: NewImport): Promise<void> {
  await tx
    .insertInto('imports')
    .values({ id, portfolio_id: portfolioId, name, agent_id: by.id, by_name: by.name, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function keepPart(tx: Seen, of: Import, number: number, bytes: Uint8Array): Promise<void> {
  await tx
    .insertInto('import_parts')
    .values({ import_id: of.id, portfolio_id: of.portfolioId, number, bytes })
    .onConflict((conflict) => conflict.columns(['import_id', 'number']).doUpdateSet({ bytes }))
    .execute();
}

export async function makeReady(
  tx: Seen,
  id: string,
  file: Pick<Import, 'kind' | 'encoding' | 'bytes'> & { readonly columns: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('imports')
    .set({ ...file, columns: JSON.stringify(file.columns), state: 'ready' })
    .where('id', '=', id)
    .where('state', '=', 'arriving')
    .execute();
}

/** The file's bytes, each part in a transaction of its own. */
export async function* partsOf(db: Query, viewer: Viewer, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const part = await seenBy(
      db,
      viewer,
      (tx) =>
        tx
          .selectFrom('import_parts')
          .select('bytes')
          .where('import_id', '=', id)
          .where('number', '=', number)
          .executeTakeFirst(),
      { readOnly: true },
    );
    if (part === undefined) return;
    yield part.bytes;
  }
}

export async function findImport(tx: Seen, id: string): Promise<Import | null> {
  const row = await importRows(tx).where('id', '=', id).executeTakeFirst();
  return row ? toImport(row) : null;
}

/** The latest first. */
export async function listImports(tx: Seen): Promise<Import[]> {
  return (await importRows(tx).orderBy('at', 'desc').limit(mostListed).execute()).map(toImport);
}

/** What a run needs, locked until the end of this transaction; null: it is not running (any more). */
export async function lockRunning(tx: Seen, id: string): Promise<RunningImport | null> {
  const row = await importRows(tx).where('id', '=', id).where('state', '=', 'running').forUpdate().executeTakeFirst();
  if (!row?.options) return null;
  return {
    portfolioId: row.portfolio_id,
    kind: row.kind,
    encoding: row.encoding,
    options: row.options,
    counts: row.counts,
    linesDone: row.lines_done,
    by: { agentId: row.agent_id, name: row.by_name },
  };
}

export interface RunningImport {
  readonly portfolioId: string;
  readonly kind: Import['kind'];
  readonly encoding: Import['encoding'];
  readonly options: ImportOptions;
  readonly counts: ImportCounts;
  readonly linesDone: number;
  readonly by: { readonly agentId: string | null; readonly name: string };
}

/**
 * Running, or being taken back, and not moved on since, or moved on at a moment that is still to come: whoever was at it is gone. Taken back
 * for good, it has no rows any more.
 */
export async function stalledImports(
  db: Query,
  since: Date,
  now: Date,
): Promise<{ id: string; portfolioId: string; byName: string; state: 'running' | 'undone' }[]> {
  const { rows } = await seenBy(db, house, (tx) =>
    sql<{ id: string; portfolioId: string; byName: string; state: 'running' | 'undone' }>`
      select id, portfolio_id as "portfolioId", by_name as "byName", state from imports
      where (state = 'running' or (state = 'undone' and exists (select from import_rows where import_id = imports.id)))
        and (moved_at < ${since} or moved_at > ${toCome(now)})`.execute(tx),
  );
  return rows;
}

/** False: it has been begun already. */
export async function beginRun(tx: Seen, id: string, options: ImportOptions, at: Date): Promise<boolean> {
  const begun = await tx
    .updateTable('imports')
    .set({ state: 'running', options: JSON.stringify(options), moved_at: at })
    .where('id', '=', id)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return begun.numUpdatedRows > 0n;
}

interface Moved {
  readonly counts: ImportCounts;
  readonly linesDone: number;
  readonly bytesDone: number;
  readonly at: Date;
}

export async function moveOn(tx: Seen, id: string, { counts, linesDone, bytesDone, at }: Moved): Promise<void> {
  await tx
    .updateTable('imports')
    .set({ counts: JSON.stringify(counts), lines_done: linesDone, bytes_done: bytesDone, moved_at: at })
    .where('id', '=', id)
    .execute();
}

/** The file itself is not needed any more. */
export async function endRun(tx: Seen, id: string, at: Date): Promise<void> {
  await tx.updateTable('imports').set({ state: 'done', ended_at: at }).where('id', '=', id).execute();
  await tx.deleteFrom('import_parts').where('import_id', '=', id).execute();
}

export interface RefusedRow {
  readonly refusals: readonly ImportRefusal[];
  /** All of the row, to be mended and brought in again. */
  readonly cells: Readonly<Record<string, string>>;
}

export async function addRefusals(
  tx: Seen,
  id: string,
  portfolioId: string,
  rows: readonly RefusedRow[],
): Promise<void> {
  const values = rows.flatMap(({ refusals, cells }) =>
    refusals.map(({ line, column, why, was }) => ({
      ...{ import_id: id, portfolio_id: portfolioId, line, column_name: column, why, was },
      cells: JSON.stringify(cells),
    })),
  );
  if (values.length > 0) await tx.insertInto('import_refusals').values(values).execute();
}

/** Line by line; several of one line follow each other. */
export async function refusalsOf(tx: Seen, id: string) {
  return tx
    .selectFrom('import_refusals')
    .select(['line', 'column_name as column', 'why', 'cells'])
    .where('import_id', '=', id)
    .orderBy('id')
    .limit(mostRefusals)
    .execute();
}

export interface Present {
  readonly id: string;
  readonly code: string;
  readonly taxCode: string | null;
  readonly portfolioId: string;
  /** Their data may not be used (GDPR art. 18). */
  readonly restricted: boolean;
}

/**
 * Who has one of these codes (or had: the code of who went into another is that other's) or tax codes, wherever they lie: a code is
 * somebody's even where one may not see whose.
 */
export async function presentBy(tx: Seen, codes: readonly string[], taxCodes: readonly string[]): Promise<Present[]> {
  const asked = [
    ...(codes.length > 0 ? [sql<boolean>`code = any (${codes}::text[])`] : []),
    ...(taxCodes.length > 0 ? [sql<boolean>`tax_code = any (${taxCodes}::text[])`] : []),
  ];
  if (asked.length === 0) return [];
  return asHouse(tx, async (all) => {
    const { rows: former } = await sql<Present>`
      select customers.id, gone_code as code, tax_code as "taxCode", customers.portfolio_id as "portfolioId"
      from merges join customers on customers.id = led_to(gone) where gone_code = any (${codes}::text[])`.execute(all);
    const present = await all
      .selectFrom('customers')
      .select(['id', 'code', 'tax_code as taxCode', 'portfolio_id as portfolioId'])
      .select(sql<boolean>`restricted_at is not null`.as('restricted'))
      .where((row) => row.or(asked))
      .execute();
    return [...former, ...present];
  });
}

/** Codes for those who come without one. */
export async function givenCodes(tx: Seen, prefix: string, count: number): Promise<string[]> {
  const { rows } = await sql<{ n: string }>`
    select nextval('given_codes')::text as n from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ n }) => `${prefix}-${n.padStart(6, '0')}`);
}

type Changes = Readonly<Record<string, { readonly was: unknown; readonly becomes: unknown }>>;

/** Notes what was done: `changes` null where they were created. */
export async function addImportRows(
  tx: Seen,
  id: string,
  rows: readonly { readonly customerId: string; readonly changes: Changes | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into import_rows (import_id, customer_id, changes)
    select ${id}, "customerId", nullif(changes, 'null') from
      jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as done ("customerId" text, changes jsonb)`.execute(tx);
}

/** What the file says and is different; numbers are added to those that are there. Empty: nothing is. */
export function changesBy(before: Customer, wanted: CustomerChange): Changes {
  const known = new Set(before.phones.map((phone) => phone.e164 ?? phone.raw));
  const added = (wanted.phones ?? []).filter((phone) => !known.has(phone.e164 ?? phone.raw));
  const becomes: CustomerChange = { ...wanted, phones: [...before.phones, ...added].slice(0, 20) };
  const fields = (Object.keys(becomes) as (keyof CustomerChange)[]).filter(
    (field) => becomes[field] != null && !isDeepStrictEqual(before[field], becomes[field]),
  );
  return Object.fromEntries(fields.map((field) => [field, { was: before[field], becomes: becomes[field] }]));
}

export const becoming = (changes: Changes): CustomerChange =>
  Object.fromEntries(Object.entries(changes).map(([field, { becomes }]) => [field, becomes]));

/** Nobody else takes it back before the end of this transaction; whoever does is seen to be at it. */
export async function goOnUndoing(tx: Seen, id: string, at: Date): Promise<void> {
  await tx.updateTable('imports').set({ moved_at: at }).where('id', '=', id).execute();
}

/** Some of those whom the import has touched, in its order, behind the one with that id. */
export async function importedAfter(tx: Seen, id: string, after: string, limit: number) {
  return tx
    .selectFrom('import_rows')
    .select(['id', 'customer_id as customerId', 'changes'])
    .where('import_id', '=', id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Who was made one with somebody, and two again, is as untouched as before: they have another version by now, and nothing else is new. */
export async function cameBack(tx: Seen, { id, version }: Pick<Customer, 'id' | 'version'>): Promise<void> {
  await sql`update import_rows set untouched = customers.version from customers
    where customers.id = ${id} and customer_id = ${id} and untouched = ${version}`.execute(tx);
}

/**
 * Deletes those of these whom nobody has changed or spoken to since; resolves to how many. With the house's eyes: what a closed queue has
 * worked on, and other agents' conversations, count too.
 */
export async function deleteUntouched(tx: Seen, ids: readonly string[]): Promise<number> {
  const { numAffectedRows = 0n } = await asHouse(tx, (all) =>
    sql`
      delete from customers where id = any (${ids}::text[])
        and exists (select from import_rows where customer_id = customers.id and changes is null and untouched = version)
        and not exists (select from contacts where customer_id = customers.id)
        and not exists (select from notes where customer_id = customers.id)
        and not exists (select from cases where customer_id = customers.id)
        and not exists (select from interactions where customer_id = customers.id)`.execute(all),
  );
  return Number(numAffectedRows);
}

/** Gives back each field that still says what the import wrote; of whom nothing may be used, none. */
export async function giveBack(tx: Seen, customerId: string, changes: Changes, at: Date): Promise<void> {
  const now = await lockCustomer(tx, customerId);
  if (now === null || now.restrictedAt !== null) return;
  const still = Object.entries(changes).filter(([field, { becomes }]) =>
    isDeepStrictEqual(now[field as keyof Customer], becomes),
  );
  if (still.length === 0) return;
  await updateCustomer(tx, now, Object.fromEntries(still.map(([field, { was }]) => [field, was])), at);
}

/** Done becomes undone; false: it is not done, or too long ago. */
export async function beginUndo(tx: Seen, id: string, now: Date): Promise<boolean> {
  const begun = await tx
    .updateTable('imports')
    .set({ state: 'undone', moved_at: now })
    .where('id', '=', id)
    .where('state', '=', 'done')
    .where('ended_at', '>', new Date(now.getTime() - undoDays * dayMs))
    .executeTakeFirst();
  return begun.numUpdatedRows > 0n;
}

export async function endUndo(tx: Seen, id: string, stayed: number): Promise<void> {
  await tx.updateTable('imports').set({ stayed }).where('id', '=', id).execute();
  await tx.deleteFrom('import_rows').where('import_id', '=', id).execute();
}

/** Files that nobody has run, and what can be undone no more. */
export async function forgetImports(tx: Seen, since: { readonly sent: Date; readonly done: Date }): Promise<void> {
  await sql`delete from imports where state in ('arriving', 'ready') and at < ${since.sent}`.execute(tx);
  for (const table of ['import_rows', 'import_refusals'] as const) {
    await sql`delete from ${sql.table(table)} using imports
      where imports.id = import_id and imports.ended_at < ${since.done}`.execute(tx);
  }
}
