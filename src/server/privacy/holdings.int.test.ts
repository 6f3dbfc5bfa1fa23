// What is said to be kept about a customer, beside what the database has: nothing is forgotten, today's tables or a later version's.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#server/db/db';
import { openTestDatabase } from '#test/support/testDatabase';
import { holdings, namesNobody } from './holdings.ts';

let db: Db;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

async function columns(): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; column: string }>`
    select relname as table, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
    order by relname, attnum`.execute(db.query);
  const found = new Map<string, string[]>();
  for (const { table, column } of rows) found.set(table, [...(found.get(table) ?? []), column]);
  return found;
}

const where = 'src/server/privacy/holdings.ts';

test('every table is said to hold something of a customer, or nothing', async () => {
  const said = new Set([...holdings.map(({ table }) => table), ...namesNobody]);
  const unsaid = [...(await columns()).keys()]
    .filter((table) => !said.has(table))
    .map(
      (
        table,
      ) => `The table "${table}" is new: where a row of it can be about a customer (by id, by number, by name, in a
 text or a JSON), add an entry to "holdings" in ${where}, which says what the person is told of it and what erasure makes of it;
 otherwise add its name to "namesNobody" there.`,
    );
  expect(unsaid).toEqual([]);
});

test('every column of what is held is told to the person, or said not to be', async () => {
  const there = await columns();
  const unsaid = holdings.flatMap(({ table, fields, inner }) =>
    (there.get(table) ?? [])
      .filter((column) => !(column in fields) && !inner.includes(column))
      .map(
        (
          column,
        ) => `The column "${table}.${column}" is new: in the entry "${table}" of ${where} name it in "fields", with
 what the person is to read (their own data: the usual case), or in "inner" (an id, a colleague's name); where the entry's rows are
 emptied and not deleted ("erased"), say there what becomes of it.`,
      ),
  );
  expect(unsaid).toEqual([]);
});

test('nothing is said of tables and columns that are not there, or twice', async () => {
  const there = await columns();
  const names = [...holdings.map(({ table }) => table), ...namesNobody];
  expect(names.filter((table) => !there.has(table))).toEqual([]);
  expect(names).toHaveLength(new Set(names).size);
  for (const { table, fields, inner, erased, told = {} } of holdings) {
    const known = there.get(table) ?? [];
    const all = [...Object.keys(fields), ...inner];
    expect({ table, unknown: all.filter((column) => !known.includes(column)) }).toEqual({ table, unknown: [] });
    expect({ table, said: all.length }).toEqual({ table, said: new Set(all).size });
    const further = [...Object.keys(told), ...(erased === 'deleted' ? [] : Object.keys(erased))];
    expect({ table, unknown: further.filter((column) => !known.includes(column)) }).toEqual({ table, unknown: [] });
  }
});
