// Merging, and looking for who may be merged, on a real PostgreSQL, where two come at once.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import { findDuplicates, openPairs } from '#server/repositories/duplicates';
import { migrated } from '../support/beginnings.ts';
import { mergings } from '../support/mergings.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { openTestDatabase } from '../support/testDatabase.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

mergings(() => postgres.url);

test('who is written in a transaction that begins first and ends last is compared all the same', async () => {
  const db = await openTestDatabase(migrated, postgres.url);
  const write = <T>(work: (tx: Seen) => Promise<T>) => seenBy(db.query, house, work);
  const add = (id: string, code: string, taxCode: string | null) => (tx: Seen) =>
    sql`insert into customers (id, code, kind, name, language, updated_at, tax_code)
      values (${id}, ${code}, 'person', 'Carlo Bassi', 'it', now(), ${taxCode})`.execute(tx);
  const look = async () => {
    while (await write((tx) => findDuplicates(tx, new Date(), 10)));
  };
  await write(add('01JZZZZZZZZZZZZZZZZZZZZZZ1', 'PR-1001', 'BSSCRL70A01F205X'));
  await look();
  const [written, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = write(async (tx) => {
    await add('01JZZZZZZZZZZZZZZZZZZZZZZ2', 'PR-1002', 'BSSCRL70A01F205X')(tx);
    written.resolve();
    await ended.promise;
  });
  await written.promise;
  await write(add('01JZZZZZZZZZZZZZZZZZZZZZZ3', 'PR-1003', null));
  await look();
  ended.resolve();
  await late;
  await look();
  expect((await write((tx) => openPairs(tx, null))).total).toBe(1);
  await db.close();
});
