// The closed loop: whoever was not satisfied and wants a call is called by a lead, who reads neither what they answered nor whom they spoke to.
import { type RawBuilder, sql } from 'kysely';
import { decodeTime } from 'ulid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { beginOf } from '#shared/model/periods';
import { callbackListSchema, type Recontact } from '#shared/protocol/callbacks';
import { surveyMessagesSchema } from '#shared/protocol/surveys';
import { interactionReport } from '#test/support/interactionReport';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { until } from '#test/support/until';
import { newId } from '../deps.ts';
import { tidySurveys } from './asking.ts';

const surveyToken = 'a-gateway-has-this-and-nobody-else';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const number = '+390000000777';

let server: TestServer;
let bridge: ModelBridge;
let giulia: Ask;
let sara: Ask;
let customerId: string;
beforeAll(async () => {
  bridge = createModelBridge();
  const config = { surveyToken, publicUrl: 'https://cornetta.example.test' };
  server = await startTestServer({ customers: 0, bridge, config });
});
afterAll(() => server.stop());

beforeEach(async () => {
  server.pass(40 * dayMs);
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
  bridge.wishes.length = 0;
  customerId = await server.write(async (tx) => {
    for (const table of ['survey_invitations', 'survey_answers', 'survey_days', 'recontacts', 'interactions'])
      await sql`delete from ${sql.table(table)}`.execute(tx);
    for (const place of ['0', '2'])
      await sql`update lists set body = jsonb_set(body, ${`{surveys,${place},share}`}::text[], '1') where code = 'surveys'`.execute(
        tx,
      );
    const { rows } = await sql<{ id: string }>`
      update customers set email = 'anna@esempio.it', needs = '[]', consents = '[]', restricted_at = null, portfolio_id = 'company'
      where id = (select min(id) from customers) returning id`.execute(tx);
    const { id } = must(rows[0], 'a customer');
    await sql`delete from customer_phones where e164 = ${number}`.execute(tx);
    await sql`insert into customer_phones (customer_id, position, raw, e164, tail, kind, portfolio_id)
      select id, -1, ${number}, ${number}, ${number.slice(-9)}, 'mobile', portfolio_id from customers where id = ${id}`.execute(
      tx,
    );
    return id;
  });
});

let calls = 0;
/** The customer is asked by keys after a call, and presses these. */
async function presses(...keys: string[]): Promise<void> {
  const id = `1765.${++calls}`;
  bridge.tell({ kind: 'released', call: { id, queue: 'support', number, language: null } });
  await until('they are asked', () => bridge.wishes.length === 1);
  for (const [nth, key] of keys.entries()) {
    bridge.tell({ kind: 'pressed', id, key });
    await until('they hear something', () => bridge.wishes.length === nth + 2);
  }
}

/** The address of a link that is due. */
async function link(): Promise<string> {
  const closedAt = server.deps.clock().toISOString();
  const payload = interactionReport(newId(server.deps), {
    ...{ customerId, queueId: 'support', reasonCode: 'TEC-02', outcomeCode: 'RIS-1', closedAt },
  });
  await giulia({
    method: 'POST',
    url: '/v1/interactions',
    headers: { 'idempotency-key': newId(server.deps) },
    payload,
  });
  server.pass(hourMs);
  const headers = { authorization: `Bearer ${surveyToken}` };
  const taken = await server.ask({ method: 'POST', url: '/v1/surveys/take', headers });
  const [message] = surveyMessagesSchema.parse(taken.json()).messages;
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
  return new URL(must(message, 'a link').link).pathname;
}
const send = async (url: string, fields: Record<string, string>): Promise<string> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return (await server.ask({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() })).body;
};

const listOf = async (ask: Ask): Promise<readonly Recontact[]> =>
  callbackListSchema.parse((await ask({ url: '/v1/callbacks' })).json()).recontacts;
const today = () => server.deps.clock().toISOString().slice(0, 10);
const later = (days: number) => new Date(server.deps.clock().getTime() + days * dayMs).toISOString().slice(0, 10);

