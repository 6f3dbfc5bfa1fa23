import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { type Session, sessionSchema } from '#shared/protocol/sessions';
import { startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
// Every test has its own quarter of an hour.
beforeEach(() => server.pass(3_600_000));

const minuteMs = 60_000;

const enter = (username: string, password: string) =>
  server.ask({ method: 'POST', url: '/v1/sessions', payload: { username, password } });
const refresh = (refreshToken: string) =>
  server.ask({ method: 'POST', url: '/v1/sessions/refresh', payload: { refreshToken } });
const workstation = (accessToken: string) =>
  server.ask({ url: '/v1/workstation', headers: { authorization: `Bearer ${accessToken}` } });

async function session(username = 'giulia'): Promise<Session> {
  const answer = await enter(username, 'cornetta');
  expect(answer.statusCode).toBe(201);
  return sessionSchema.parse(answer.json());
}

test('an agent signs in, whatever the case of the name', async () => {
  const { agent, accessToken } = await session(' GIULIA ');
  expect(agent).toMatchObject({ name: 'Giulia Serra', role: 'agent', language: 'it' });
  expect((await workstation(accessToken)).statusCode).toBe(200);
  // As the scheme may be written (RFC 9110, 11.1).
  const authorization = `bearer ${accessToken}`;
  expect((await server.ask({ url: '/v1/workstation', headers: { authorization } })).statusCode).toBe(200);
});

test('a wrong password and an unknown name get the same answer', async () => {
  const [wrong, unknown] = [await enter('giulia', 'wrong'), await enter('nobody', 'wrong')];
  expect(wrong.statusCode).toBe(401);
  expect(wrong.headers['content-type']).toContain('application/problem+json');
  expect(wrong.json()).toMatchObject({ type: problemUrn('wrong-credentials') });
  expect({ ...unknown.json(), instance: '' }).toEqual({ ...wrong.json(), instance: '' });
});

test('after five wrong passwords the right one is refused too, until the first of them is a quarter of an hour old', async () => {
  for (let attempt = 0; attempt < 5; attempt++) {
    expect((await enter('luca', 'wrong')).statusCode).toBe(401);
    server.pass(minuteMs);
  }
  const locked = await enter('luca', 'cornetta');
  expect(locked.statusCode).toBe(429);
  expect(locked.json()).toMatchObject({ type: problemUrn('locked-out') });
  expect(locked.headers['retry-after']).toBe(String(10 * 60));
  server.pass(10 * minuteMs - 1_000);
  expect((await enter('luca', 'cornetta')).statusCode).toBe(429);
  server.pass(1_000);
  expect((await enter('luca', 'cornetta')).statusCode).toBe(201);
});

test.each([
  ['a little ahead of this one counts', 1_000, 429],
  ['hours ahead has been no attempt yet', 2 * 60 * minuteMs, 201],
])('what an instance has written by a clock that is %s', async (_, aheadMs, status) => {
  for (let attempt = 0; attempt < 4; attempt++) await enter('luca', 'wrong');
  server.pass(aheadMs);
  await enter('luca', 'wrong');
  server.pass(-aheadMs);
  expect((await enter('luca', 'cornetta')).statusCode).toBe(status);
});

test('ten at once are not more than five', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => enter('sara', 'wrong')));
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([
    ...Array.from({ length: 5 }, () => 401),
    ...Array.from({ length: 5 }, () => 429),
  ]);
});

test('signing in forgets the wrong passwords before it', async () => {
  for (let attempt = 0; attempt < 4; attempt++) await enter('luca', 'wrong');
  expect((await enter('luca', 'cornetta')).statusCode).toBe(201);
  for (let attempt = 0; attempt < 4; attempt++) await enter('luca', 'wrong');
  expect((await enter('luca', 'cornetta')).statusCode).toBe(201);
});

test('an access token ends after ten minutes, and a refresh brings the next', async () => {
  const first = await session();
  server.pass(10 * minuteMs);
  const late = await workstation(first.accessToken);
  expect(late.statusCode).toBe(401);
  expect(late.json()).toMatchObject({ type: problemUrn('session-expired') });
  const next = sessionSchema.parse((await refresh(first.refreshToken)).json());
  expect(next.refreshToken).not.toBe(first.refreshToken);
  expect((await workstation(next.accessToken)).statusCode).toBe(200);
});

test('a refresh token whose successor has been used is a copy: it ends the whole session', async () => {
  const first = await session();
  const second = sessionSchema.parse((await refresh(first.refreshToken)).json());
  const third = sessionSchema.parse((await refresh(second.refreshToken)).json());
  expect((await refresh(first.refreshToken)).statusCode).toBe(401);
  expect((await refresh(third.refreshToken)).statusCode).toBe(401);
});

test('a refresh whose answer was lost may be asked again; the lost answer is then good for nothing', async () => {
  const first = await session();
  const lost = sessionSchema.parse((await refresh(first.refreshToken)).json());
  const again = sessionSchema.parse((await refresh(first.refreshToken)).json());
  expect(sessionSchema.safeParse((await refresh(again.refreshToken)).json()).success).toBe(true);
  expect((await refresh(lost.refreshToken)).statusCode).toBe(401);
});

test('a refresh token is good for thirty days', async () => {
  const { refreshToken } = await session();
  server.pass(30 * 24 * 60 * minuteMs);
  expect((await refresh(refreshToken)).statusCode).toBe(401);
});

test('signing out ends this session at once, and no other', async () => {
  const [here, elsewhere] = [await session(), await session()];
  const headers = { authorization: `Bearer ${here.accessToken}` };
  expect((await server.ask({ method: 'DELETE', url: '/v1/sessions', headers })).statusCode).toBe(204);
  expect((await workstation(here.accessToken)).statusCode).toBe(401);
  expect((await refresh(here.refreshToken)).statusCode).toBe(401);
  expect((await workstation(elsewhere.accessToken)).statusCode).toBe(200);
});

test('an agent who has been switched off is out at once', async () => {
  const { accessToken, refreshToken } = await session('luca');
  const switchTo = (active: boolean) =>
    server.deps.db.query.updateTable('agents').set({ active }).where('username', '=', 'luca').execute();
  await switchTo(false);
  expect((await workstation(accessToken)).statusCode).toBe(401);
  expect((await refresh(refreshToken)).statusCode).toBe(401);
  expect((await enter('luca', 'cornetta')).statusCode).toBe(401);
  await switchTo(true);
});

test.each([undefined, 'Bearer', 'Bearer nonsense.nonsense.nonsense', 'Basic Z2l1bGlhOmNvcm5ldHRh'])(
  'without a valid token (%s) nothing is told',
  async (authorization) => {
    const answer = await server.ask({ url: '/v1/workstation', ...(authorization && { headers: { authorization } }) });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  },
);

test('tokens and passwords are kept as hashes alone', async () => {
  const { refreshToken } = await session();
  const tokens = await server.deps.db.query.selectFrom('refresh_tokens').selectAll().execute();
  expect(JSON.stringify(tokens)).not.toContain(refreshToken);
  const agents = await server.deps.db.query.selectFrom('agents').select('password_hash').execute();
  for (const agent of agents) expect(agent.password_hash).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/);
});
