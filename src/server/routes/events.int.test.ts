import { createParser } from 'eventsource-parser';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Poke, pokeSchema } from '#shared/protocol/sync';
import { type Backend, signIn, startBackend } from '#test/support/backend';
import { untilHolds } from '#test/support/until';
import { house, seenBy } from '../db/seenBy.ts';
import { newId } from '../deps.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ customers: 5, config: { eventCommentSeconds: 0.05, pokeGapMs: 20 } });
});
afterAll(() => backend.stop());

const listeners: AbortController[] = [];
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.abort();
});

interface Listener {
  readonly token: string;
  readonly pokes: Poke[];
  readonly comments: () => number;
  readonly ended: () => boolean;
}

async function listen(username: string, headers: Record<string, string> = {}, { url } = backend): Promise<Listener> {
  const { accessToken: token } = await signIn(url, username);
  const abort = new AbortController();
  listeners.push(abort);
  const answer = await fetch(`${url}/v1/sync/events`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: abort.signal,
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const pokes: Poke[] = [];
  let comments = 0;
  let ended = false;
  const parser = createParser({
    onEvent: (event) => pokes.push(pokeSchema.parse(JSON.parse(event.data))),
    onComment: () => {
      comments += 1;
    },
  });
  const decoder = new TextDecoder();
  void (async () => {
    for await (const bytes of answer.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  })()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  return { token, pokes, comments: () => comments, ended: () => ended };
}

const rename = (name: string, { deps } = backend) =>
  seenBy(deps.db.query, house, (tx) =>
    tx.updateTable('customers').set({ name }).where('code', '=', 'AU-10003').execute(),
  );

test('whoever listens hears that there is something to fetch, whoever wrote it', async () => {
  const [giulia, luca] = [await listen('giulia'), await listen('luca')];
  await rename('Carlo B.');
  await untilHolds(() => expect(giulia.pokes).toEqual([{ kind: 'changes' }]));
  await untilHolds(() => expect(luca.pokes).toEqual([{ kind: 'changes' }]));
});

test('many changes in a row are few pokes', async () => {
  // One of its own: the last of them may be told to whoever listens after this test.
  const busy = await startBackend({ customers: 5, config: { pokeGapMs: 200 } });
  const giulia = await listen('giulia', {}, busy);
  for (let change = 0; change < 30; change++) await rename(`Carlo ${change}`, busy);
  await untilHolds(() => expect(giulia.pokes.length).toBeGreaterThan(0));
  expect(giulia.pokes.length).toBeLessThan(30);
  await busy.stop();
});

test('a handover is told to the others, not to who left it', async () => {
  const [giulia, luca] = [await listen('giulia'), await listen('luca')];
  const id = newId(backend.deps);
  await fetch(`${backend.url}/v1/handovers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${giulia.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id,
      to: { kind: 'queue', queueId: 'complaints', name: 'Ufficio reclami', number: '8002' },
      caller: { kind: 'withheld' },
      queueId: null,
      customerId: null,
      reasonCode: null,
      note: '',
      at: new Date().toISOString(),
    }),
  });
  await untilHolds(() => expect(luca.pokes).toEqual([{ kind: 'handover', id }]));
  await rename('Carlo Bassi');
  await untilHolds(() => expect(giulia.pokes).toEqual([{ kind: 'changes' }]));
});

test('a comment now and then proves that the line is alive', async () => {
  const giulia = await listen('giulia');
  await untilHolds(() => expect(giulia.comments()).toBeGreaterThan(2));
  expect(giulia.pokes).toEqual([]);
});

test('whoever comes back is told to look: something may have been missed', async () => {
  const giulia = await listen('giulia', { 'last-event-id': '17' });
  await untilHolds(() => expect(giulia.pokes).toEqual([{ kind: 'changes' }]));
});

test('signing out ends the stream of that session, and no other', async () => {
  const [giulia, luca] = [await listen('giulia'), await listen('luca')];
  await fetch(`${backend.url}/v1/sessions`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${giulia.token}` },
  });
  await untilHolds(() => expect(giulia.ended()).toBe(true));
  expect(luca.ended()).toBe(false);
});

test('without a session there is no stream', async () => {
  expect((await fetch(`${backend.url}/v1/sync/events`)).status).toBe(401);
});

test('a backend that stops ends its streams and does not wait for them', async () => {
  const other = await startBackend({ customers: 0 });
  const { accessToken } = await signIn(other.url, 'giulia');
  const answer = await fetch(`${other.url}/v1/sync/events`, { headers: { authorization: `Bearer ${accessToken}` } });
  const read = (async () => {
    for await (const _ of answer.body ?? []);
  })();
  await other.stop();
  await read;
});
