import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Account } from '#shared/protocol/accounts';
import { problemUrn } from '#shared/protocol/errors';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
let admin: Ask;
let giulia: Ask;
beforeEach(async () => {
  server = await startTestServer();
  await server.write((tx) => tx.updateTable('agents').set({ role: 'admin' }).where('username', '=', 'sara').execute());
  [admin, giulia] = [await server.as('sara'), await server.as('giulia')];
});
afterEach(() => server.stop());

const newcomer = {
  ...{ username: 'Nora.Prova', name: 'Nora Prova', givenName: 'Nora', role: 'agent', language: 'it' },
  ...{ queues: ['welcome'], portfolios: [], phone: { extension: '4711', password: 'pbx' } },
};
const list = async (): Promise<Account[]> => (await admin({ url: '/v1/accounts' })).json().accounts;
const accountOf = async (username: string) => (await list()).find((account) => account.username === username);
const add = (differing: object = {}) =>
  admin({ method: 'POST', url: '/v1/accounts', payload: { ...newcomer, ...differing } });
const change = (id: string, payload: object, ask = admin) =>
  ask({ method: 'PATCH', url: `/v1/accounts/${id}`, payload });
const signIn = (username: string, password: string, newPassword?: string) =>
  server.ask({ method: 'POST', url: '/v1/sessions', payload: { username, password, newPassword } });
const own = 'quattro gatti neri';

test('accounts are for administrators alone', async () => {
  const { id } = (await accountOf('giulia')) ?? { id: '' };
  for (const ask of [giulia]) {
    expect((await ask({ url: '/v1/accounts' })).statusCode).toBe(403);
    expect((await ask({ method: 'POST', url: '/v1/accounts', payload: newcomer })).statusCode).toBe(403);
    expect((await change(id, { role: 'admin' }, ask)).statusCode).toBe(403);
    expect((await ask({ method: 'POST', url: `/v1/accounts/${id}/password` })).statusCode).toBe(403);
    expect((await ask({ method: 'POST', url: `/v1/accounts/${id}/unlock` })).statusCode).toBe(403);
  }
});

test('whoever is new signs in with the password that was made, chooses one of their own, and then only that works', async () => {
  const made = (await add()).json();
  expect(made.account).toMatchObject({ username: 'nora.prova', active: true, extension: '4711', fromFile: false });
  expect((await signIn('nora.prova', made.password)).json()).toMatchObject({ type: problemUrn('password-due') });
  expect((await signIn('nora.prova', made.password, 'corta')).statusCode).toBe(422);
  expect((await signIn('nora.prova', made.password, 'nora.prova nora.prova')).statusCode).toBe(422);
  expect((await signIn('nora.prova', made.password, made.password)).statusCode).toBe(422);
  expect((await signIn('nora.prova', made.password, own)).statusCode).toBe(201);
  expect((await signIn('nora.prova', made.password, 'un altro ancora')).statusCode).toBe(401);
  expect((await signIn('nora.prova', own)).statusCode).toBe(201);
  expect((await accountOf('nora.prova'))?.oneTimeUntil).toBeNull();
});

test('the password that was made is good for a week', async () => {
  const { password } = (await add()).json();
  server.pass(7 * 86_400_000);
  expect((await signIn('nora.prova', password, own)).statusCode).toBe(401);
});

test('a name, or an extension, is had by one', async () => {
  expect((await add({ username: 'giulia' })).statusCode).toBe(409);
  const { extension } = (await accountOf('giulia')) ?? {};
  expect((await add({ phone: { extension, password: 'x' } })).statusCode).toBe(409);
  expect(await accountOf('nora.prova')).toBeUndefined();
  expect((await add({ portfolios: ['nowhere'] })).statusCode).toBe(422);
});

test('another role counts from the next question on', async () => {
  const { id } = (await accountOf('giulia')) ?? { id: '' };
  expect((await change(id, { role: 'admin' })).json().role).toBe('admin');
  expect((await giulia({ url: '/v1/accounts' })).statusCode).toBe(200);
});

test('what somebody answers is what they see; nothing of it is left out of sight of the database', async () => {
  const { account } = (await add()).json();
  const changed = (await change(account.id, { queues: ['support', 'complaints'], portfolios: ['company'] })).json();
  expect(changed).toMatchObject({ queues: ['complaints', 'support'], portfolios: ['company'] });
  const seen = await server.write((tx) =>
    tx.selectFrom('agents').select('portfolios').where('id', '=', account.id).executeTakeFirst(),
  );
  expect(seen?.portfolios).toContain('company');
});

