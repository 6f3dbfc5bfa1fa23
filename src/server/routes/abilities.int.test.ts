import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ability, may, roles } from '#shared/model/role';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';

let server: TestServer;
let sara: Ask;
beforeAll(async () => {
  server = await startTestServer({ customers: 0, config: { accessTokenSeconds: 100_000 } });
  sara = await server.as('sara');
  const agreement = { legalReference: 'Accordo 12/2026', impactAssessment: 'DPIA-7', until: '2027-12-31' };
  const policy = JSON.stringify({ supervision: { ...agreement, listening: true } });
  await server.write((tx) => tx.updateTable('company').set({ policy }).execute());
});
afterAll(() => server.stop());

type Request = Parameters<Ask>[0];
const [id, other] = ['01JZZZZZZZZZZZZZZZZZZZZZZZ', '01JZZZZZZZZZZZZZZZZZZZZZZY'];
const get = (url: string): Request => ({ url });
const send = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object): Request => ({
  ...{ method, url },
  ...(payload && { payload }),
});
const post = (url: string, payload?: object) => send('POST', url, payload);

const account = {
  ...{ username: 'nuova', name: 'Nuova Prova', givenName: 'Nuova', role: 'agent', language: 'it' },
  ...{ queues: [], portfolios: [], phone: null },
};
const connector = {
  ...{ id: 'prova', kind: 'abacus', name: 'Prova', portfolioId: 'company', address: 'https://crm.example.test' },
  ...{ settings: {}, secrets: {}, active: false, writesCalls: false },
};
const question = { reason: 'Richiesta 14/2026', subject: id };
const mapping = { mapping: { Nome: 'name' } };
const bytes: Request = {
  ...{ method: 'PUT', url: `/v1/imports/${id}/parts/0`, payload: Buffer.from('Nome') },
  headers: { 'content-type': 'application/octet-stream' },
};
const article = {
  ...{
    code: 'KB-777',
    portfolioId: null,
    title: { it: 'Prova', en: '' },
    about: { it: '', en: '' },
    body: { it: '', en: '' },
  },
  ...{ say: [], facts: [], steps: [], reasons: [], words: { it: [], en: [] }, validFrom: '2026-01-01', validTo: null },
  ...{ reviewBy: null, state: 'draft' },
};
const wish = { keep: id, keepVersion: 1, gone: other, goneVersion: 1, take: [] };

/** What somebody has to be able to, for each of these; all of them are understood, and about nobody who is there. */
const asked: Record<Exclude<Ability, 'removeAttachments' | 'setDelicateNeeds'>, Request[]> = {
  leadTeam: [
    post(`/v1/help/${id}/answer`, { manner: 'whisper' }),
    post(`/v1/help/${id}/take-over`),
    post('/v1/board/callers/prova/move', { queueId: 'support' }),
    post('/v1/board/callers/prova/take'),
    post('/v1/listening', { agentId: id }),
  ],
  seeFigures: [
    get('/v1/figures?from=2026-02-01&to=2026-02-28&by=day'),
    get('/v1/figures/table?from=2026-02-01&to=2026-02-28&by=day&language=it'),
  ],
  readAudit: [post('/v1/audit', question), post('/v1/audit/export', question), get('/v1/audit/proof')],
  importCustomers: [
    get('/v1/imports'),
    post('/v1/imports', { id, portfolioId: 'company', name: 'clienti.csv' }),
    bytes,
    post(`/v1/imports/${other}/read`),
    get(`/v1/imports/${other}`),
    post(`/v1/imports/${other}/check`, mapping),
    post(`/v1/imports/${other}/run`, mapping),
    get(`/v1/imports/${other}/refused`),
    post(`/v1/imports/${other}/undo`),
  ],
  handlePrivacy: [
    get('/v1/breaches/report'),
    get('/v1/privacy'),
    post('/v1/privacy/steps', { kind: 'tryPurge' }),
    get(`/v1/privacy/requests/${id}/copy`),
    get(`/v1/privacy/requests/${id}/erasure`),
    get('/v1/privacy/consent-texts'),
    get('/v1/privacy/record'),
    get('/v1/privacy/people?q=nessuno'),
  ],
  clearSuspicion: [send('DELETE', `/v1/customers/${id}/suspicion`)],
  mergeCustomers: [
    get('/v1/duplicates'),
    post('/v1/duplicates/not-same', { one: id, other }),
    post('/v1/merges', { id, ...wish }),
    post(`/v1/merges/${id}/undo`),
  ],
  manageAccounts: [
    get('/v1/accounts'),
    post('/v1/accounts', account),
    send('PATCH', `/v1/accounts/${id}`, {}),
    post(`/v1/accounts/${id}/password`),
    post(`/v1/accounts/${id}/unlock`),
  ],
  editKnowledge: [
    { ...send('PUT', `/v1/articles/${id}`, article), headers: { 'if-match': '"0"' } },
    get('/v1/article-gaps'),
  ],
  editLists: [
    get('/v1/lists/heads'),
    get('/v1/lists/guide'),
    get('/v1/lists/guide/editions'),
    { ...send('PUT', '/v1/lists/guide', { body: null }), headers: { 'if-match': '"9"' } },
    { ...post('/v1/lists/guide/reset'), headers: { 'if-match': '"9"' } },
  ],
  manageConnectors: [
    get('/v1/connectors'),
    post('/v1/connectors', connector),
    send('PATCH', '/v1/connectors/prova', {}),
    post('/v1/connectors/prova/try', {}),
    send('PUT', '/v1/connectors/prova/mapping', { mapping: null }),
    post('/v1/connectors/prova/sign-in'),
    post('/v1/connectors/prova/run', {}),
    send('DELETE', '/v1/connectors/prova?customers=stay'),
    get('/v1/connectors/prova/report'),
  ],
};

test.each(roles)('what not everybody may do is refused to whoever may not, and to nobody else: %s', async (role) => {
  await server.write((tx) => tx.updateTable('agents').set({ role }).where('username', '=', 'sara').execute());
  for (const [ability, requests] of Object.entries(asked)) {
    for (const request of requests) {
      const headers = { 'idempotency-key': newId(server.deps), ...request.headers };
      const { statusCode } = await sara({ ...request, headers });
      const what = `${request.method ?? 'GET'} ${request.url}: ${statusCode}`;
      expect([what, statusCode === 403]).toEqual([what, !may(role, ability as Ability)]);
      expect([400, 401, 415, 500]).not.toContain(statusCode);
    }
  }
});
