// From the agent's goodbye to an answer that is nobody's: who is asked by telephone keys, what they hear, and what is kept of it.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { interactionReport } from '#test/support/interactionReport';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { until } from '#test/support/until';
import { buildServer } from '../app.ts';
import { newId } from '../deps.ts';
import { tidySurveys } from './asking.ts';

const dayMs = 24 * 3_600_000;
const number = '+390000000777';

let server: TestServer;
let bridge: ModelBridge;
let giulia: Ask;
let customerId: string;
beforeAll(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
});
afterAll(() => server.stop());

/** Anna has a number of her own, and nothing stands in her way; nobody is left out by the draw. */
beforeEach(async () => {
  server.pass(40 * dayMs);
  bridge.answer = true;
  bridge.wishes.length = 0;
  giulia = await server.as('giulia');
  customerId = await server.write(async (tx) => {
    for (const table of ['survey_invitations', 'survey_answers', 'survey_days', 'consents', 'cases', 'interactions'])
      await sql`delete from ${sql.table(table)}`.execute(tx);
    await sql`update lists set body = jsonb_set(body, '{surveys,0,share}', '1') where code = 'surveys'`.execute(tx);
    await sql`delete from customer_phones where e164 = ${number}`.execute(tx);
    const { rows } = await sql<{ id: string }>`
      update customers set needs = '[]', consents = '[]', restricted_at = null
      where id = (select min(id) from customers) returning id`.execute(tx);
    const { id } = must(rows[0], 'a customer');
    await hasNumber(id, tx);
    return id;
  });
});

type Tx = Parameters<Parameters<TestServer['write']>[0]>[0];
const hasNumber = (id: string, tx: Tx) =>
  sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind, portfolio_id)
    select id, 90, ${number}, ${number}, ${number.slice(-9)}, 'mobile', portfolio_id from customers where id = ${id}`.execute(
    tx,
  );

let calls = 0;
/** The agent says goodbye; resolves with what the PBX is asked to do with the caller. */
async function letGo(change: { queue?: string; number?: string | null; language?: 'it' | 'en' | null } = {}) {
  const id = `1764.${++calls}`;
  bridge.tell({ kind: 'released', call: { id, queue: 'support', number, language: null, ...change } });
  const told = () => bridge.wishes.find((one) => one[1] === id);
  await until('the PBX is told', () => told() !== undefined);
  return { id, wish: told() };
}
const last = () => bridge.wishes.at(-1);
async function presses(id: string, ...keys: string[]) {
  for (const key of keys) {
    const before = bridge.wishes.length;
    bridge.tell({ kind: 'pressed', id, key });
    await until('they hear something', async () => bridge.wishes.length > before);
  }
}
const table = async (name: string) =>
  (
    await server.write((tx) =>
      sql<{ row: Record<string, unknown> }>`select to_jsonb(x) as row from ${sql.table(name)} as x`.execute(tx),
    )
  ).rows.map(({ row }) => row);

describe('who is asked', () => {
  test('a customer who is still there, in the language of the call', async () => {
    expect((await letGo()).wish).toEqual(['say', expect.any(String), 'it', 'hello csat', true]);
  });

  test('in the other language, where the PBX knows that they speak it', async () => {
    expect((await letGo({ language: 'en' })).wish).toEqual(['say', expect.any(String), 'en', 'hello csat', true]);
  });

  test.each([
    ['whose number is withheld', { number: null }],
    ['whom nobody knows', { number: '+390000000778' }],
    ['who has complained in that queue', { queue: 'complaints' }],
    ['of a queue that is none of ours', { queue: 'fax' }],
  ])('nobody %s: the call is over', async (_who, change) => {
    expect((await letGo(change)).wish?.[0]).toBe('letGo');
    expect(await table('survey_invitations')).toEqual([]);
  });

  test.each([
    [
      'has complained',
      () => sql`insert into cases (id, number, customer_id, title, status, opened_at, reason_code, file)
        values ('C1', 'C1', ${customerId}, 'x', 'open', now(), 'REC-01', '{"kind":"complaint"}')`,
    ],
    [
      'has objected',
      () => sql`insert into consents (id, customer_id, purpose, word, channel, at, received_at)
        values (${newId(server.deps)}, ${customerId}, 'survey', 'objected', 'call', now(), now())`,
    ],
    ['may not be used', () => sql`update customers set restricted_at = now() where id = ${customerId}`],
    ['has needs', () => sql`update customers set needs = '[{"code":"vital","detail":""}]' where id = ${customerId}`],
    [
      'has the number with somebody else',
      () => sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind, portfolio_id)
        select id, 91, ${number}, ${number}, ${number.slice(-9)}, 'mobile', portfolio_id from customers where id <> ${customerId} limit 1`,
    ],
    [
      'is not drawn',
      () => sql`update lists set body = jsonb_set(body, '{surveys,0,share}', '0.000001') where code = 'surveys'`,
    ],
  ])('nobody who %s', async (_who, change) => {
    await server.write((tx) => change().execute(tx));
    expect((await letGo()).wish?.[0]).toBe('letGo');
  });

  test('nobody twice within thirty days', async () => {
    await letGo();
    server.pass(29 * dayMs);
    expect((await letGo()).wish?.[0]).toBe('letGo');
  });

  test('whoever hangs up before they hear it was not asked', async () => {
    bridge.answer = false;
    await letGo();
    await until('nobody was asked', async () => (await table('survey_invitations')).length === 0);
    expect(await table('survey_days')).toEqual([]);
    bridge.answer = true;
    expect((await letGo()).wish?.[0]).toBe('say');
  });

  test('of two instances on one database one asks, and the other leaves them alone', async () => {
    const other = createModelBridge();
    const second = await buildServer({ ...server.deps, bridge: other });
    const call = { id: 'both', queue: 'support', number, language: null };
    for (const one of [bridge, other]) one.tell({ kind: 'released', call });
    // Each has had its say once it says something about the next call, of somebody unknown.
    for (const one of [bridge, other]) {
      one.tell({ kind: 'released', call: { ...call, id: 'after', number: null } });
      await until('it goes on', async () => one.wishes.some((wish) => wish[1] === 'after'));
    }
    const about = [...bridge.wishes, ...other.wishes].filter((wish) => wish[1] === 'both');
    expect(about).toEqual([['say', 'both', 'it', 'hello csat', true]]);
    await second.close();
  });
});

