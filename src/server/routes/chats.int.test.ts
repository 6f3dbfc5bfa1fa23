// A visitor and two agents, from the first word to the last: who takes, who passes on, what each side reads, and what a token opens.
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { chatListSchema, chatThreadSchema } from '#shared/protocol/chat';
import { problemUrn } from '#shared/protocol/errors';
import { chatNoticeEdition, visitorChatSchema, visitorSiteSchema } from '#shared/protocol/visitor';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { keepChats } from '../chat/keeper.ts';
import { seenBy } from '../db/seenBy.ts';
import { newId } from '../deps.ts';
import { tidySurveys } from '../surveys/asking.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
beforeEach(async () => {
  server = await startTestServer({ customers: 3 });
  [giulia, luca] = [await server.as('giulia'), await server.as('luca')];
});
afterEach(() => server.stop());

interface Visitor {
  readonly id: string;
  readonly ask: Ask;
  say(text: string, id?: string): Promise<number>;
  chat(after?: number): Promise<ReturnType<typeof visitorChatSchema.parse>>;
}

const begin = (id: string, token: string, more: object = {}) =>
  server.ask({
    method: 'POST',
    url: '/v1/visitor/chats',
    payload: {
      ...{ id, token, site: 'aurora', topic: 'support', language: 'it', name: 'Marta Prova', code: null, email: null },
      ...{ notice: chatNoticeEdition, left: null, callAt: null, ...more },
    },
  });

