// Letters at work on a real PostgreSQL, where two who write come at once.
import { afterAll, beforeAll } from 'vitest';
import { lettersAtWork } from '../support/lettersAtWork.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

lettersAtWork(() => postgres.url);