test('whoever is switched off is out at once, and comes back with the password that they had', async () => {
  const { id } = (await accountOf('giulia')) ?? { id: '' };
  await change(id, { active: false });
  expect((await giulia({ url: '/v1/workstation' })).statusCode).toBe(401);
  expect((await signIn('giulia', 'cornetta')).statusCode).toBe(401);
  await change(id, { active: true });
  expect((await giulia({ url: '/v1/workstation' })).statusCode).toBe(401);
  expect((await signIn('giulia', 'cornetta')).statusCode).toBe(201);
});

test('an administrator does not shut themselves out', async () => {
  const { id } = (await accountOf('sara')) ?? { id: '' };
  expect((await change(id, { active: false })).statusCode).toBe(422);
  expect((await change(id, { role: 'agent' })).statusCode).toBe(422);
  expect((await change(id, { givenName: 'Sara M.' })).statusCode).toBe(200);
});

test('a lock is seen and taken off; a new password takes it off too, and whoever was in is out', async () => {
  const { attempts } = server.deps.config.lockOut;
  const lock = async () => {
    for (let attempt = 0; attempt < attempts; attempt += 1) await signIn('giulia', 'sbagliata');
  };
  await lock();
  const locked = await accountOf('giulia');
  expect(locked?.lockedUntil).toBe('2026-03-02T09:15:00.000Z');
  const unlocked = await admin({ method: 'POST', url: `/v1/accounts/${locked?.id}/unlock` });
  expect(unlocked.json().lockedUntil).toBeNull();
  expect((await signIn('giulia', 'cornetta')).statusCode).toBe(201);
  await lock();
  const { password } = (await admin({ method: 'POST', url: `/v1/accounts/${locked?.id}/password` })).json();
  expect((await giulia({ url: '/v1/workstation' })).statusCode).toBe(401);
  expect((await signIn('giulia', 'cornetta')).statusCode).toBe(401);
  expect((await signIn('giulia', password, own)).statusCode).toBe(201);
});

test('one’s own password is changed with the old one; other sessions end, this one goes on', async () => {
  const elsewhere = await server.as('giulia');
  const put = (old: string, fresh: string) =>
    giulia({ method: 'PUT', url: '/v1/agents/me/password', payload: { old, fresh } });
  expect((await put('sbagliata', own)).json()).toMatchObject({ status: 422, errors: [{ field: 'old' }] });
  expect((await put('cornetta', 'giulia giulia')).json()).toMatchObject({ errors: [{ field: 'fresh' }] });
  expect((await put('cornetta', own)).statusCode).toBe(204);
  expect((await giulia({ url: '/v1/workstation' })).statusCode).toBe(200);
  expect((await elsewhere({ url: '/v1/workstation' })).statusCode).toBe(401);
  expect((await signIn('giulia', own)).statusCode).toBe(201);
  for (let attempt = 0; attempt < 5; attempt += 1) await put('sbagliata', 'un’altra ancora');
  expect((await put(own, 'un’altra ancora')).json()).toMatchObject({ type: problemUrn('locked-out') });
});

test('who chooses another password as they sign in is out everywhere else', async () => {
  expect((await signIn('giulia', 'cornetta', own)).statusCode).toBe(201);
  expect((await giulia({ url: '/v1/workstation' })).statusCode).toBe(401);
});

test('each change is on record with who it was about, and no password is', async () => {
  const { account, password } = (await add()).json();
  await change(account.id, { role: 'lead' });
  const again = (await admin({ method: 'POST', url: `/v1/accounts/${account.id}/password` })).json();
  await signIn('nora.prova', again.password, own);
  const entries = await server.write((tx) =>
    tx
      .selectFrom('audit_entries')
      .select(['action', 'subjects', 'detail'])
      .where('subject_kind', '=', 'agent')
      .execute(),
  );
  const of = entries.filter(({ subjects }) => subjects.includes(account.id)).map(({ action }) => action);
  expect(of).toEqual(['accountAdded', 'accountChanged', 'passwordMade', 'passwordChanged']);
  for (const secret of [password, again.password, own]) expect(JSON.stringify(entries)).not.toContain(secret);
});
