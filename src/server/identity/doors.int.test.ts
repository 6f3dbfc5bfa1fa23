import { afterAll, beforeAll, expect, test } from 'vitest';
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