async function visitor(more: object = {}): Promise<Visitor> {
  const id = newId(server.deps);
  const token = randomBytes(32).toString('base64url');
  expect((await begin(id, token, more)).statusCode).toBe(201);
  const ask: Ask = (request) =>
    server.ask({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
  return {
    id,
    ask,
    say: async (text, messageId = newId(server.deps)) =>
      (await ask({ method: 'POST', url: '/v1/visitor/chat/messages', payload: { id: messageId, text } })).statusCode,
    chat: async (after = 0) =>
      visitorChatSchema.parse((await ask({ url: '/v1/visitor/chat', query: { after: String(after) } })).json()),
  };
}

const listOf = async (ask: Ask) => chatListSchema.parse((await ask({ url: '/v1/chats' })).json());
const post = (ask: Ask, id: string, what: string, payload: object = {}) =>
  ask({ method: 'POST', url: `/v1/chats/${id}/${what}`, payload });
const threadOf = async (ask: Ask, id: string, after = 0) =>
  chatThreadSchema.parse((await ask({ url: `/v1/chats/${id}`, query: { after: String(after) } })).json());
const texts = (messages: readonly { by: string; text: string }[]) => messages.map(({ by, text }) => `${by}: ${text}`);
const say = (ask: Ask, id: string, text: string) =>
  post(ask, id, 'messages', { id: newId(server.deps), text, canned: null });

test('who waits is taken once, both sides read the same, and it ends for both', async () => {
  const marta = await visitor();
  await marta.say('La linea non funziona');
  expect((await listOf(giulia)).waiting).toMatchObject([{ id: marta.id, visitor: { name: 'Marta Prova' } }]);
  expect((await post(giulia, marta.id, 'take')).statusCode).toBe(200);
  // The answer was lost.
  expect((await post(giulia, marta.id, 'take')).statusCode).toBe(200);
  expect((await post(luca, marta.id, 'take')).statusCode).toBe(404);
  expect((await say(giulia, marta.id, 'Buongiorno, verifico subito.')).statusCode).toBe(200);
  const lines = ['visitor: La linea non funziona', 'house: taken', 'agent: Buongiorno, verifico subito.'];
  expect(texts((await threadOf(giulia, marta.id)).messages)).toEqual(lines);
  const seen = await marta.chat();
  expect(texts(seen.messages)).toEqual(lines);
  expect(seen).toMatchObject({ state: 'open', agent: 'Giulia', lastSeq: 3 });
  expect((await listOf(giulia)).mine).toMatchObject([{ state: 'open', interactionId: marta.id, continues: null }]);
  await post(giulia, marta.id, 'end');
  expect(await marta.chat(3)).toMatchObject({ state: 'ended', messages: [{ text: 'ended' }] });
  expect((await listOf(giulia)).mine).toMatchObject([{ state: 'ended', ended: 'closedHere' }]);
});

test('a chat that somebody had is rated once by its visitor, and the answer is nobody’s', async () => {
  const marta = await visitor();
  await marta.say('Buongiorno');
  expect((await marta.chat()).survey).toBeNull();
  await post(giulia, marta.id, 'take');
  await post(giulia, marta.id, 'end');
  const first = (await marta.chat()).survey;
  // Asked again after a lost answer: what came before opens nothing any more.
  const survey = (await marta.chat()).survey;
  expect(survey?.questions.map(({ code }) => code)).toEqual(['csat', 'ces', 'open']);
  const rate = (token: string | undefined, csat: number) =>
    server.ask({ method: 'POST', url: '/v1/visitor/survey', payload: { token, scores: { csat }, comment: '' } });
  expect((await rate(first?.token, 1)).statusCode).toBe(404);
  expect((await rate(survey?.token, 6)).statusCode).toBe(422);
  expect((await rate(survey?.token, 5)).json()).toEqual({ call: 'no' });
  expect((await marta.chat()).survey).toBeNull();
  server.pass(24 * 3_600_000);
  await tidySurveys(server.deps);
  const { rows } = await server.write((tx) =>
    sql`select scores, queue_id from survey_answers where survey = 'after-chat'`.execute(tx),
  );
  expect(rows).toEqual([{ scores: { csat: 5 }, queue_id: 'support' }]);
  expect((await server.write((tx) => sql`select 1 from survey_invitations`.execute(tx))).rows).toEqual([]);
});

test('whoever rates a chat low may ask for a call, at the number on file or at one that they give: a lead has it once', async () => {
  const sara = await server.as('sara');
  const rated = async (customerId: string | null, csat = 1) => {
    const marta = await visitor();
    await marta.say('Buongiorno');
    await post(giulia, marta.id, 'take');
    await post(giulia, marta.id, 'end');
    const isWith = async (customer: string) => {
      const report = interactionReport(marta.id, { customerId: customer, channel: 'chat' });
      const headers = { 'idempotency-key': newId(server.deps) };
      const answer = await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: report });
      expect(answer.statusCode, answer.body).toBe(201);
    };
    if (customerId !== null) await isWith(customerId);
    const token = (await marta.chat()).survey?.token;
    const payload = { token, scores: { csat }, comment: '' };
    const answer = await server.ask({ method: 'POST', url: '/v1/visitor/survey', payload });
    const call = (number: string | null) =>
      server.ask({ method: 'POST', url: '/v1/visitor/survey/call', payload: { token, number } });
    return { answer: answer.json(), call, isWith };
  };
  const wanted = async () => callbackListSchema.parse((await sara({ url: '/v1/callbacks' })).json()).recontacts;
  const unknown = await rated(null);
  expect(unknown.answer).toEqual({ call: 'atNumber' });
  expect((await unknown.call('otto')).statusCode).toBe(422);
  expect((await unknown.call(null)).statusCode).toBe(404);
  const satisfied = await rated(null, 5);
  expect(satisfied.answer).toEqual({ call: 'no' });
  expect((await satisfied.call('+390000000188')).statusCode).toBe(404);
  expect(await wanted()).toEqual([]);
  const given = '+390000000188';
  expect((await unknown.call(given)).statusCode).toBe(204);
  expect((await unknown.call('+390000000189')).statusCode).toBe(404);
  expect(await wanted()).toMatchObject([{ customerId: null, number: given, barred: null, state: { kind: 'open' } }]);
  const [customer] = (await giulia({ url: '/v1/customers', query: { phone: '+390000000103' } })).json().customers;
  const known = await rated(customer.id);
  expect(known.answer).toEqual({ call: 'onFile' });
  for (const _ of [1, 2]) expect((await known.call(null)).statusCode).toBe(204);
  const both = await wanted();
  expect(both).toHaveLength(2);
  expect(both).toContainEqual(expect.objectContaining({ customerId: customer.id, number: '+390000000103' }));

  // Between the answer and the number the wrap-up says who it was: the number that they typed counts.
  const others = await server.write((tx) =>
    sql<{ id: string }>`update customers set needs = '[]' where id <> ${customer.id} returning id`.execute(tx),
  );
  const [named, noNumber] = others.rows.map(({ id }) => id);
  const late = await rated(null);
  expect(late.answer).toEqual({ call: 'atNumber' });
  await late.isWith(must(named, 'a customer'));
  for (const _ of [1, 2]) expect((await late.call('+390000000190')).statusCode).toBe(204);
  expect(await wanted()).toContainEqual(expect.objectContaining({ customerId: named, number: '+390000000190' }));
  // Whoever has none on file is asked for one.
  await server.write(async (tx) => {
    await sql`delete from cases where customer_id = ${noNumber}`.execute(tx);
    await sql`delete from customer_phones where customer_id = ${noNumber}`.execute(tx);
  });
  const without = await rated(must(noNumber, 'another'));
  expect(without.answer).toEqual({ call: 'atNumber' });
  expect((await without.call('+390000000191')).statusCode).toBe(204);
  expect(await wanted()).toContainEqual(expect.objectContaining({ customerId: noNumber, number: '+390000000191' }));
});

