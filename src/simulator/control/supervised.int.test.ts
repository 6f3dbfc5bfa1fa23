// The control endpoint as the backend's bridge uses it: the stream of the queues, and what it refuses.
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

const ask = (method: string, path: string, body: unknown, contentType = 'application/json') =>
  fetch(`${control.url}${path}`, { method, headers: { 'content-type': contentType }, body: JSON.stringify(body) });

/** The lines of the stream, as they come. */
async function* lines(signal: AbortSignal): AsyncGenerator<{ calls: { id: string; phase: string; queue: string }[] }> {
  const answer = await fetch(`${control.url}/queues`, { signal });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of answer.body ?? []) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line !== '') yield JSON.parse(line);
  }
}

test('the stream begins with all there is, and goes on with each change; time alone is none', async () => {
  const abort = new AbortController();
  const stream = lines(abort.signal);
  const first = (await stream.next()).value;
  expect(first).toMatchObject({ calls: [] });
  expect(first.members).toContainEqual({ queue: 'welcome', extension: '1001', paused: true });
  expect(first.phones).toContainEqual({ extension: '1001', use: 'absent' });

  const customer = board.ring({ number: '+390000000101', queue: 'welcome', waitedSeconds: 12 });
  const second = (await stream.next()).value;
  expect(second).toMatchObject({
    calls: [{ phase: 'waiting', queue: 'welcome', number: '+390000000101' }],
  });
  expect(second.calls[0].waitedSeconds).toBeGreaterThanOrEqual(12);
  const id = second.calls[0].id;
  expect((await ask('POST', `/calls/${id}/move`, { queueNumber: '8002' })).status).toBe(204);
  let moved = (await stream.next()).value;
  while (moved.calls[0]?.queue !== 'complaints') moved = (await stream.next()).value;
  expect(moved.calls[0].id).toBe(id);

  customer.hangUp();
  expect((await stream.next()).value.calls).toEqual([]);
  expect((await ask('POST', `/calls/${id}/move`, { queueNumber: '8002' })).status).toBe(404);
  abort.abort();
});

test('agents are made ready and not ready; who is in no queue is not', async () => {
  expect((await ask('PUT', '/agents/1001/state', { offer: true })).status).toBe(204);
  expect(board.agents().find(({ extension }) => extension === '1001')?.ready).toBe(true);
  expect((await ask('PUT', '/agents/1001/state', { offer: false })).status).toBe(204);
  expect(board.agents().find(({ extension }) => extension === '1001')?.ready).toBe(false);
  expect((await ask('PUT', '/agents/1100/state', { offer: true })).status).toBe(404);
  expect((await ask('PUT', '/agents/1234/state', { offer: true })).status).toBe(404);
});

test('what does not fit is refused', async () => {
  expect((await ask('PUT', '/agents/1001/state', { offer: 'yes' })).status).toBe(400);
  expect((await ask('PUT', '/agents/1001/state', { offer: true }, 'text/plain')).status).toBe(415);
  expect((await ask('POST', '/calls/call-1/move', { queueNumber: '9999' })).status).toBe(400);
  expect((await ask('POST', '/calls/call-1/take', { extension: '9999' })).status).toBe(400);
  expect((await ask('POST', '/agents/1001/take-over', { extension: '1100' })).status).toBe(404);
  expect((await ask('DELETE', '/agents/1001/state', {})).status).toBe(404);
});

test('a web page under another name gets no stream of callers', async () => {
  const status = await new Promise((done) => {
    request(`${control.url}/queues`, { headers: { host: 'evil.example' } }, (answer) => done(answer.statusCode)).end();
  });
  expect(status).toBe(403);
});
