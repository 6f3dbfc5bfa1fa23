// Merging on a real PostgreSQL, where two come at once.
import { afterAll, beforeAll } from 'vitest';
import { mergings } from '../support/mergings.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { openTestDatabase } from '../support/testDatabase.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

mergings(() => openTestDatabase(postgres.url));