test('nobody is asked about a chat that nobody took', async () => {
  const marta = await visitor();
  await marta.say('Buongiorno');
  await marta.ask({ method: 'POST', url: '/v1/visitor/chat/end', payload: {} });
  expect(await marta.chat()).toMatchObject({ state: 'ended', survey: null });
});

test('a token opens one chat; once its end is read it opens nothing, and nothing is written after the end', async () => {
  const marta = await visitor();
  const other = await visitor({ name: 'Carlo Prova' });
  await marta.say('Buongiorno');
  await post(giulia, marta.id, 'take');
  await post(giulia, marta.id, 'end');
  const late = await marta.ask({
    method: 'POST',
    url: '/v1/visitor/chat/messages',
    payload: { id: newId(server.deps), text: 'x' },
  });
  expect(late.json().type).toBe(problemUrn('chat-ended'));
  const { lastSeq } = await marta.chat();
  await marta.ask({ method: 'POST', url: '/v1/visitor/chat/read', payload: { upTo: lastSeq } });
  expect((await marta.ask({ url: '/v1/visitor/chat' })).statusCode).toBe(401);
  expect((await marta.ask({ url: '/v1/visitor/chat/events' })).statusCode).toBe(401);
  expect(await other.chat()).toMatchObject({ state: 'waiting' });
  // In the database itself: a visitor's eyes see their one chat, no other, and no customer.
  const seen = await seenBy(server.deps.db.query, { kind: 'visitor', chatId: other.id }, async (tx) => ({
    chats: await tx.selectFrom('chats').select('id').execute(),
    messages: await tx.selectFrom('chat_messages').select('chat_id').execute(),
    customers: await tx.selectFrom('customers').select('id').execute(),
  }));
  expect(seen).toEqual({ chats: [{ id: other.id }], messages: [], customers: [] });
});

test('the same message sent twice is there once, whoever sent it', async () => {
  const marta = await visitor();
  const id = newId(server.deps);
  for (const _ of [1, 2, 3]) expect(await marta.say('Buongiorno', id)).toBe(200);
  await post(giulia, marta.id, 'take');
  const mine = { id: newId(server.deps), text: 'Dica pure', canned: null };
  const answers = [await post(giulia, marta.id, 'messages', mine), await post(giulia, marta.id, 'messages', mine)];
  expect(answers[0]?.json()).toEqual(answers[1]?.json());
  expect(texts((await marta.chat()).messages)).toEqual(['visitor: Buongiorno', 'house: taken', 'agent: Dica pure']);
});

test('cards, accounts and tax codes are masked before they are kept, and both sides are told', async () => {
  const marta = await visitor();
  const secrets = ['4111 1111 1111 1111', 'IT60X0542811101000000123456'];
  await marta.say(`Carta ${secrets[0]}, conto ${secrets[1]}`);
  const { messages } = await marta.chat();
  expect(messages.map(({ text }) => text)).toEqual([expect.stringMatching(/^Carta [• ]+, conto •+$/), 'masked']);
  const kept = await server.write((tx) => tx.selectFrom('chat_messages').selectAll().execute());
  for (const secret of secrets) expect(JSON.stringify(kept)).not.toContain(secret);
});

test('one’s hands are full with as many as the list says', async () => {
  const some = [await visitor(), await visitor(), await visitor()];
  const answers = [];
  for (const { id } of some) answers.push((await post(giulia, id, 'take')).json());
  expect(answers).toMatchObject([{}, {}, { type: problemUrn('chat-full') }]);
});