describe('whoever was not satisfied and wants a call', () => {
  test('by a key at the end of the call, is in the leads’ list, and in no agent’s', async () => {
    await presses('2', '3', '1');
    expect(bridge.wishes.at(-1)?.slice(3)).toEqual(['will-call bye', false]);
    expect(await listOf(sara)).toEqual([
      {
        ...{ id: expect.any(String), queueId: 'support', number, customerId, barred: null },
        ...{ askedOn: today(), dueOn: later(2), state: { kind: 'open' } },
      },
    ]);
    expect(await listOf(giulia)).toEqual([]);
  });

  test('is there with the day and no moment, by which the call could be found: its id says none either', async () => {
    await presses('1', '3', '1');
    const one = must((await listOf(sara))[0], 'one');
    expect(decodeTime(one.id)).toBe(beginOf(today(), server.deps.config.timeZone));
  });

  test('by the page of a link, once', async () => {
    const address = await link();
    expect(await send(address, { csat: '1', do: 'answer' })).toContain('Desidero essere richiamato');
    expect((await server.ask({ url: `${address}?language=en` })).body).toContain('I would like to be called back');
    expect(await send(address, { do: 'callBack' })).toContain('La richiameremo');
    expect(await send(address, { do: 'callBack' })).not.toContain('Desidero');
    expect((await server.ask({ url: address })).body).not.toContain('Desidero');
    expect(await listOf(sara)).toMatchObject([{ customerId, number }]);
  });

  test('and nobody else: not whoever is satisfied, says nothing, or has not answered', async () => {
    const address = await link();
    await send(address, { do: 'callBack' });
    expect(await send(address, { csat: '3', do: 'answer' })).not.toContain('Desidero');
    await send(address, { do: 'callBack' });
    server.pass(40 * dayMs);
    await tidySurveys(server.deps);
    await presses('1', '3', '2');
    sara = await server.as('sara');
    expect(await listOf(sara)).toEqual([]);
  });

  test('is not called while their data may not be used', async () => {
    await presses('1', '3', '1');
    await server.write((tx) => sql`update customers set restricted_at = now() where id = ${customerId}`.execute(tx));
    const [one] = await listOf(sara);
    expect(one).toMatchObject({ number: null, barred: 'restricted' });
    expect((await sara({ method: 'POST', url: `/v1/recontacts/${one?.id}/take` })).statusCode).toBe(423);
  });

  test('is no more than a number for a lead who may not see the customer, and not even that while their data may not be used', async () => {
    await presses('1', '3', '1');
    const change = (what: RawBuilder<unknown>) =>
      server.write((tx) => sql`update customers set ${what} where id = ${customerId}`.execute(tx));
    await server.write((tx) =>
      sql`insert into portfolios (id, client_id) values ('elsewhere', 'company') on conflict do nothing`.execute(tx),
    );
    await change(sql`portfolio_id = 'elsewhere'`);
    expect(await listOf(sara)).toMatchObject([{ customerId: null, number, barred: null }]);
    await change(sql`restricted_at = now()`);
    const [one] = await listOf(sara);
    expect(one).toMatchObject({ customerId: null, number: null, barred: 'restricted' });
    expect((await sara({ method: 'POST', url: `/v1/recontacts/${one?.id}/take` })).statusCode).toBe(423);
    await change(sql`restricted_at = null`);
    expect(await listOf(sara)).toMatchObject([{ number, barred: null }]);
  });
});

describe('the lead', () => {
  test('takes it and says how it went; agents cannot', async () => {
    await presses('1', '3', '1');
    const id = must((await listOf(sara))[0], 'one').id;
    expect((await giulia({ method: 'POST', url: `/v1/recontacts/${id}/take` })).statusCode).toBe(404);
    expect((await sara({ method: 'POST', url: `/v1/recontacts/${id}/take` })).statusCode).toBe(204);
    expect((await listOf(sara))[0]?.state).toMatchObject({ kind: 'taken' });
    const payload = { outcome: 'notReached' };
    expect((await sara({ method: 'POST', url: `/v1/recontacts/${id}/done`, payload })).statusCode).toBe(204);
    expect((await listOf(sara))[0]?.state).toMatchObject({ kind: 'done', outcome: 'notReached' });
  });

  test('has it settled by the report of the call, and who was reached is counted', async () => {
    await presses('1', '3', '1');
    const id = must((await listOf(sara))[0], 'one').id;
    const closedAt = server.deps.clock().toISOString();
    const payload = interactionReport(newId(server.deps), {
      ...{ customerId, queueId: 'support', reasonCode: 'TEC-02', outcomeCode: 'RIS-1', closedAt, callsBack: id },
      ...{ direction: 'outgoing', startedAt: closedAt, answeredAt: closedAt, endedAt: closedAt },
    });
    const headers = { 'idempotency-key': newId(server.deps) };
    const answer = await sara({ method: 'POST', url: '/v1/interactions', headers, payload });
    expect(answer.statusCode, answer.body).toBe(201);
    // Corrected, it counts no second time.
    const again = { 'idempotency-key': newId(server.deps) };
    const corrected = { ...payload, note: 'Richiamata, tutto chiarito.' };
    await sara({ method: 'POST', url: '/v1/interactions', headers: again, payload: corrected });
    expect((await listOf(sara))[0]?.state).toMatchObject({ kind: 'done', outcome: 'reached' });
    const { rows } = await server.write((tx) => sql`select asked, wanted, reached from survey_days`.execute(tx));
    expect(rows).toEqual([{ asked: 1, wanted: 1, reached: 1 }]);
  });

  test('is told nothing of what was answered, and it is gone when the day of the call is over, or two weeks after it was due', async () => {
    await presses('1', '3', '1');
    const { rows } = await server.write((tx) =>
      sql<{ row: object }>`select to_jsonb(recontacts) as row from recontacts`.execute(tx),
    );
    const columns = Object.keys(must(rows[0], 'one').row);
    expect(columns.filter((column) => /score|given|agent|interaction|contact|call|reason/.test(column))).toEqual([]);
    const id = must((await listOf(sara))[0], 'one').id;
    await sara({ method: 'POST', url: `/v1/recontacts/${id}/done`, payload: { outcome: 'reached' } });
    const left = async () => {
      await tidySurveys(server.deps);
      return (await server.write((tx) => sql`select 1 from recontacts`.execute(tx))).rows.length;
    };
    expect(await left()).toBe(1);
    server.pass(dayMs);
    expect(await listOf(await server.as('sara'))).toEqual([]);
    expect(await left()).toBe(0);

    server.pass(40 * dayMs);
    bridge.wishes.length = 0;
    await presses('1', '3', '1');
    server.pass(16 * dayMs);
    expect(await left()).toBe(1);
    server.pass(dayMs);
    expect(await left()).toBe(0);
  });
});
