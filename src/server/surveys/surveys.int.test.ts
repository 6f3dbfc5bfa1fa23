// From a call's report to an answer that is nobody's: who is given a link, what it opens and for how long, and what is kept of it.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type SurveyMessage, surveyMessagesSchema } from '#shared/protocol/surveys';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';
import { tidySurveys } from './asking.ts';

const surveyToken = 'a-gateway-has-this-and-nobody-else';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let server: TestServer;
let giulia: Ask;
let customerId: string;
beforeAll(async () => {
  server = await startTestServer({ customers: 0, config: { surveyToken, publicUrl: 'https://cornetta.example.test' } });
});
afterAll(() => server.stop());

/** Anna has an e-mail address, and nothing stands in her way; nobody is left out by the draw. */
beforeEach(async () => {
  // Of other days, other links and other addresses.
  server.pass(40 * dayMs);
  giulia = await server.as('giulia');
  Object.assign(server.deps.config, { surveyToken });
  customerId = await server.write(async (tx) => {
    for (const table of ['survey_invitations', 'survey_answers', 'survey_days', 'consents', 'cases', 'interactions'])
      await sql`delete from ${sql.table(table)}`.execute(tx);
    await sql`update lists set body = jsonb_set(body, '{surveys,2,share}', '1') where code = 'surveys'`.execute(tx);
    await sql`update customers set restricted_at = null`.execute(tx);
    const { rows } = await sql<{ id: string }>`
      update customers set email = 'anna@esempio.it', needs = '[]', consents = '[]'
      where id = (select min(id) from customers) returning id`.execute(tx);
    return must(rows[0], 'a customer').id;
  });
});

async function report(differing: object = {}): Promise<string> {
  const id = newId(server.deps);
  const closedAt = server.deps.clock().toISOString();
  const payload = interactionReport(id, {
    ...{ customerId, queueId: 'support', reasonCode: 'TEC-02', outcomeCode: 'RIS-1', closedAt },
    ...differing,
  });
  const headers = { 'idempotency-key': newId(server.deps) };
  const answer = await giulia({ method: 'POST', url: '/v1/interactions', headers, payload });
  expect(answer.statusCode, answer.body).toBe(201);
  return id;
}

const take = async (token = surveyToken) =>
  server.ask({ method: 'POST', url: '/v1/surveys/take', headers: { authorization: `Bearer ${token}` } });
const taken = async (): Promise<SurveyMessage[]> => surveyMessagesSchema.parse((await take()).json()).messages;