test('passed to a colleague it stays open until they take it, and goes on under an interaction of theirs', async () => {
  const marta = await visitor();
  await post(giulia, marta.id, 'take');
  const lucaId = (await luca({ url: '/v1/workstation' })).json().agent.id;
  const pass = { to: { kind: 'agent', agentId: lucaId }, note: 'Manca il codice', identification: 'standard' };
  expect((await post(luca, marta.id, 'pass', pass)).statusCode).toBe(404);
  expect((await post(giulia, marta.id, 'pass', pass)).statusCode).toBe(200);
  expect((await listOf(luca)).offered).toMatchObject([
    {
      state: 'offered',
      passed: { from: { name: 'Giulia Serra' }, note: 'Manca il codice', identification: 'standard' },
    },
  ]);
  expect(await marta.chat()).toMatchObject({ state: 'open', agent: 'Giulia' });
  await post(luca, marta.id, 'decline');
  expect((await listOf(luca)).offered).toEqual([]);
  await post(giulia, marta.id, 'pass', pass);
  expect((await post(luca, marta.id, 'take')).statusCode).toBe(200);
  const [own] = (await listOf(luca)).mine;
  expect(own).toMatchObject({ state: 'open', continues: marta.id });
  expect(own?.interactionId).not.toBe(marta.id);
  expect((await listOf(giulia)).mine).toEqual([]);
  expect((await say(giulia, marta.id, 'Ancora io')).statusCode).toBe(404);
  // What was said among colleagues is not the visitor's.
  expect(JSON.stringify(await marta.chat())).not.toContain('Manca il codice');
});

test('given back to a queue it goes first in line again, with whom it was', async () => {
  const [marta] = [await visitor()];
  await post(giulia, marta.id, 'take');
  server.pass(1_000);
  const other = await visitor();
  const pass = { to: { kind: 'queue', queueId: 'welcome' }, note: 'Serve altro', identification: 'none' };
  expect((await post(giulia, marta.id, 'pass', pass)).statusCode).toBe(200);
  expect((await listOf(giulia)).waiting.map(({ id }) => id)).toEqual([marta.id, other.id]);
  expect((await marta.chat()).state).toBe('waiting');
});

test('an agent’s PC that gives no sign for a minute loses it to the line; one that does keeps it', async () => {
  const marta = await visitor();
  await post(giulia, marta.id, 'take');
  server.pass(40_000);
  await giulia({ method: 'POST', url: '/v1/chats/alive', payload: { ids: [marta.id] } });
  server.pass(40_000);
  await marta.chat();
  await keepChats(server.deps);
  expect((await marta.chat()).state).toBe('open');
  server.pass(30_000);
  await marta.chat();
  await keepChats(server.deps);
  expect(await marta.chat()).toMatchObject({ state: 'waiting', agent: null });
  expect((await listOf(luca)).waiting.map(({ id }) => id)).toEqual([marta.id]);
});

test('a page that is gone waits no more; who is silent is asked, and then it ends', async () => {
  const gone = await visitor();
  server.pass(61_000);
  await keepChats(server.deps);
  expect((await listOf(giulia)).waiting).toEqual([]);
  expect(await gone.chat()).toMatchObject({ state: 'ended' });

  const silent = await visitor();
  await post(giulia, silent.id, 'take');
  await say(giulia, silent.id, 'È ancora in linea?');
  const pass = async (seconds: number) => {
    for (let left = seconds; left > 0; left -= 30) {
      server.pass(Math.min(30, left) * 1_000);
      await giulia({ method: 'POST', url: '/v1/chats/alive', payload: { ids: [silent.id] } });
    }
    await keepChats(server.deps);
  };
  await pass(121);
  expect(texts((await silent.chat()).messages).at(-1)).toBe('house: stillThere');
  await pass(180);
  const end = await silent.chat();
  expect(end.state).toBe('ended');
  expect(texts(end.messages).at(-1)).toBe('house: silent');
  expect((await listOf(giulia)).mine).toMatchObject([{ ended: 'silence' }]);
});

test('who waits for another agent to write is not asked whether they are there', async () => {
  const marta = await visitor();
  await post(giulia, marta.id, 'take');
  await say(giulia, marta.id, 'La passo ai reclami.');
  server.pass(61_000);
  await marta.chat();
  await keepChats(server.deps);
  expect((await post(luca, marta.id, 'take')).statusCode).toBe(200);
  for (let nth = 0; nth < 4; nth += 1) {
    server.pass(40_000);
    await luca({ method: 'POST', url: '/v1/chats/alive', payload: { ids: [marta.id] } });
    await marta.chat();
  }
  await keepChats(server.deps);
  expect(texts((await marta.chat()).messages)).not.toContain('house: stillThere');
});

test('the door of a chat that has ended closes by itself', async () => {
  const marta = await visitor();
  await marta.ask({ method: 'POST', url: '/v1/visitor/chat/end', payload: {} });
  server.pass(11 * 60_000);
  await keepChats(server.deps);
  expect((await marta.ask({ url: '/v1/visitor/chat' })).statusCode).toBe(401);
});

