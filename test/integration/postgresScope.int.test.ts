// The scope on a real PostgreSQL: as the ordinary role that owns the database, and as a superuser, whom row-level security does not bind.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { migrated } from '../support/beginnings.ts';
import { crossings } from '../support/crossings.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { requestCrossings } from '../support/requestCrossings.ts';
import { openTestDatabase } from '../support/testDatabase.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('with the role that owns the database', () => {
  crossings(() => openTestDatabase(migrated, postgres.url));
  requestCrossings(() => postgres.url);
});
describe('with a superuser', () => {
  crossings(() => openTestDatabase(migrated, postgres.adminUrl));
});

test('a transaction that only reads writes nothing, whatever it sees', async () => {
  const db = await openTestDatabase(null, postgres.url);
  await sql`create table kept (x int)`.execute(db.query);
  const write = seenBy(db.query, house, (tx) => sql`insert into kept values (1)`.execute(tx), { readOnly: true });
  await expect(write).rejects.toMatchObject({ code: '25006' });
  await db.close();
});
