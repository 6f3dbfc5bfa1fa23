// Erasure, consents and restriction on a real PostgreSQL, as the ordinary role that owns the database.
import { afterAll, beforeAll, describe } from 'vitest';
import { consentsAndRestrictions } from '../support/consentsAndRestrictions.ts';
import { erasures } from '../support/erasures.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('erasure', () => erasures(() => postgres.url));
describe('consents and restriction', () => consentsAndRestrictions(() => postgres.url));
