import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { feedNow, manifestOf } from '#test/support/wholeSet';
import { startHousekeeping } from './housekeeping.ts';
import { askForHelp } from './repositories/help.ts';
import { addLostCall } from './repositories/lostCalls.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer({ config: { tombstoneDays: 90, idempotencyDays: 30 } });
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

const tidyUp = () => startHousekeeping(server.deps).stop();

const changesFrom = (cursor: string) => giulia({ url: '/v1/sync/changes', query: { cursor } });
const digestsFrom = (cursor: string) => giulia({ url: '/v1/sync/digests', query: { cursor } });

test('a deletion is forgotten after 90 days; a cursor from before it has expired, one from after it has not', async () => {
  const before = await feedNow(giulia);
  await server.write((tx) => tx.deleteFrom('contacts').execute());
  const after = await feedNow(giulia);
  await tidyUp();
  expect((await changesFrom(before)).statusCode).toBe(200);
  const longAgo = new Date(server.deps.clock().getTime() - 91 * 24 * 3_600_000).toISOString();
  await server.write((tx) => sql`update tombstones set at = ${longAgo}`.execute(tx));
  await tidyUp();
  for (const from of [changesFrom, digestsFrom]) {
    expect((await from(before)).statusCode).toBe(410);
    expect((await from(after)).statusCode).toBe(200);
  }
});

test('segments are kept for a day longer than they are given out', async () => {
  const isThere = async (generation: string) => {
    await tidyUp();
    const { rows } = await server.write((tx) => sql`select from segments where generation = ${generation}`.execute(tx));
    return rows.length > 0;
  };
  const { generation } = must((await manifestOf(giulia)).segments[0], 'a segment');
  server.pass(48 * 3_600_000);
  expect(await isThere(generation)).toBe(true);
  server.pass(1);
  expect(await isThere(generation)).toBe(false);
  giulia = await server.as('giulia');
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
  await server.write((tx) =>
    sql`insert into customers (id, code, kind, name, language, updated_at)
    values (${id}, 'AU-99999', 'person', 'Prova', 'it', now())`.execute(tx),
  );
  expect((await patch('a@esempio.it')).statusCode).toBe(200);
  server.pass(30 * 24 * 3_600_000 - 1);
  await tidyUp();
  giulia = await server.as('giulia');
  expect((await patch('a@esempio.it')).statusCode).toBe(200);
  server.pass(2);
  await tidyUp();
  expect((await patch('a@esempio.it')).statusCode).toBe(412);
});

test('waits, lost calls and promised calls are kept for 14 days by the rules that come with the program, requests for help for 24 hours', async () => {
  const { query } = server.deps.db;
  const agent = await query
    .selectFrom('agents')
    .select('id')
    .where('username', '=', 'giulia')
    .executeTakeFirstOrThrow();
  // The night's run is due again a day and a half later.
  const later = server.deps.clock().getTime() + 36 * 3_600_000;
  const ago = (ms: number) => new Date(later - ms);
  const dayMs = 24 * 3_600_000;
  for (const [name, days] of Object.entries({ kept: 13.9, old: 14.1 })) {
    const at = ago(days * dayMs);
    await query
      .insertInto('queue_waits')
      .values({ call_id: name, queue_id: 'support', joined_at: at, left_at: at, ended: 'answered' })
      .execute();
    await server.write((tx) =>
      tx
        .insertInto('callbacks')
        .values({
          ...{
            id: name,
            promised_by: agent.id,
            queue_id: null,
            number: '+390000000999',
            due_at: at,
            customer_id: null,
          },
          ...{ reason_code: 'REC-04', about: '', taken_by: null, taken_at: null, outcome: null, done_at: null },
        })
        .execute(),
    );
    await server.write((tx) => addLostCall(tx, name, { queueId: 'support', caller: null, at, waitedSeconds: 10 }));
  }
  for (const [interactionId, hours] of Object.entries({ kept: 23.9, old: 24.1 })) {
    await server.write((tx) => askForHelp(tx, { interactionId, agentId: agent.id, words: '' }, ago(hours * 3_600_000)));
  }
  server.pass(36 * 3_600_000);
  await tidyUp();
  const kept = await Promise.all([
    query.selectFrom('queue_waits').select('call_id as id').execute(),
    server.write((tx) => tx.selectFrom('lost_calls').select('id').execute()),
    server.write((tx) => tx.selectFrom('callbacks').select('id').execute()),
    server.write((tx) => tx.selectFrom('help_requests').select('interaction_id as id').execute()),
  ]);
  expect(kept).toEqual([[{ id: 'kept' }], [{ id: 'kept' }], [{ id: 'kept' }], [{ id: 'kept' }]]);
});

test('what cannot be forgotten keeps nothing else from being forgotten', async () => {
  const { query } = server.deps.db;
  const runs = async () => (await query.selectFrom('purge_runs').select('id').execute()).length;
  const before = await runs();
  server.pass(36 * 3_600_000);
  await sql`alter table failed_sign_ins rename to lying_elsewhere`.execute(query);
  await tidyUp();
  await sql`alter table lying_elsewhere rename to failed_sign_ins`.execute(query);
  expect(await runs()).toBe(before + 1);
});
