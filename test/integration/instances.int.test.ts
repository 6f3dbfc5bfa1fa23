// Two backends, each a program of its own, on one PostgreSQL, and the clocks of their machines are two hours apart: whichever an app talks
// to, it is the same.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#shared/lib/must';
import { emptyDraft } from '#shared/model/interaction';
import { boardSchema } from '#shared/protocol/board';
import { sessionSchema } from '#shared/protocol/sessions';
import { manifestSchema } from '#shared/protocol/sync';
import { signIn } from '../support/backend.ts';
import { fact, ringingCall } from '../support/calls.ts';
import { startData } from '../support/dataProcess.ts';
import { type OneAddress, oneAddress } from '../support/oneAddress.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { longestStartMs, type ServerProgram, startServerProgram } from '../support/serverProgram.ts';
import { until, untilHolds } from '../support/until.ts';

vi.setConfig({ testTimeout: 2 * longestStartMs, hookTimeout: 2 * longestStartMs });

let postgres: Postgres;
let database: pg.Client;
let [programs, urls]: [ServerProgram[], string[]] = [[], []];
let [one, other] = ['', ''];
let address: OneAddress;
const hourMs = 3_600_000;
const begin = (clockAheadMs: number) =>
  startServerProgram(['--port', '0', '--seed', 'demo', '--customers', '30', '--pbx', 'ws://127.0.0.1:9'], {
    databaseUrl: postgres.url,
    clockAheadMs,
  });

beforeAll(async () => {
  postgres = await startPostgres();
  // At the same moment: one of them prepares the database, and fills it, and the other finds it so.
  programs = [begin(hourMs), begin(-hourMs)];
  urls = await Promise.all(programs.map((program) => program.url()));
  [one = '', other = ''] = urls;
  address = await oneAddress(urls);
  database = new pg.Client({ connectionString: postgres.url });
  database.on('error', () => {});
  await database.connect();
  await database.query("set cornetta.scope = '*'");
});
afterAll(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await address.stop();
  await database.end();
  await postgres.stop();
});

const get = (url: string, token: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers } });

test('who has signed in at one is let in by the other, and has the session renewed there', async () => {
  const { accessToken, refreshToken } = await signIn(one, 'giulia');
  expect((await get(`${other}/v1/workstation`, accessToken)).status).toBe(200);
  const renewed = await fetch(`${other}/v1/sessions/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  });
  const session = sessionSchema.parse(await renewed.json());
  expect((await get(`${one}/v1/workstation`, session.accessToken)).status).toBe(200);
});

test('wrong passwords are counted over both', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(signIn(attempt % 2 === 0 ? one : other, 'luca', 'guessed')).rejects.toThrow('401');
  }
  for (const url of urls) await expect(signIn(url, 'luca')).rejects.toThrow('429');
  const { rows } = await database.query<{ off: number }>(
    "select max(abs(extract(epoch from now() - at)))::float8 as off from failed_sign_ins where username = 'luca'",
  );
  expect(rows[0]?.off).toBeLessThan(60);
});

test('both say the time of the database, and so does what they write', async () => {
  for (const url of urls) {
    const { accessToken } = await signIn(url, 'giulia');
    const { asOf } = boardSchema.parse(await (await get(`${url}/v1/board`, accessToken)).json());
    expect(Math.abs(Date.parse(asOf) - Date.now())).toBeLessThan(60_000);
  }
  const { rows } = await database.query<{ off: number }>(
    'select max(abs(extract(epoch from now() - at)))::float8 as off from audit_entries',
  );
  expect(rows[0]?.off).toBeLessThan(120);
});

test('a segment begun at one is gone on with at the other', async () => {
  const { accessToken } = await signIn(one, 'giulia');
  const manifest = manifestSchema.parse(await (await get(`${one}/v1/sync/manifest`, accessToken)).json());
  const { generation, number } = must(manifest.segments[0], 'a segment');
  const path = `/v1/sync/segments/${generation}/${number}`;
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
  const whole = await bytesOf(await get(`${one}${path}`, accessToken));
  const half = whole.length >> 1;
  const [first, second] = [
    await get(`${one}${path}`, accessToken, { range: `bytes=0-${half - 1}` }),
    await get(`${other}${path}`, accessToken, { range: `bytes=${half}-` }),
  ];
  expect([first.status, second.status]).toEqual([206, 206]);
  expect(first.headers.get('etag')).toBe(second.headers.get('etag'));
  expect(Buffer.concat([await bytesOf(first), await bytesOf(second)]).equals(whole)).toBe(true);
});

test('an app goes on when one of them is killed in the middle of a day, and nothing arrives twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-instances-'));
  const data = await startData({ folder });
  await data.desk.signIn({ backendUrl: address.url, credentials: { username: 'giulia', password: 'cornetta' } });
  await until('the customers are here', () => data.deskState().sync.load.kind === 'complete');
  const notes = new Map<string, string>();
  for (let number = 0; number < 24; number += 1) {
    if (number === 8) must(programs[0], 'a program').child.kill('SIGKILL');
    if (number === 16) programs.push(begin(hourMs));
    const call = ringingCall(`+39000000010${1 + (number % 8)}`);
    const { interactionId } = call;
    await data.phone.callArrived({ call, event: fact('ringing') });
    await data.phone.recordEvent({ interactionId, event: fact('answered') });
    await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
    const draft = { ...emptyDraft, note: `Conversazione ${number}`, reasonCode: 'INF-01', outcomeCode: 'RIS-2' };
    expect(await data.desk.closeInteraction({ interactionId, draft })).toEqual({ kind: 'closed' });
    notes.set(interactionId, draft.note);
  }
  // What somebody else writes, by the instance that is left, is heard.
  await database.query("update customers set preference = 'scritto altrove' where code = 'AU-10003'");
  await until('everything has left the outbox', () => data.deskState().sync.outbox.waiting === 0);
  expect(data.deskState().sync.outbox.setAside).toBe(0);
  await untilHolds(async () => {
    const hit = must((await data.desk.search({ text: 'AU-10003', limit: 1 }))[0], 'Carlo Bassi');
    const card = await data.desk.getCustomer({ id: hit.customer.id });
    expect(card?.customer.preference).toBe('scritto altrove');
  });
  const { rows } = await database.query<{ id: string; note: string }>('select id, note from interactions');
  expect(rows).toHaveLength(notes.size);
  expect(new Map(rows.map(({ id, note }) => [id, note]))).toEqual(notes);
  // It was not one of them alone that answered.
  for (const count of address.given.values()) expect(count).toBeGreaterThan(0);
  await data.stop();
  await rm(folder, { recursive: true, force: true });
});
