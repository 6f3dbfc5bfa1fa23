// Chats on the board: how their queues stand and what today has brought, for leads, in numbers alone.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Board, boardSchema } from '#shared/protocol/board';
import { chatNoticeEdition } from '#shared/protocol/visitor';
import { createModelBridge, type ModelBridge } from '#test/support/modelBridge';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { newId } from '../deps.ts';

let bridge: ModelBridge;
let server: TestServer;
let giulia: Ask;
let sara: Ask;
beforeEach(async () => {
  bridge = createModelBridge();
  server = await startTestServer({ customers: 0, bridge });
  [giulia, sara] = [await server.as('giulia'), await server.as('sara')];
});
afterEach(() => server.stop());

const few = { kind: 'fewer', than: 5 };
const secondsPass = (seconds: number) => server.pass(seconds * 1_000);
const boardOf = async (ask: Ask): Promise<Board> => boardSchema.parse((await ask({ url: '/v1/board' })).json());
const chatsOf = async (queueId: string) => (await boardOf(sara)).chats?.find((queue) => queue.queueId === queueId);
/** What the database said may be a moment old. */
const shown = (queueId: string, expected: object) =>
  untilHolds(async () => expect(await chatsOf(queueId)).toMatchObject(expected));

/** A chat of a visitor, and what its page does. */
async function visitor(more: object = {}) {
  const id = newId(server.deps);
  const token = randomBytes(32).toString('base64url');
  const payload = {
    ...{ id, token, site: 'aurora', topic: 'support', language: 'it', name: null, code: null, email: null },
    ...{ notice: chatNoticeEdition, left: null, callAt: null, ...more },
  };
  expect((await server.ask({ method: 'POST', url: '/v1/visitor/chats', payload })).statusCode).toBe(201);
  const page = async (what: string, body: object) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await server.ask({ method: 'POST', url: `/v1/visitor/chat/${what}`, headers, payload: body });
    expect(answer.statusCode, answer.body).toBe(200);
  };
  return { id, end: () => page('end', {}), leave: () => page('leave', { email: 'prova@example.org' }) };
}

const does = async (ask: Ask, id: string, what: string, payload: object = {}) => {
  const answer = await ask({ method: 'POST', url: `/v1/chats/${id}/${what}`, payload });
  expect(answer.statusCode, answer.body).toBe(200);
};
const says = (ask: Ask, id: string) =>
  does(ask, id, 'messages', { id: newId(server.deps), text: 'Buongiorno', canned: null });

const quiet = { waiting: 0, longestSince: null, left: 0, talking: few, ready: few };
const none = { offered: 0, answered: 0, abandoned: 0, left: 0 };

test('leads see the chats of queues to which visitors write; agents have their own list', async () => {
  expect((await boardOf(giulia)).chats).toBeNull();
  expect((await boardOf(sara)).chats).toContainEqual({ queueId: 'support', now: quiet, today: none });
});

test('who waits, since when, and the chat that an agent has; of few agents no number is told', async () => {
  const since = server.deps.clock().toISOString();
  const first = await visitor();
  secondsPass(10);
  await visitor();
  await shown('support', { now: { waiting: 2, longestSince: since }, today: { ...none, offered: 2 } });
  await does(giulia, first.id, 'take');
  await shown('support', { now: { waiting: 1, talking: few }, today: { ...none, offered: 2 } });
  await says(giulia, first.id);
  await shown('support', { today: { ...none, offered: 2, answered: 1 } });
  expect(JSON.stringify((await boardOf(sara)).chats)).not.toContain(first.id);
});

test('an agent’s first word answers; a chat that nobody has written in when it ends is abandoned, unless it ended at once', async () => {
  const [answered, abandoned, atOnce] = [await visitor(), await visitor(), await visitor()];
  await does(giulia, answered.id, 'take');
  await says(giulia, answered.id);
  await does(giulia, answered.id, 'end');
  secondsPass(4);
  await atOnce.end();
  secondsPass(4);
  await abandoned.end();
  await shown('support', { now: quiet, today: { offered: 2, answered: 1, abandoned: 1, left: 0 } });
});

test('messages: those left after a wait were offered, those left at once were not; either waits for somebody to take it', async () => {
  const waited = await visitor();
  await waited.leave();
  const atOnce = await visitor({ left: 'Mi scriva domani', email: 'prova@example.org' });
  await shown('support', { now: { waiting: 0, left: 2 }, today: { ...none, offered: 1, left: 2 } });
  await does(giulia, atOnce.id, 'take');
  await shown('support', { now: { left: 1 }, today: { ...none, offered: 1, left: 2 } });
  // Nobody waits for that word.
  await says(giulia, atOnce.id);
  await shown('support', { today: { ...none, offered: 1, answered: 0, left: 2 } });
});

test('passed on it waits in the other queue from then on, and stays counted where it came in', async () => {
  const chat = await visitor();
  await does(giulia, chat.id, 'take');
  await says(giulia, chat.id);
  secondsPass(30);
  const since = server.deps.clock().toISOString();
  const to = { kind: 'queue', queueId: 'welcome' };
  await does(giulia, chat.id, 'pass', { to, note: '', identification: 'none' });
  await shown('welcome', { now: { waiting: 1, longestSince: since }, today: none });
  await shown('support', { now: { waiting: 0 }, today: { ...none, offered: 1, answered: 1 } });
});

test('of a queue of another portfolio a lead does not see the chats', async () => {
  await shown('support', { now: quiet });
  await server.write(async (tx) => {
    await sql`insert into portfolios (id, client_id) select 'elsewhere', client_id from portfolios limit 1`.execute(tx);
    await sql`update queues set portfolio_id = 'elsewhere' where id = 'support'`.execute(tx);
  });
  await untilHolds(async () => expect(await chatsOf('support')).toBeUndefined());
});

test('a list of how chats are had that cannot be read takes nobody’s board away', async () => {
  await server.write((tx) => sql`update lists set body = '{}' where code = 'chat'`.execute(tx));
  await untilHolds(async () => expect((await boardOf(sara)).chats).toBeNull());
  expect((await boardOf(giulia)).queues.length).toBeGreaterThan(0);
});

test('five agents with room for a chat are counted; while the PBX is away nobody knows who is there', async () => {
  for (const extension of ['2001', '2002', '2003', '2004', '2005']) {
    const id = newId(server.deps);
    await server.write(async (tx) => {
      await sql`insert into agents (id, username, password_hash, name, given_name, role, language)
        values (${id}, ${extension}, '', 'Prova', 'Prova', 'agent', 'it')`.execute(tx);
      await sql`insert into pbx_accounts (agent_id, extension, auth_user, password)
        values (${id}, ${extension}, '', '')`.execute(tx);
    });
    bridge.tell(
      { kind: 'member', member: { queue: 'support', extension, paused: false } },
      { kind: 'phone', extension, use: 'free' },
    );
  }
  await shown('support', { now: { talking: few, ready: { kind: 'count', n: 5 } } });
  bridge.tell({ kind: 'away' });
  await shown('support', { now: { talking: few, ready: null } });
});
