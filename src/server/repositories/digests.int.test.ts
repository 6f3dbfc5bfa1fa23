// A bucket's rows are found by index with an agent's eyes, however large the portfolio is.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '#test/support/testDatabase';
import type { Db } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import { bucketParts } from './digests.ts';

const customers = 2_000;
let db: Db;
beforeAll(async () => {
  db = await openTestDatabase();
  await seenBy(db.query, house, async (tx) => {
    await sql`insert into customers (id, code, kind, name, language, updated_at)
      select 'C' || n, 'PR-' || n, 'person', 'Prova Bianchi', 'it', now() from generate_series(1, ${customers}::int) as n`.execute(
      tx,
    );
    await sql`insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
      select 'K' || n, 'C' || n, 'T-' || n, 'Prova', 'REC-04', 'open', now() from generate_series(1, ${customers}::int) as n`.execute(
      tx,
    );
    await sql`insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
      select 'N' || n, 'C' || n, now(), 'call', 'incoming', 'Prova', '' from generate_series(1, ${customers}::int) as n`.execute(
      tx,
    );
    await sql`insert into notes (id, customer_id, text, agent_name, at)
      select 'M' || n, 'C' || n, 'Prova', 'Prova', now() from generate_series(1, ${customers}::int) as n`.execute(tx);
  });
  await sql`analyze customers, cases, contacts, notes`.execute(db.query);
}, 60_000);
afterAll(() => db.close());

const agent = { kind: 'agent' as const, portfolios: ['company'] };

test.each(['customers', 'cases', 'contacts', 'notes'] as const)('those of %s', async (table) => {
  const plan = await seenBy(db.query, agent, async (tx) =>
    JSON.stringify(await bucketParts(tx, 'company', 5)[table].explain('json')),
  );
  expect(plan).toContain(`"Index Name":"${table}_portfolio_id_bucket_idx"`);
  expect(plan).toMatch(/"Index Cond":"[^"]*bucket = /);
});
