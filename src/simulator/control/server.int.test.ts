// The control endpoint as practice and scripts use it, and what it refuses.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSwitchboard, type TestSwitchboard } from '#test/support/switchboard';
import { openControl } from './server.ts';

let board: TestSwitchboard;
let control: Awaited<ReturnType<typeof openControl>>;

beforeAll(async () => {
  board = await startTestSwitchboard();
  control = await openControl(board, 0);
});
afterAll(async () => {
  await control.close();
  await board.stop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${control.url}${path}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const state = async () => (await fetch(`${control.url}/state`)).json();

test('a customer is made to ring, is seen waiting without their number, and is hung up', async () => {
  const created = await post('/calls', { scenario: 'SIM-03', waitedSeconds: 30 });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const seen = await state();
  expect(seen.calls).toMatchObject([{ id, state: { kind: 'waiting', queue: 'support' } }]);
  expect(seen.calls[0].secondsSinceQueued).toBeGreaterThanOrEqual(30);
  expect(JSON.stringify(seen)).not.toContain('+39');
  expect((await fetch(`${control.url}/calls/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await fetch(`${control.url}/calls/${id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await state()).calls).toEqual([]);
});

test('somebody leaves a voice message', async () => {
  expect((await post('/messages', { extension: '1001' })).status).toBe(201);
  expect((await post('/messages', { extension: '5999' })).status).toBe(404);
  expect((await post('/messages', {})).status).toBe(400);
});

test('the weather changes as asked; what is left out of the conditions is fine', async () => {
  expect(await (await post('/weather', { conditions: { latencyMs: 80, lossPercent: 2 } })).json()).toEqual({
    latencyMs: 80,
    jitterMs: 0,
    lossPercent: 2,
  });
  expect((await post('/weather', { clear: true })).status).toBe(200);
  expect(board.weather.conditions()).toEqual({ latencyMs: 0, jitterMs: 0, lossPercent: 0 });
});

test('what does not fit is refused with a reason', async () => {
  expect((await post('/calls', { scenario: 'SIM-99' })).status).toBe(404);
  expect((await post('/calls', { number: '+390000000101', queue: 'nowhere' })).status).toBe(404);
  expect((await post('/calls', { number: '+39\r\nX-Evil: 1', queue: 'welcome' })).status).toBe(400);
  expect((await post('/calls', { number: 'withheld', queue: 'welcome', surprise: 1 })).status).toBe(400);
  expect((await post('/calls', '{"scenario":')).status).toBe(400);
  expect((await post('/calls', { scenario: 'x'.repeat(20_000) })).status).toBe(400);
  expect((await post('/weather', { conditions: { lossPercent: 300 } })).status).toBe(400);
  expect((await post('/nothing', {})).status).toBe(404);
  expect(board.calls()).toEqual([]);
});

test('web pages cannot use it: not without saying JSON, not under another name', async () => {
  expect((await post('/calls', { scenario: 'SIM-01' }, { 'content-type': 'text/plain' })).status).toBe(415);
  const status = await new Promise((done) => {
    request(`${control.url}/state`, { headers: { host: 'evil.example' } }, (answer) => done(answer.statusCode)).end();
  });
  expect(status).toBe(403);
});