test('the token of a message that was left opens nothing once its page has read that it is there, or has been away', async () => {
  const read = await visitor({ left: 'Richiamatemi domani', email: 'marta@esempio.it' });
  const { lastSeq } = await read.chat();
  await read.ask({ method: 'POST', url: '/v1/visitor/chat/read', payload: { upTo: lastSeq } });
  expect((await read.ask({ url: '/v1/visitor/chat' })).statusCode).toBe(401);

  const away = await visitor({ left: 'Richiamatemi domani', email: 'marta@esempio.it' });
  await away.chat();
  server.pass(10 * 60_000 + 1_000);
  await keepChats(server.deps);
  expect((await away.ask({ url: '/v1/visitor/chat' })).statusCode).toBe(401);
});

test('out of hours a message is left, and read by who comes', async () => {
  const site = async () =>
    visitorSiteSchema.parse((await server.ask({ url: '/v1/visitor/sites/aurora', query: { language: 'it' } })).json());
  expect(await site()).toMatchObject({ name: 'Aurora Servizi', isOpen: true });
  server.pass(12 * 3_600_000);
  giulia = await server.as('giulia');
  expect(await site()).toMatchObject({ isOpen: false, opensAt: '2026-03-03T07:30:00.000Z' });
  const token = randomBytes(32).toString('base64url');
  expect((await begin(newId(server.deps), token)).statusCode).toBe(409);
  const marta = await visitor({ left: 'Richiamatemi domani', email: 'marta@esempio.it', callAt: '+390000000103' });
  // Begun again, because the answer was lost: it is there once.
  expect((await listOf(giulia)).left).toMatchObject([{ id: marta.id, callWanted: '+390000000103' }]);
  expect((await post(giulia, marta.id, 'take')).statusCode).toBe(200);
  expect((await listOf(giulia)).mine).toMatchObject([{ state: 'read', interactionId: marta.id }]);
  expect(texts((await threadOf(giulia, marta.id)).messages)).toEqual(['visitor: Richiamatemi domani', 'house: taken']);
});

test('once reported it is with a customer: whoever sees them reads the transcript, which is on record', async () => {
  const marta = await visitor();
  await marta.say('Buongiorno');
  await post(giulia, marta.id, 'take');
  await post(giulia, marta.id, 'end');
  expect((await luca({ url: `/v1/chats/${marta.id}` })).statusCode).toBe(404);
  const [customer] = (await giulia({ url: '/v1/customers', query: { phone: '+390000000103' } })).json().customers;
  const caller = { kind: 'visitor', name: 'Marta Prova' };
  const report = interactionReport(marta.id, { customerId: customer.id, channel: 'chat', caller });
  const headers = { 'idempotency-key': marta.id };
  const answer = await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: report });
  expect(answer.statusCode).toBe(201);
  expect((await listOf(giulia)).mine).toEqual([]);
  expect(texts((await threadOf(luca, marta.id)).messages)[0]).toBe('visitor: Buongiorno');
  const entries = await server.write((tx) =>
    tx.selectFrom('audit_entries').select('subjects').where('action', '=', 'chatRead').execute(),
  );
  expect(entries).toEqual([{ subjects: [customer.id] }]);
});

test('what a visitor writes is text, whatever it looks like', async () => {
  const marta = await visitor();
  const corpus = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{constructor}}',
    "'; drop table chats; --",
    '\u202Egnp.exe',
  ];
  for (const text of corpus) expect(await marta.say(text)).toBe(200);
  expect((await marta.chat()).messages.map(({ text }) => text)).toEqual(corpus);
});

test('another page cannot write in somebody’s name, and nobody begins chats without end', async () => {
  const marta = await visitor();
  const payload = { id: newId(server.deps), text: 'x' };
  const written = (headers: Record<string, string>) =>
    marta.ask({ method: 'POST', url: '/v1/visitor/chat/messages', payload, headers });
  expect((await written({ origin: 'https://altrove.esempio.it' })).statusCode).toBe(403);
  expect((await written({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
  expect((await written({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
  const codes = [];
  for (const _ of [1, 2, 3, 4, 5, 6]) {
    codes.push((await begin(newId(server.deps), randomBytes(32).toString('base64url'))).statusCode);
  }
  expect(codes.at(-1)).toBe(429);
  // Somebody who knows a chat's id, and not its token, begins nothing there.
  server.pass(60_000);
  expect((await begin(marta.id, randomBytes(32).toString('base64url'))).json().type).toBe(problemUrn('key-reused'));
  const hashes = await server.write((tx) => tx.selectFrom('chats').select('token_hash').execute());
  expect(
    hashes.every(({ token_hash: hash }) => hash?.length === createHash('sha256').update('').digest('hex').length),
  ).toBe(true);
});
