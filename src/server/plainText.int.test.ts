// Text that a database cannot keep: it must not hold up the note that it stands in.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from './deps.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer();
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

const unkeepable = 'Chiede\u0000 una data \ud83d certa.';
const kept = 'Chiede\ufffd una data \ufffd certa.';
const caller = { kind: 'number', number: '+390000000103', e164: '+390000000103', displayName: 'A\u0000\udc00B' };

test('a handover whose note holds half a character or none arrives, with a mark in its place', async () => {
  const id = newId(server.deps);
  const payload = {
    id,
    to: { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' },
    caller,
    queueId: 'support',
    customerId: null,
    reasonCode: null,
    note: unkeepable,
    at: '2026-03-02T08:55:00.000Z',
  };
  expect((await giulia({ method: 'POST', url: '/v1/handovers', payload })).statusCode).toBe(201);
  expect((await giulia({ url: `/v1/handovers/${id}` })).json()).toMatchObject({ note: kept });
});

test('so does a report', async () => {
  const payload = interactionReport(newId(server.deps), {
    caller,
    language: null,
    answeredAt: null,
    endedAt: null,
    note: unkeepable,
    events: [{ id: newId(server.deps), at: '2026-03-02T08:50:00.000Z', kind: 'ended', detail: 'a\u0000b' }],
  });
  const headers = { 'idempotency-key': newId(server.deps) };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload })).statusCode).toBe(201);
});

test('a search and a name to sign in with find nobody, and break nothing', async () => {
  expect((await giulia({ url: '/v1/customers', query: { q: 'co\u0000lombo' } })).statusCode).toBe(200);
  const payload = { username: 'giu\u0000lia', password: 'cornetta' };
  expect((await server.ask({ method: 'POST', url: '/v1/sessions', payload })).statusCode).toBe(401);
});
