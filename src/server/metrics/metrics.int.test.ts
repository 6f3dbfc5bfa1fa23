import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exerciseCompany } from '#test/support/beginnings';
import { openMemoryDatabase } from '#test/support/memoryDatabase';
import { startTestServer, type TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';
import { listenForMetrics } from './listen.ts';
import { createMetrics, type Metrics } from './metrics.ts';

let server: TestServer;
let metrics: Metrics;
beforeEach(async () => {
  const db = await openMemoryDatabase(exerciseCompany());
  metrics = createMetrics(db);
  server = await startTestServer({ db, metrics, config: { pokeGapMs: 10 } });
});
afterEach(() => server.stop());

/** The value behind that name and those labels, as Prometheus would read it. */
async function told(series: string): Promise<number | undefined> {
  const line = (await metrics.text()).body.split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('requests are counted by the pattern of their route, and nothing that they carry is told', async () => {
  const giulia = await server.as('giulia');
  await giulia({ url: '/v1/customers', query: { phone: '+390000000103' } });
  await giulia({ url: '/v1/customers', query: { q: 'bassi' } });
  await giulia({ url: '/v1/nowhere/bassi' });
  const count = (labels: string) => told(`http_request_duration_seconds_count{${labels}}`);
  expect(await count('method="GET",route="/v1/customers",status="200"')).toBe(2);
  expect(await count('method="GET",route="none",status="404"')).toBe(1);
  const { body } = await metrics.text();
  for (const word of ['0000000103', 'bassi', 'giulia']) expect(body.toLowerCase()).not.toContain(word);
});

test('who listens for hints is counted while they do, and each hint once', async () => {
  const { accessToken } = (
    await server.ask({
      method: 'POST',
      url: '/v1/sessions',
      payload: { username: 'giulia', password: 'cornetta' },
    })
  ).json();
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.app.server.address() as AddressInfo;
  const leaving = new AbortController();
  const listen = () =>
    fetch(`http://127.0.0.1:${port}/v1/sync/events`, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: leaving.signal,
    });
  await Promise.all([listen(), listen()]);
  expect(await told('cornetta_event_listeners')).toBe(2);
  await server.write((tx) => tx.updateTable('customers').set({ preference: 'sera' }).execute());
  await untilHolds(async () => expect(await told('cornetta_pokes_total{kind="changes"}')).toBe(1));
  leaving.abort();
  await untilHolds(async () => expect(await told('cornetta_event_listeners')).toBe(0));
});

test('nothing holds the feed back, no bridge is set up, and the process tells how it is', async () => {
  expect(await told('cornetta_feed_held_back_seconds')).toBe(0);
  expect(await told('cornetta_feed_held_back_rows')).toBe(0);
  expect(await told('cornetta_bridge_connected')).toBe(0);
  expect(await told('cornetta_journal_keeper')).toBe(0);
  expect(await told('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
});

test('at their own address metrics are all there is', async () => {
  const listening = await listenForMetrics(metrics, { host: '127.0.0.1', port: 0 });
  const answer = await fetch(listening.url);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('# HELP cornetta_event_listeners ');
  expect((await fetch(new URL('/v1/health', listening.url))).status).toBe(404);
  expect((await fetch(listening.url, { method: 'POST' })).status).toBe(404);
  await listening.close();
  expect((await server.ask({ url: '/metrics' })).statusCode).toBe(404);
});

test('an instance says that it is ready while its database is there', async () => {
  const answer = await server.ask({ url: '/v1/ready' });
  expect([answer.statusCode, answer.json()]).toEqual([200, { database: 'there' }]);
});
