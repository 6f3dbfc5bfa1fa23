// Erasure on a real PostgreSQL, as the ordinary role that owns the database.
import { afterAll, beforeAll } from 'vitest';
import { erasures } from '../support/erasures.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { openTestDatabase } from '../support/testDatabase.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

erasures(() => openTestDatabase(postgres.url));
