import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '#test/support/testDatabase';
import type { Db } from './db.ts';
import { DatabaseNewer, migrate, migrations } from './migrate.ts';

let db: Db;
beforeEach(async () => {
  db = await openTestDatabase(null);
});
afterEach(() => db.close());

const step = (number: number, ...statements: string[]) => ({ number, name: `step ${number}`, statements });

test('everything runs once, and is recorded', async () => {
  const numbers = migrations.map((migration) => migration.number);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  expect(await migrate(db)).toEqual(numbers);
  expect(await migrate(db)).toEqual([]);
  const recorded = await db.query.selectFrom('migrations').select('number').orderBy('number').execute();
  expect(recorded.map((row) => row.number)).toEqual(numbers);
});

test('a step that fails leaves nothing behind, and those before it stay', async () => {
  const steps = [
    step(1, 'create table kept (x int)'),
    step(2, 'create table half (x int)', 'create table half (x int)'),
  ];
  await expect(migrate(db, steps)).rejects.toThrow('already exists');
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
    db.query,
  );
  expect(rows.map((row) => row.name)).toEqual(['kept', 'migrations']);
  expect(await migrate(db, [step(1), step(2, 'create table half (x int)')])).toEqual([2]);
});

test('a database of a newer program is left alone', async () => {
  await migrate(db, [step(1), step(99)]);
  await expect(migrate(db, [step(1), step(2, 'create table never (x int)')])).rejects.toThrow(DatabaseNewer);
});
