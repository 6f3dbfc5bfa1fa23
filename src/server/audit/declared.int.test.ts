import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import type { App } from '#server/routes/app';
import type { AuditAction } from '#shared/protocol/audit';
import { interactionReport } from '#test/support/interactionReport';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { declareAudit } from './declared.ts';

let server: TestServer;
let giulia: Ask;
beforeAll(async () => {
  server = await startTestServer();
  giulia = await server.as('giulia');
});
afterAll(() => server.stop());

const entries = () =>
  server.write((tx) =>
    tx.selectFrom('audit_entries').select(['action', 'subjects', 'detail', 'reason']).orderBy('id').execute(),
  );
const actions = async () => (await entries()).map(({ action }) => action as AuditAction);

test('a route about customers that does not say what it leaves in the audit log keeps the server from starting', () => {
  const app: App = Fastify().withTypeProvider();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  declareAudit(app, server.deps);
  app.get('/v1/workstation', async () => null);
  app.get('/v1/customers/:id/said', { config: { audit: { each: ['customersFound'] } } }, async () => null);
  for (const url of ['/v1/customers/:id/unsaid', '/v1/cases', '/v1/sync/new', '/v1/privacy/requests']) {
    expect(() => app.get(url, async () => null)).toThrow(`${url} does not say in config.audit`);
  }
});

test('every request for somebody’s data leaves its entry', async () => {
  const [marta] = (await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers;
  const id = '01JZZZZZZZZZZZZZZZZZZZZ001';
  const key = (name: string) => ({ 'idempotency-key': `key-of-${name}` });
  const report = interactionReport(id, { customerId: marta.id });
  const { customerId, queueId, reasonCode, note, caller } = report;
  const to = { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' };
  const handover = { id, to, caller, queueId, customerId, reasonCode, note, at: '2026-03-02T08:55:00.000Z' };
  const views = { views: [{ customerId: marta.id, at: '2026-03-02T08:00:00.000Z' }] };
  const asked: [AuditAction, Parameters<Ask>[0]][] = [
    ['customersFound', { url: '/v1/customers', query: { phone: '+390000000103' } }],
    [
      'customerChanged',
      {
        method: 'PATCH',
        url: `/v1/customers/${marta.id}`,
        headers: { ...key('change'), 'if-match': `"${marta.version}"` },
        payload: { preference: 'mattina' },
      },
    ],
    ['interactionReported', { method: 'POST', url: '/v1/interactions', headers: key('report'), payload: report }],
    ['handoverLeft', { method: 'POST', url: '/v1/handovers', payload: handover }],
    ['handoverRead', { url: `/v1/handovers/${id}` }],
    ['customerViewed', { method: 'POST', url: '/v1/views', headers: key('views'), payload: views }],
  ];
  for (const [action, request] of asked) {
    const before = (await actions()).length;
    expect((await giulia(request)).statusCode, action).toBeLessThan(300);
    const left = (await entries()).slice(before);
    expect(left.map((entry) => entry.action)).toEqual([action]);
    expect(left[0]?.subjects, action).toContain(marta.id);
  }
  // By the clock of the PC on which it was seen.
  expect((await entries()).at(-1)?.detail).toEqual({ seenAt: '2026-03-02T08:00:00.000Z' });
});

test('a request that is sent again leaves no second entry', async () => {
  const payload = { views: [{ customerId: '01JZZZZZZZZZZZZZZZZZZZZ009', at: '2026-03-02T08:00:00.000Z' }] };
  const tell = () =>
    giulia({ method: 'POST', url: '/v1/views', headers: { 'idempotency-key': 'told-twice' }, payload });
  expect([(await tell()).statusCode, (await tell()).statusCode]).toEqual([200, 200]);
  const told = (await entries()).filter(({ subjects }) => subjects.includes('01JZZZZZZZZZZZZZZZZZZZZ009'));
  expect(told).toHaveLength(1);
});

test('what a program asks for all the time is on record once an hour', async () => {
  const luca = await server.as('luca');
  const before = (await actions()).length;
  const ask = async () => {
    for (const url of ['/v1/sync/manifest', '/v1/lost-calls', '/v1/sync/manifest', '/v1/lost-calls'])
      await luca({ url });
  };
  await ask();
  expect((await actions()).slice(before)).toEqual(['cacheFed', 'callersListed']);
  expect((await entries()).at(-1)?.subjects).toEqual(['company']);
  server.pass(300_000);
  await ask();
  expect((await actions()).length).toBe(before + 2);
  // Or when it is fed from more than before.
  await server.write(async (tx) => {
    await keepClients(tx, 'Aurora', [{ id: 'borea', name: 'Borea' }]);
    await grantPortfolios(tx, [{ username: 'luca', portfolios: ['borea', 'company'] }]);
  });
  await luca({ url: '/v1/sync/manifest' });
  expect((await entries()).at(-1)).toMatchObject({ action: 'cacheFed', subjects: ['borea', 'company'] });
  expect((await actions()).length).toBe(before + 3);
  // Another program of the same agent has its own, and each hour a new one.
  server.pass(3_000_000);
  const again = await server.as('luca');
  await again({ url: '/v1/sync/manifest' });
  expect((await actions()).slice(before + 3)).toEqual(['signedIn', 'cacheFed']);
  server.pass(300_000);
  for (let times = 0; times < 2; times += 1) await again({ url: '/v1/sync/manifest' });
  expect((await actions()).slice(before + 5)).toEqual(['cacheFed']);
});

test('only the privacy officer reads it, for a reason that is an entry itself, and no list of what somebody has done for months', async () => {
  await server.write((tx) =>
    tx.updateTable('agents').set({ role: 'privacy' }).where('username', '=', 'sara').execute(),
  );
  const [sara, luca] = [await server.as('sara'), await server.as('luca')];
  const reason = 'Richiesta di accesso 14/2026';
  const query = { subject: '01JZZZZZZZZZZZZZZZZZZZZ009', reason };
  expect((await luca({ method: 'POST', url: '/v1/audit', payload: query })).statusCode).toBe(403);
  expect((await sara({ method: 'POST', url: '/v1/audit', payload: { subject: query.subject } })).statusCode).toBe(422);
  const found = (await sara({ method: 'POST', url: '/v1/audit', payload: query })).json();
  expect(found).toMatchObject({ more: false, entries: [{ action: 'customerViewed', role: 'agent' }] });
  expect((await entries()).at(-1)).toMatchObject({ action: 'auditRead', reason, detail: { subject: query.subject } });
  const of = (from: string, to: string) =>
    sara({ method: 'POST', url: '/v1/audit', payload: { reason, actor: found.entries[0].actor, from, to } });
  expect((await of('2026-01-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z')).statusCode).toBe(422);
  expect((await of('2026-03-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z')).json().entries.length).toBeGreaterThan(3);
});