describe('what is kept', () => {
  test('each answer as it comes: whoever hangs up in the middle has answered so far', async () => {
    const { id } = await letGo();
    await presses(id, '4');
    expect(last()).toEqual(['say', id, 'it', 'fcr', true]);
    expect(await table('survey_invitations')).toMatchObject([{ given: { scores: { csat: 4 } } }]);
    await presses(id, '2');
    expect(last()).toEqual(['say', id, 'it', 'bye', false]);
    expect(await table('survey_invitations')).toMatchObject([{ given: { scores: { csat: 4, fcr: 2 } } }]);
    expect(await table('survey_days')).toMatchObject([{ queue_id: 'support', survey: 'after-call', asked: 1 }]);
  });

  test('with what the call was about, once its report says it; nothing leads from the answer to the call', async () => {
    const answeredAt = server.deps.clock().toISOString();
    server.pass(60_000);
    const { id } = await letGo();
    await presses(id, '5', '1');
    server.pass(60_000);
    const closedAt = server.deps.clock().toISOString();
    const report = newId(server.deps);
    const payload = interactionReport(report, {
      ...{ customerId, queueId: 'support', reasonCode: 'TEC-02', outcomeCode: 'RIS-1' },
      ...{ startedAt: answeredAt, answeredAt, endedAt: closedAt, closedAt },
    });
    const headers = { 'idempotency-key': newId(server.deps) };
    const answer = await giulia({ method: 'POST', url: '/v1/interactions', headers, payload });
    expect(answer.statusCode, answer.body).toBe(201);
    server.pass(dayMs);
    await tidySurveys(server.deps);
    expect(await table('survey_answers')).toEqual([
      expect.objectContaining({ queue_id: 'support', reason_code: 'TEC-02', scores: { csat: 5, fcr: 1 }, comment: '' }),
    ]);
    const kept = JSON.stringify([await table('survey_answers'), await table('survey_invitations')]);
    expect(kept).not.toContain(id);
    expect(kept).not.toContain(report);
  });

  test('the wish not to be asked again, as an objection said on the telephone', async () => {
    const { id } = await letGo();
    await presses(id, '9');
    expect(last()).toEqual(['say', id, 'it', 'never bye', false]);
    expect(await table('consents')).toMatchObject([
      { purpose: 'survey', word: 'objected', channel: 'call', agent_id: null },
    ]);
    server.pass(40 * dayMs);
    expect((await letGo()).wish?.[0]).toBe('letGo');
  });

  test('keys of somebody who is not asked are nothing', async () => {
    bridge.tell({ kind: 'pressed', id: 'somebody', key: '1' });
    await letGo();
    expect(bridge.wishes.filter((wish) => wish[1] === 'somebody')).toEqual([]);
  });
});
