import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshotLineSchema } from '#shared/protocol/sync';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { startHousekeeping } from './housekeeping.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer({ config: { tombstoneDays: 90, idempotencyDays: 30 } });
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

const tidyUp = () => startHousekeeping(server.deps).stop();

async function changesCursor(): Promise<string> {
  const lines = (await giulia({ url: '/v1/sync/snapshot' })).body.trimEnd().split('\n');
  const end = snapshotLineSchema.parse(JSON.parse(lines.at(-1) ?? ''));
  return end.kind === 'pageEnd' ? end.changes : '';
}

const changesFrom = (cursor: string) => giulia({ url: '/v1/sync/changes', query: { cursor } });

test('a deletion is forgotten after 90 days; a cursor from before it has expired, one from after it has not', async () => {
  const before = await changesCursor();
  await server.deps.db.query.deleteFrom('contacts').execute();
  const after = await changesCursor();
  await tidyUp();
  expect((await changesFrom(before)).statusCode).toBe(200);
  const longAgo = new Date(server.deps.clock().getTime() - 91 * 24 * 3_600_000).toISOString();
  await sql`update tombstones set at = ${longAgo}`.execute(server.deps.db.query);
  await tidyUp();
  expect((await changesFrom(before)).statusCode).toBe(410);
  expect((await changesFrom(after)).statusCode).toBe(200);
});

test('answers are kept for 30 days', async () => {
  const id = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
  const patch = (email: string) =>
    giulia({
      method: 'PATCH',
      url: `/v1/customers/${id}`,
      headers: { 'if-match': '"1"', 'idempotency-key': 'kept-for-a-month' },
      payload: { email },
    });
  await sql`insert into customers (id, code, kind, name, language, updated_at)
    values (${id}, 'AU-99999', 'person', 'Prova', 'it', now())`.execute(server.deps.db.query);
  expect((await patch('a@esempio.it')).statusCode).toBe(200);
  server.pass(30 * 24 * 3_600_000 - 1);
  await tidyUp();
  giulia = await server.as('giulia');
  expect((await patch('a@esempio.it')).statusCode).toBe(200);
  server.pass(2);
  await tidyUp();
  expect((await patch('a@esempio.it')).statusCode).toBe(412);
});
