// Promised callbacks: they come with one report and go with another; in between one agent takes one, and the others see it taken.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Callback, callbackListSchema } from '#shared/protocol/callbacks';
import { problemUrn } from '#shared/protocol/errors';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';

let server: TestServer;
let [giulia, luca, sara]: Ask[] = [];
beforeEach(async () => {
  server = await startTestServer();
  giulia = await server.as('giulia');
  luca = await server.as('luca');
  sara = await server.as('sara');
});
afterEach(() => server.stop());

const as = (ask: Ask | undefined): Ask => must(ask, 'somebody signed in');
const later = (minutes: number) => new Date(server.deps.clock().getTime() + minutes * 60_000).toISOString();

const report = (changed: object = {}) => ({
  ...{ id: newId(server.deps), channel: 'call', direction: 'incoming', queueId: 'support', language: 'it' },
  caller: { kind: 'number', number: '+390000000103', e164: '+390000000103', displayName: null },
  ...{ continues: null, customerId: null, startedAt: later(-9), answeredAt: later(-8), endedAt: later(-2) },
  ...{ closedAt: later(-1), reasonCode: 'REC-04', outcomeCode: 'INO-3', note: '', events: [] },
  ...changed,
});

async function send(ask: Ask | undefined, payload: object, key = newId(server.deps)): Promise<void> {
  const answer = await as(ask)({
    method: 'POST',
    url: '/v1/interactions',
    headers: { 'idempotency-key': key },
    payload,
  });
  expect(answer.statusCode).toBe(201);
}

async function listOf(ask: Ask | undefined): Promise<Callback[]> {
  return callbackListSchema.parse((await as(ask)({ url: '/v1/callbacks' })).json()).callbacks;
}
const change = (ask: Ask | undefined, id: string, what: string, payload?: object) =>
  as(ask)({ method: 'POST', url: `/v1/callbacks/${id}/${what}`, ...(payload && { payload }) });

/** Promised by Giulia in this queue, for so many minutes from now; the id. */
async function promised(minutes: number, changed: object = {}): Promise<string> {
  const sent = report({ callback: { at: later(minutes), number: '+390000000103' }, ...changed });
  await send(giulia, sent);
  return sent.id;
}

test('what a report promises is listed with number, time, reason and words, the earliest first', async () => {
  const customerId = (await as(giulia)({ url: '/v1/customers', query: { q: 'AU-10003' } })).json().customers[0].id;
  const evening = await promised(300);
  const soon = await promised(30, { customerId, promised: { text: 'Data del tecnico', by: null } });
  expect(await listOf(luca)).toMatchObject([
    {
      ...{ id: soon, number: '+390000000103', dueAt: later(30), customerId, reasonCode: 'REC-04' },
      ...{ about: 'Data del tecnico', promisedBy: { name: 'Giulia Serra' }, state: { kind: 'open' } },
    },
    { id: evening, customerId: null, about: '' },
  ]);
});

test('those of the queue see it, and whoever promised it; a lead sees all', async () => {
  const id = await promised(30, { queueId: 'complaints' });
  expect((await listOf(giulia)).map((each) => each.id)).toEqual([id]);
  expect((await listOf(luca)).map((each) => each.id)).toEqual([id]);
  expect((await listOf(sara)).map((each) => each.id)).toEqual([id]);
  const own = report({ queueId: 'welcome', callback: { at: later(10), number: '+390000000103' } });
  await send(sara, own);
  expect((await listOf(giulia)).map((each) => each.id)).toEqual([own.id, id]);
  const nobodys = report({ queueId: null, callback: { at: later(5), number: '+390000000103' } });
  await send(sara, nobodys);
  expect((await listOf(giulia)).map((each) => each.id)).not.toContain(nobodys.id);
  expect((await change(giulia, nobodys.id, 'take')).statusCode).toBe(404);
});

test('one takes it and the others see it taken; given back it is open again', async () => {
  const id = await promised(30);
  expect((await change(luca, id, 'take')).statusCode).toBe(204);
  const second = await change(giulia, id, 'take');
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({
    type: problemUrn('taken'),
    current: { id, state: { kind: 'taken', by: { name: 'Luca Moro' } } },
  });
  expect((await change(giulia, id, 'done', { outcome: 'reached' })).statusCode).toBe(409);
  expect(await listOf(giulia)).toMatchObject([{ state: { kind: 'taken', by: { name: 'Luca Moro' } } }]);
  expect((await change(luca, id, 'release')).statusCode).toBe(204);
  const answers = await Promise.all([giulia, luca, sara].map((ask) => change(ask, id, 'take')));
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409, 409]);
});

test('it is done when its call is reported, reached or not; reported again it stays so; after midnight it is gone', async () => {
  const [one, other] = [await promised(30), await promised(40)];
  await change(luca, one, 'take');
  const [sent, key] = [report({ direction: 'outgoing', callsBack: one }), newId(server.deps)];
  await send(luca, sent, key);
  await send(luca, sent, key);
  await send(luca, report({ direction: 'outgoing', callsBack: other, answeredAt: null }));
  expect(await listOf(giulia)).toMatchObject([
    { id: one, state: { kind: 'done', outcome: 'reached' } },
    { id: other, state: { kind: 'done', outcome: 'notReached' } },
  ]);
  // Somebody who was away had called too.
  await send(giulia, report({ direction: 'outgoing', callsBack: one, answeredAt: null }));
  expect(await listOf(giulia)).toMatchObject([{ state: { outcome: 'reached' } }, {}]);
  expect((await change(luca, one, 'take')).statusCode).toBe(409);
  server.pass(24 * 3_600_000);
  expect(await listOf(await server.as('luca'))).toEqual([]);
});

test('of more than are listed one’s own are there, however late they are due', async () => {
  const own = await promised(9_000);
  await server.write((tx) =>
    sql`insert into callbacks (id, promised_by, number, due_at, queue_id, reason_code, about)
      select '01' || lpad(n::text, 24, '0'), (select id from agents where username = 'luca'), number, due_at - interval '1 day', queue_id, reason_code, about
      from callbacks, generate_series(1, 250) as n`.execute(tx),
  );
  expect((await listOf(giulia)).at(-1)?.id).toBe(own);
});

test('a report that corrects another moves what was promised, or takes it back', async () => {
  const sent = report({ callback: { at: later(30), number: '+390000000103' } });
  await send(giulia, sent);
  await send(giulia, { ...sent, callback: { at: later(60), number: '+390000000104' } });
  expect(await listOf(luca)).toMatchObject([{ dueAt: later(60), number: '+390000000104' }]);
  await send(giulia, { ...sent, callback: null });
  expect(await listOf(luca)).toEqual([]);
});

test('whose a promised call is sees it wherever it belongs, and it is told by name; taken from them, they do not see it any more', async () => {
  const { id: owner } = (await as(luca)({ url: '/v1/workstation' })).json().agent;
  const at = later(30);
  const callback = { at, number: '+390000000103', owner: { id: owner, name: 'Luca Moro' } };
  const sent = report({ queueId: null, callback });
  await send(giulia, sent);
  expect(await listOf(luca)).toMatchObject([{ id: sent.id, owner: { id: owner, name: 'Luca Moro' } }]);
  // Promised again to nobody in particular.
  await send(giulia, { ...sent, callback: { at, number: '+390000000103' } });
  expect(await listOf(luca)).toEqual([]);
  expect(await listOf(giulia)).toMatchObject([{ id: sent.id, owner: null }]);
});
