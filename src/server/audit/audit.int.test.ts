import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { audit } from './audit.ts';
import { chainSome } from './chaining.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const entries = () =>
  server.write((tx) =>
    tx
      .selectFrom('audit_entries')
      .select(['actor', 'role', 'action', 'subject_kind as kind', 'subjects', 'detail'])
      .orderBy('id')
      .execute(),
  );
const entry = {
  by: { id: '01JZZZZZZZZZZZZZZZZZZZZZZZ', role: 'agent' },
  at: new Date('2026-03-02T09:00:00.000Z'),
  action: 'customersFound',
  subject: { kind: 'customer', ids: ['01JZZZZZZZZZZZZZZZZZZZZZZA'] },
} as const;

test('an entry is kept with what its transaction does, or not at all', async () => {
  const before = (await entries()).length;
  await seenBy(server.deps.db.query, house, (tx) => audit(tx, entry));
  const undone = seenBy(server.deps.db.query, house, async (tx) => {
    await audit(tx, entry);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await entries()).toHaveLength(before + 1);
});

test('whoever works writes entries, and reads none', async () => {
  const agent = { kind: 'agent', portfolios: ['company'] } as const;
  const seen = await seenBy(server.deps.db.query, agent, async (tx) => {
    await audit(tx, entry);
    return tx.selectFrom('audit_entries').selectAll().execute();
  });
  expect(seen).toEqual([]);
});

test.each([
  `update audit_entries set actor = 'somebody else'`,
  `update audit_entries set subjects = '{}', seq = id, hash = sha256('x')`,
  `update audit_entries set hash = sha256('x') where seq is not null`,
  'delete from audit_entries',
  'delete from audit_entries where seq is not null',
  'truncate audit_entries',
])('the log is append-only: "%s" is refused', async (attempt) => {
  await server.write((tx) => audit(tx, entry));
  while ((await server.write(chainSome)) > 0);
  await server.write((tx) => audit(tx, entry));
  await expect(server.write((tx) => sql.raw(attempt).execute(tx))).rejects.toThrow('append-only');
});

test('who was found and what was changed is on record, never what was searched nor what was written', async () => {
  const giulia = await server.as('giulia');
  const [marta] = (await giulia({ url: '/v1/customers', query: { q: 'marta bassi' } })).json().customers;
  await giulia({
    method: 'PATCH',
    url: `/v1/customers/${marta.id}`,
    headers: { 'if-match': `"${marta.version}"`, 'idempotency-key': 'change-of-marta' },
    payload: { preference: 'la sera', email: 'marta@esempio.it' },
  });
  await giulia({ method: 'DELETE', url: '/v1/sessions' });
  const [signedIn, found, changed, signedOut] = (await entries()).slice(-4);
  const kind = { role: 'agent', actor: expect.any(String) };
  expect(signedIn).toMatchObject({ ...kind, action: 'signedIn', kind: null });
  expect(signedOut).toMatchObject({ ...kind, action: 'signedOut', kind: null });
  expect(found).toMatchObject({ ...kind, action: 'customersFound', kind: 'customer', subjects: [marta.id] });
  expect(changed).toMatchObject({ action: 'customerChanged', subjects: [marta.id] });
  expect(changed?.detail).toEqual({ fields: ['email', 'preference'] });
  expect(JSON.stringify(await entries())).not.toMatch(/marta|sera/i);
});

test('a wrong password is on record for the agent whose name it was, and what was typed for nobody is not', async () => {
  const enter = (username: string) =>
    server.ask({ method: 'POST', url: '/v1/sessions', payload: { username, password: 'wrong' } });
  await enter('giulia');
  await enter('segretissimo');
  const [known, unknown] = (await entries()).slice(-2);
  expect(known).toMatchObject({ action: 'signInRefused', actor: null, kind: 'agent', subjects: [expect.any(String)] });
  expect(unknown).toMatchObject({ action: 'signInRefused', actor: null, kind: null, subjects: [] });
  expect(JSON.stringify(await entries())).not.toContain('segretissimo');
});
