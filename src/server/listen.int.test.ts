import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { signIn } from '#test/support/backend';
import { interactionReport } from '#test/support/interactionReport';
import { blocksIn } from '#test/support/segmentBlocks';
import { longestStartMs, type ServerProgram, startServerProgram } from '#test/support/serverProgram';
import { untilHolds } from '#test/support/until';
import { openPGlite } from './db/pglite.ts';
import { house, seenBy } from './db/seenBy.ts';

/** Some tests start it twice. */
vi.setConfig({ testTimeout: 3 * longestStartMs });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cornetta-backend-'));
});
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(args: string[], stdio: 'pipe' | 'ipc' = 'pipe'): ServerProgram {
  const program = startServerProgram(args, { stdio });
  running.push(program.child);
  return program;
}

const onFolder = () => ['--port', '0', '--data', folder, '--seed', 'demo', '--customers', '3'];

test('it says in one line where it listens, stops when asked to, and finds its data again', async () => {
  const first = start(onFolder());
  await signIn(await first.url(), 'giulia');
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  expect(first.stdout()).toMatch(/^\{"listening":"(http:\/\/127\.0\.0\.1:\d+)","chat":"\1\/chat\/demo\.html"\}\n$/);

  const second = start(onFolder());
  await signIn(await second.url(), 'giulia');
  expect(second.stderr()).not.toContain('brought up to date');
  second.child.kill('SIGINT');
  expect(await second.exited).toBe(0);
});

