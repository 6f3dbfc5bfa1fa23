import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { problemUrn } from '#shared/protocol/errors';
import { startTestServer, type TestServer } from '#test/support/testServer';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { signInsPerMinute: 3 } });
});
afterAll(() => server.stop());

test('one network address may knock only so often, whatever the names', async () => {
  const knock = (username: string) =>
    server.ask({ method: 'POST', url: '/v1/sessions', payload: { username, password: 'wrong' } });
  for (const name of ['a', 'b', 'c']) expect((await knock(name)).statusCode).toBe(401);
  const refused = await knock('d');
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ type: problemUrn('too-many-requests') });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

test('behind a proxy on the same machine the addresses are the callers’, and nobody else’s word counts', async () => {
  const knock = (remoteAddress: string, said: string) =>
    server.ask({
      method: 'POST',
      url: '/v1/sessions',
      remoteAddress,
      headers: { 'x-forwarded-for': said },
      payload: { username: said, password: 'wrong' },
    });
  for (const last of [1, 2, 3, 4, 5]) expect((await knock('127.0.0.1', `192.0.2.${last}`)).statusCode).toBe(401);
  for (const last of [1, 2, 3]) expect((await knock('198.51.100.7', `192.0.2.${last}`)).statusCode).toBe(401);
  expect((await knock('198.51.100.7', '192.0.2.4')).statusCode).toBe(429);
});

test('whichever instance they knock at, it counts; the next minute is another', async () => {
  const instance = await buildServer(server.deps);
  try {
    const knock = (at: TestServer['app']) =>
      at.inject({
        method: 'POST',
        url: '/v1/sessions',
        remoteAddress: '203.0.113.9',
        payload: { username: 'nobody', password: 'wrong' },
      });
    const answers = [];
    for (const at of [server.app, instance, server.app, instance]) answers.push((await knock(at)).statusCode);
    expect(answers).toEqual([401, 401, 401, 429]);
    const refused = await knock(server.app);
    server.pass(Number(refused.headers['retry-after']) * 1_000);
    expect((await knock(instance)).statusCode).toBe(401);
    // Nobody's address is known for longer.
    const { query } = server.deps.db;
    const known = await query.selectFrom('door_knocks').select(['address', 'knocks']).execute();
    expect(known).toEqual([{ address: '203.0.113.9', knocks: 1 }]);
  } finally {
    await instance.close();
  }
});