async function link(): Promise<string> {
  await report();
  server.pass(hourMs);
  const [message] = await taken();
  return new URL(must(message, 'a link').link).pathname;
}
const look = (url: string) => server.ask({ url });
const send = (url: string, fields: Record<string, string>) =>
  server.ask({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const answers = () =>
  server.write(
    async (tx) => (await sql`select to_jsonb(survey_answers) - 'id' as row from survey_answers`.execute(tx)).rows,
  );
const tidy = () => tidySurveys(server.deps);

describe('who is given a link', () => {
  test('a customer, some time after the call, once', async () => {
    await report();
    expect(await taken()).toEqual([]);
    server.pass(hourMs);
    const [message, ...more] = await taken();
    expect(message).toMatchObject({ email: 'anna@esempio.it', language: 'it' });
    expect(message?.text).toContain(must(message, 'a message').link);
    expect(more).toEqual([]);
    expect(await taken()).toEqual([]);
  });

  test('not twice within thirty days, whatever they call about', async () => {
    await link();
    server.pass(29 * dayMs);
    giulia = await server.as('giulia');
    await report();
    server.pass(hourMs);
    expect(await taken()).toEqual([]);
    server.pass(dayMs);
    giulia = await server.as('giulia');
    await tidy();
    await report();
    server.pass(hourMs);
    expect(await taken()).toHaveLength(1);
  });

  test.each([
    ['after a bereavement', { reasonCode: 'CTR-03' }],
    ['of a call that was passed on', { outcomeCode: 'TRA-1' }],
    ['who was not reached', { answeredAt: null, endedAt: null }],
    ['who was called', { direction: 'outgoing' }],
    ['whom nobody knows', { customerId: null }],
  ])('nobody %s', async (_whom, differing) => {
    await report(differing);
    server.pass(hourMs);
    expect(await taken()).toEqual([]);
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
    ['has nothing to be reached by', () => sql`update customers set email = null where id = ${customerId}`],
  ])('nobody who %s by the time it is due', async (why, change) => {
    await report();
    if (why === 'has nothing to be reached by')
      await server.write((tx) => sql`delete from customer_phones where customer_id = ${customerId}`.execute(tx));
    await server.write((tx) => change().execute(tx));
    server.pass(hourMs);
    expect(await taken()).toEqual([]);
  });

  test('the gateway shows its secret, and where there is none nobody is invited', async () => {
    expect((await take('something-else-that-is-long-enough')).statusCode).toBe(401);
    Object.assign(server.deps.config, { surveyToken: null });
    await report();
    expect((await server.write((tx) => sql`select 1 from survey_invitations`.execute(tx))).rows).toEqual([]);
    expect((await take()).statusCode).toBe(401);
  });
});

describe('what it opens', () => {
  test('a page that says nobody’s name, loads nothing and is kept by nobody', async () => {
    const page = await look(await link());
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.body).toContain('Quanto è soddisfatto del servizio ricevuto?');
    expect(page.body).toContain('La risposta è anonima');
    expect(page.body).not.toMatch(/<script|Giulia|anna@/i);
  });

  test('in the other language', async () => {
    const page = await look(`${await link()}?language=en`);
    expect(page.body).toContain('How satisfied are you');
  });

  test('looking changes nothing: programs look at links before people do', async () => {
    const address = await link();
    for (let times = 0; times < 3; times += 1) expect((await look(address)).body).toContain('<form');
  });

  test('once: what is sent again stays as it was', async () => {
    const address = await link();
    expect((await send(address, { csat: '5', do: 'answer' })).body).toContain('Grazie');
    expect((await send(address, { csat: '1', do: 'answer' })).body).toContain('Grazie');
    expect((await look(address)).body).not.toContain('<form');
    server.pass(dayMs);
    await tidy();
    expect(await answers()).toMatchObject([{ row: { scores: { csat: 5 } } }]);
    expect((await look(address)).statusCode).toBe(404);
  });

  test('what does not fit comes back as it was typed, with what to do', async () => {
    const address = await link();
    for (const fields of [{ csat: '9' }, { csat: 'x' }, {}, { comment: 'ß'.repeat(501) }]) {
      const answer = await send(address, { ...fields, do: 'answer' });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain('role="alert"');
    }
    const long = `<b>${'x'.repeat(3_000)}`;
    expect((await send(address, { ces: '7', comment: long, do: 'answer' })).body).toMatch(
      /value="7" checked[\s\S]*&lt;b&gt;x{3000}<\/textarea>/,
    );
  });

  test('nothing for a token that is not one, or is too old', async () => {
    const address = await link();
    expect((await look('/survey/none')).statusCode).toBe(404);
    expect((await look(`/survey/${'A'.repeat(43)}`)).statusCode).toBe(404);
    server.pass(7 * dayMs);
    const page = await look(address);
    expect([page.statusCode, page.body.includes('non è più valido')]).toEqual([404, true]);
    expect((await send(address, { csat: '5' })).statusCode).toBe(404);
  });

  test('so many times from one address in a minute', async () => {
    const codes = [];
    for (let times = 0; times < 61; times += 1) codes.push((await look('/survey/none')).statusCode);
    expect(codes.at(-1)).toBe(429);
    server.pass(60_000);
    expect((await look('/survey/none')).statusCode).toBe(404);
  });

  test('the wish not to be asked again, which is kept and obeyed', async () => {
    const address = await link();
    expect((await send(address, { do: 'never' })).body).toContain('Non Le chiederemo più');
    expect((await look(address)).statusCode).toBe(404);
    giulia = await server.as('giulia');
    const said = await giulia({ url: `/v1/customers/${customerId}/consents` });
    expect(said.json()).toMatchObject({ words: [{ purpose: 'survey', word: 'objected', channel: 'web' }] });
    server.pass(40 * dayMs);
    await tidy();
    giulia = await server.as('giulia');
    await report();
    server.pass(hourMs);
    expect(await taken()).toEqual([]);
  });
});

describe('what is kept', () => {
  test('an answer says neither who nor when, and nothing leads from whoever was asked to it', async () => {
    const id = await report();
    server.pass(hourMs);
    const today = server.deps.clock().toISOString().slice(0, 10);
    const address = new URL(must((await taken())[0], 'a link').link).pathname;
    await send(address, { csat: '4', fcr: '1', comment: 'Carta 4111 1111 1111 1111, grazie', do: 'answer' });
    await tidy();
    // Until the day is over it is where it was given.
    expect(await answers()).toEqual([]);
    server.pass(dayMs);
    await tidy();
    expect(await answers()).toEqual([
      {
        row: {
          ...{ portfolio_id: 'company', queue_id: 'support', reason_code: 'TEC-02', survey: 'by-link', language: 'it' },
          ...{ on_day: today, scores: { csat: 4, fcr: 1 }, comment: expect.not.stringContaining('4111 1111') },
        },
      },
    ]);
    const { rows } = await server.write((tx) =>
      sql<{ row: object }>`select to_jsonb(survey_invitations) as row from survey_invitations`.execute(tx),
    );
    expect(rows).toMatchObject([
      {
        row: {
          ...{ customer_id: customerId, asked_on: today, token_hash: null },
          ...{ queue_id: null, reason_code: null, given: null, given_on: null },
        },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(id);
  });

  test('a comment names neither who had the contact nor whose it was, from the moment it is given', async () => {
    const address = await link();
    const { rows } = await server.write((tx) =>
      sql<{ name: string }>`select name from customers where id = ${customerId}`.execute(tx),
    );
    const { name } = must(rows[0], 'a customer');
    const comment = `Giulia gentile, Luca Moro meno. ${name}, anna@esempio.it`;
    await send(address, { csat: '4', comment, do: 'answer' });
    const given = await server.write((tx) =>
      sql<{ comment: string }>`select given ->> 'comment' as comment from survey_invitations`.execute(tx),
    );
    const dots = (text: string) => text.replaceAll(/\p{L}/gu, '•');
    expect(given.rows).toEqual([{ comment: `•••••• gentile, •••• •••• meno. ${dots(name)}, ••••@•••••••.••` }]);
  });

  test('how many were asked, of which the answers are a share', async () => {
    await link();
    const { rows } = await server.write((tx) => sql`select survey, asked from survey_days`.execute(tx));
    expect(rows).toEqual([{ survey: 'by-link', asked: 1 }]);
  });
});