test('what it had said yes to is there after it was killed', async () => {
  const first = start(onFolder());
  const session = await signIn(await first.url(), 'giulia');
  first.child.kill('SIGKILL');
  await first.exited;
  const second = start(onFolder());
  const answer = await fetch(`${await second.url()}/v1/workstation`, {
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  // No PBX is set up here; the session, though, is known.
  expect(answer.status).toBe(503);
});

test('a second one on the same folder refuses, and says who is there', async () => {
  const first = start(onFolder());
  await first.url();
  const second = start(onFolder());
  expect(await second.exited).toBe(1);
  expect(second.stderr()).toContain(`in use by the process ${first.child.pid}`);
  expect(second.stdout()).toBe('');
});

test('it ends with the program that started it', async () => {
  const program = start(['--port', '0', '--seed', 'none'], 'ipc');
  await program.url();
  program.child.disconnect();
  expect(await program.exited).toBe(0);
});

test.each([
  [['--port', 'abc'], 2, '--port: a number'],
  [['--seed', 'demo', '--assets', '/nowhere'], 1, '/nowhere/'],
])('%j: it ends with a sentence', async (args, code, sentence) => {
  const program = start(args);
  expect(await program.exited).toBe(code);
  expect(program.stderr()).toContain(sentence);
  expect(program.stdout()).toBe('');
});

/** Somebody at the real program: signs in, and asks as an app does. */
async function agentAt(url: string, username: string) {
  const { accessToken, refreshToken } = await signIn(url, username);
  const ask = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return { accessToken, refreshToken, ask };
}

test('the log of a day, good and bad, holds nothing of anybody', async () => {
  const program = start([...onFolder(), '--metrics', '127.0.0.1:0']);
  const url = await program.url();
  const secretWords = 'ha chiesto del ricovero';
  const typed = {
    ...{ email: 'nuova.posta@esempio.it', preference: 'mai dopo le diciotto' },
    phone: { raw: '+39 000 555 1234', e164: '+390005551234', kind: 'mobile' },
  };
  const { accessToken, refreshToken, ask } = await agentAt(url, 'giulia');
  await expect(signIn(url, 'giulia.verdi', 'secret-of-giulia')).rejects.toThrow('401');

  const [carlo] = (await (await ask('/v1/customers?phone=%2B390000000103')).json()).customers;
  const listed = await (await ask('/v1/customers?q=bassi')).text();
  const { segments } = await (await ask('/v1/sync/manifest')).json();
  let loaded = '';
  for (const { generation, number } of segments) {
    const bytes = await (await ask(`/v1/sync/segments/${generation}/${number}`)).arrayBuffer();
    loaded += JSON.stringify(blocksIn(Buffer.from(bytes)));
  }
  const edit = { email: typed.email, preference: typed.preference, phones: [typed.phone] };
  const answers = {
    edited: await ask(`/v1/customers/${carlo.id}`, 'PATCH', edit, { 'if-match': '"1"' }),
    stale: await ask(`/v1/customers/${carlo.id}`, 'PATCH', edit, { 'if-match': '"1"' }),
    reported: await ask('/v1/interactions', 'POST', {
      ...interactionReport(ulid(), { customerId: carlo.id, note: secretWords }),
      promised: { text: secretWords, by: null },
    }),
    handedOver: await ask('/v1/handovers', 'POST', {
      ...{ id: ulid(), to: { kind: 'queue', queueId: 'complaints', name: 'Reclami', number: '8002' } },
      caller: { kind: 'number', number: '+390000000103', e164: '+390000000103', displayName: 'Carlo Bassi' },
      ...{ queueId: null, customerId: carlo.id, reasonCode: null, note: secretWords, at: new Date().toISOString() },
    }),
    helped: await ask('/v1/help', 'POST', { interactionId: ulid(), words: secretWords }),
    tooLong: await ask('/v1/interactions', 'POST', interactionReport(ulid(), { note: secretWords.repeat(2_000) })),
    unreadable: await ask('/v1/interactions', 'POST', `{"note":"${secretWords}`),
    unknownField: await ask(
      `/v1/customers/${carlo.id}`,
      'PATCH',
      { [secretWords]: secretWords },
      { 'if-match': '"2"' },
    ),
    notThere: await ask(`/v1/customers/${typed.email}`, 'PATCH', edit, { 'if-match': '"1"' }),
    noRoute: await ask(`/v1/people/${encodeURIComponent(carlo.name)}?phone=+390000000103`),
    badCursor: await ask(`/v1/sync/changes?cursor=${encodeURIComponent(secretWords)}`),
    badToken: await fetch(`${url}/v1/workstation`, { headers: { authorization: `Bearer ${secretWords}` } }),
    noPbx: await ask('/v1/workstation'),
    refreshed: await ask('/v1/sessions/refresh', 'POST', { refreshToken }),
    left: await ask('/v1/sessions', 'DELETE'),
  };
  expect(Object.fromEntries(Object.entries(answers).map(([what, { status }]) => [what, status]))).toEqual({
    ...{ edited: 200, stale: 412, reported: 201, handedOver: 201, helped: 204, tooLong: 422, unreadable: 400 },
    ...{ unknownField: 422, notThere: 422, noRoute: 404, badCursor: 410, badToken: 401, noPbx: 503 },
    ...{ refreshed: 200, left: 204 },
  });
  const metrics = await (await fetch(await program.metricsUrl())).text();
  program.child.kill('SIGTERM');
  expect(await program.exited).toBe(0);

  expect(program.stderr()).toContain('"route":"/v1/customers/:id"');
  // Whatever the company has of its customers, what was typed, and what lets somebody in.
  const people = [listed, loaded, JSON.stringify(typed)].flatMap((text) => text.match(/"(?:[^"\\]|\\.)*"/g) ?? []);
  const kept = people.map((text) => JSON.parse(text)).filter((text: string) => /[\d@ ]/.test(text) && text.length > 6);
  expect(kept.length).toBeGreaterThan(200);
  const words = [...new Set(kept), secretWords, 'bassi', 'giulia', 'secret-of-', 'cornetta"', '0000000103'];
  const told = `${program.stderr()}${metrics}`.toLowerCase();
  expect([...words, accessToken, refreshToken].filter((word) => told.includes(word.toLowerCase()))).toEqual([]);
});

/** One connection that asks again as soon as it has its answer, until nobody answers; what it was told, or null where it was told nothing. */
async function keepReporting(url: string, token: string, answers: Map<string, number | null>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    const id = ulid();
    const status = await new Promise<number | null>((resolve) => {
      const asked = request(`${url}/v1/interactions`, {
        ...{ agent, method: 'POST' },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id },
      });
      asked.on('response', (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? null));
        answer.on('error', () => resolve(null));
      });
      asked.on('error', () => resolve(null));
      asked.end(JSON.stringify(interactionReport(id)));
    });
    answers.set(id, status);
    if (status !== 201) return agent.destroy();
  }
}

test('stopped under load it answers whatever it has begun', async () => {
  const first = start(onFolder());
  const url = await first.url();
  const { accessToken } = await signIn(url, 'giulia');
  const answers = new Map<string, number | null>();
  const load = Array.from({ length: 12 }, () => keepReporting(url, accessToken, answers));
  await untilHolds(() => expect(answers.size).toBeGreaterThan(40));
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  await Promise.all(load);

  const written = await writtenIn(folder);
  const accepted = [...answers].flatMap(([id, status]) => (status === 201 ? [id] : []));
  expect(new Set(written)).toEqual(new Set(accepted));
});

/** The interactions that are kept in that folder. */
async function writtenIn(dir: string): Promise<string[]> {
  const db = await openPGlite(dir);
  try {
    const rows = await seenBy(db.query, house, (tx) => tx.selectFrom('interactions').select('id').execute());
    return rows.map(({ id }) => id);
  } finally {
    await db.close();
  }
}
