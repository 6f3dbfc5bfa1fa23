// Cases at work on a real PostgreSQL, where two acts come at once.
import { afterAll, beforeAll } from 'vitest';
import { casesAtWork } from '../support/casesAtWork.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

casesAtWork(() => postgres.url);
