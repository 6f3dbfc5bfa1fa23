// What agents have chosen for themselves: kept by whose it is, one by one, the later choice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentPreferencesSchema } from '#shared/protocol/preferences';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { until } from '#test/support/until';
import { startPokes } from '../sync/pokes.ts';

let server: TestServer;
let sara: Ask;
let luca: Ask;
beforeAll(async () => {
  server = await startTestServer({ customers: 0, config: { accessTokenSeconds: 100_000 } });
  [sara, luca] = [await server.as('sara'), await server.as('luca')];
});
afterAll(() => server.stop());

const url = '/v1/agents/me/preferences';
const read = async (ask: Ask) => agentPreferencesSchema.parse((await ask({ url })).json()).choices;
const put = (ask: Ask, choices: unknown, headers: Record<string, string> = {}) =>
  ask({ method: 'PUT', url, headers, payload: { choices } });
const at = (second: number) => `2026-03-02T08:00:${String(second).padStart(2, '0')}.000Z`;

test('the later choice counts, one by one, and nobody sees another’s', async () => {
  expect(await read(sara)).toEqual({});
  await put(sara, { theme: { value: 'dark', at: at(10) }, language: { value: 'en', at: at(10) } });
  const answer = await put(sara, { theme: { value: 'light', at: at(9) }, language: { value: 'it', at: at(11) } });
  const all = { theme: { value: 'dark', at: at(10) }, language: { value: 'it', at: at(11) } };
  expect(answer.json().choices).toEqual(all);
  expect(await read(sara)).toEqual(all);
  expect(await read(luca)).toEqual({});
});

test('a clock that is ahead is not right for ever', async () => {
  await put(
    luca,
    { theme: { value: 'dark', at: '2036-01-01T00:00:00.000Z' } },
    { 'sent-at': '2036-01-01T00:00:01.000Z' },
  );
  server.pass(1_000);
  await put(luca, { theme: { value: 'light', at: server.deps.clock().toISOString() } });
  expect(await read(luca)).toMatchObject({ theme: { value: 'light' } });
});

test('what is too long or too much is refused, and what was kept stays', async () => {
  const before = await read(sara);
  const long = await put(sara, { theme: { value: 'x'.repeat(9_000), at: at(20) } });
  expect(long.statusCode).toBe(422);
  const fortyNames = (first: string) =>
    Object.fromEntries(Array.from({ length: 40 }, (_, n) => [first + 'x'.repeat(n), { value: 1, at: at(1) }]));
  expect((await put(sara, fortyNames('a'))).statusCode).toBe(200);
  expect((await put(sara, fortyNames('b'))).statusCode).toBe(422);
  expect(await read(sara)).toMatchObject(before);
});

test('the agent’s other PCs are told, and nobody else is', async () => {
  const pokes = await startPokes(server.deps);
  const heard: string[] = [];
  const ids = await server.write((tx) => tx.selectFrom('agents').select(['id', 'username']).execute());
  const idOf = (name: string) => ids.find(({ username }) => username === name)?.id ?? '';
  const stops = ['sara', 'luca'].map((name) =>
    pokes.listen({
      agentId: idOf(name),
      sessionId: name,
      poke: ({ kind }) => heard.push(`${name} ${kind}`),
      end: () => {},
    }),
  );
  await put(sara, { contrast: { value: 'more', at: at(30) } });
  await until('Sara is told', () => heard.includes('sara preferences'));
  await put(sara, { contrast: { value: 'usual', at: at(29) } });
  await put(luca, { contrast: { value: 'more', at: at(30) } });
  await until('Luca is told', () => heard.includes('luca preferences'));
  expect(heard).toEqual(['sara preferences', 'luca preferences']);
  for (const stop of stops) stop();
  await pokes.stop();
});
