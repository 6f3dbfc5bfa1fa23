// What only a real PostgreSQL can show: several connections, several instances, the database going away.
import { once } from 'node:events';
import { type AddressInfo, createConnection } from 'node:net';
import { createParser } from 'eventsource-parser';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { isDatabaseAway } from '#server/db/away';
import { migrate, migrations } from '#server/db/migrate';
import { openPostgres } from '#server/db/postgres';
import { seenBy } from '#server/db/seenBy';
import { newId } from '#server/deps';
import { createMetrics } from '#server/metrics/metrics';
import { addLostCall } from '#server/repositories/lostCalls';
import { problemUrn } from '#shared/protocol/errors';
import { type Change, type ChangesPage, changesPageSchema } from '#shared/protocol/sync';
import { exerciseCompany } from '../support/beginnings.ts';
import { interactionReport } from '../support/interactionReport.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createDatabase } from '../support/testDatabase.ts';
import { type Ask, startTestServer, type TestServer } from '../support/testServer.ts';
import { untilHolds } from '../support/until.ts';
import { feedNow } from '../support/wholeSet.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

let url: string;
let server: TestServer;
let giulia: Ask;
const closing: (() => Promise<unknown>)[] = [];
const open = (at = url) => openPostgres({ url: at, maxConnections: 10, onError: () => {} });

beforeEach(async () => {
  ({ url } = await createDatabase(postgres.url, exerciseCompany()));
  server = await startTestServer({ db: open(), config: { pokeGapMs: 10 } });
  closing.push(() => server.stop());
  giulia = await server.as('giulia');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A connection of the test's own, for what somebody else does meanwhile. */
async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.query("set cornetta.scope = '*'");
  closing.push(() => client.end());
  return client;
}

/** So many statements that hold these words wait for somebody; the house's own work may wait beside them. */
async function untilWaiting(words: string, count: number): Promise<void> {
  const watcher = await connect();
  await untilHolds(async () => {
    const { rowCount } = await watcher.query(
      "select from pg_stat_activity where pid <> pg_backend_pid() and wait_event_type = 'Lock' and query ilike '%' || $1 || '%'",
      [words],
    );
    expect(rowCount).toBe(count);
  });
}

const rename = (client: pg.Client, code: string, name: string) =>
  client.query('update customers set name = $2 where code = $1', [code, name]);

async function pull(cursor: string, limit = 500): Promise<ChangesPage> {
  const answer = await giulia({ url: '/v1/sync/changes', query: { cursor, limit: String(limit) } });
  expect(answer.statusCode).toBe(200);
  return changesPageSchema.parse(answer.json());
}

const names = (changes: readonly Change[]) =>
  changes.map((change) => (change.kind === 'customer' ? change.row.name : change.kind));

test('a transaction that began earlier and commits later is not passed by', async () => {
  const [slow, quick] = [await connect(), await connect()];
  const start = await feedNow(giulia);
  await slow.query('begin');
  await rename(slow, 'AU-10001', 'Began First');
  await rename(quick, 'AU-10002', 'Committed First');
  const meanwhile = await pull(start);
  expect(meanwhile).toMatchObject({ changes: [], more: false });
  await slow.query('commit');
  // What the house itself is writing meanwhile holds the second back as well.
  const after = await untilHolds(async () => {
    const page = await pull(meanwhile.next);
    expect(names(page.changes)).toEqual(['Began First', 'Committed First']);
    return page;
  });
  expect((await pull(after.next)).changes).toEqual([]);
});

test('a load that begins while a transaction is open leaves it to the changes', async () => {
  const slow = await connect();
  await slow.query('begin');
  await rename(slow, 'AU-10001', 'Began Before The Load');
  const start = await feedNow(giulia);
  await slow.query('commit');
  expect(names((await pull(start)).changes)).toEqual(['Began Before The Load']);
});

test('a customer who is added again at the very moment of being removed is newer than what was removed', async () => {
  const [remover, adder] = [await connect(), await connect()];
  const start = await feedNow(giulia);
  const { rows } = await remover.query("select * from customers where code = 'AU-10001'");
  const { id, portfolio_id: portfolio } = rows[0];
  await rename(remover, 'AU-10001', 'Changed Twice');
  await rename(remover, 'AU-10001', 'Changed Three Times');
  await remover.query('begin');
  await remover.query('delete from customers where id = $1', [id]);
  const added = adder.query(
    `insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
      values ($1, 'AU-10001', 'person', 'Added Again', 'it', now(), $2)`,
    [id, portfolio],
  );
  await untilWaiting('insert into customers', 1);
  await remover.query('commit');
  await added;
  const changes = await untilHolds(async () => {
    const page = await pull(start);
    expect(page.changes.filter((change) => change.kind === 'customer')).toMatchObject([{ row: { id, version: 5 } }]);
    return page.changes;
  });
  expect(changes.filter((change) => change.kind === 'tombstone' && change.id === id)).toEqual([]);
});

test('an insertion that ends as an update leaves the mark of a move where it is', async () => {
  const client = await connect();
  const { rows } = await client.query("select id from customers where code = 'AU-10001'");
  const tombstones = () => client.query('select portfolio_id from tombstones where id = $1', [rows[0].id]);
  await client.query("insert into clients (id, name) values ('borea', 'Borea')");
  await client.query("insert into portfolios (id, client_id) values ('borea', 'borea')");
  await client.query("update customers set portfolio_id = 'borea' where id = $1", [rows[0].id]);
  expect((await tombstones()).rows).toEqual([{ portfolio_id: 'company' }]);
  await client.query(
    `insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
      values ($1, 'AU-10001', 'person', 'Prova', 'it', now(), 'company') on conflict (id) do update set preference = 'sera'`,
    [rows[0].id],
  );
  expect((await tombstones()).rows).toEqual([{ portfolio_id: 'company' }]);
});

test('the same request while the first still runs is told so; afterwards it gets the first one’s answer', async () => {
  const somebody = await connect();
  await somebody.query('begin');
  await somebody.query("select 1 from customers where code = 'AU-10001' for update");
  const { rows } = await somebody.query("select id from customers where code = 'AU-10001'");
  const edit = () =>
    giulia({
      method: 'PATCH',
      url: `/v1/customers/${rows[0].id}`,
      headers: { 'if-match': '"1"', 'idempotency-key': 'one-and-the-same' },
      payload: { preference: 'sera' },
    });
  const first = edit();
  await untilWaiting('"customers" where "id" = $1 for update', 1);
  const second = await edit();
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({ type: problemUrn('still-running') });
  await somebody.query('commit');
  expect((await first).statusCode).toBe(200);
  const third = await edit();
  expect(third.statusCode).toBe(200);
  expect(third.json()).toEqual((await first).json());
});

test('of many who try one name at the same moment, no more are heard than before it is locked', async () => {
  const payload = { username: 'luca', password: 'wrong' };
  const wrong = () => server.ask({ method: 'POST', url: '/v1/sessions', payload });
  const answers = await Promise.all(Array.from({ length: 20 }, wrong));
  expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
});

test('of two who renew a session with one token at the same moment, one has a token that is good', async () => {
  const payload = { username: 'luca', password: 'cornetta' };
  const { refreshToken } = (await server.ask({ method: 'POST', url: '/v1/sessions', payload })).json();
  const [somebody, watcher] = [await connect(), await connect()];
  await somebody.query('begin');
  await somebody.query('select 1 from refresh_tokens for update');
  const renew = () => server.ask({ method: 'POST', url: '/v1/sessions/refresh', payload: { refreshToken } });
  const both = Promise.all([renew(), renew()]);
  await untilWaiting('refresh_tokens', 2);
  await somebody.query('commit');
  expect((await both).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const good = await watcher.query('select 1 from refresh_tokens where follows is not null and used_at is null');
  expect(good.rowCount).toBe(1);
});

test('who is being answered when the server stops is answered, however long it takes; who asks nothing is let go', async () => {
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.app.server.address() as AddressInfo;
  const payload = { username: 'giulia', password: 'cornetta' };
  const { accessToken } = (await server.ask({ method: 'POST', url: '/v1/sessions', payload })).json();
  const somebody = await connect();
  await somebody.query('begin');
  const { rows } = await somebody.query("select id from customers where code = 'AU-10001' for update");
  const edited = fetch(`http://127.0.0.1:${port}/v1/customers/${rows[0].id}`, {
    method: 'PATCH',
    headers: {
      ...{ authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...{ 'if-match': '"1"', 'idempotency-key': 'in-the-middle-of-it' },
    },
    body: JSON.stringify({ preference: 'sera' }),
  });
  await untilWaiting('"customers" where "id" = $1 for update', 1);
  const idle = createConnection({ port, host: '127.0.0.1' });
  await once(idle, 'connect');
  const closed = server.app.close();
  await once(idle, 'close');
  await somebody.query('commit');
  expect((await edited).status).toBe(200);
  await closed;
});

test('metrics say for how long a transaction that was left open has kept the feed still', async () => {
  const db = open();
  closing.push(() => db.close());
  const metrics = createMetrics(db);
  const told = async (name: string) =>
    Number(new RegExp(`^cornetta_feed_held_back_${name} (.*)$`, 'm').exec((await metrics.text()).body)?.[1]);
  const [idle, quick] = [await connect(), await connect()];
  await idle.query('begin');
  await idle.query('select pg_current_xact_id()');
  expect([await told('rows'), await told('seconds')]).toEqual([0, 0]);
  await rename(quick, 'AU-10001', 'Held Back');
  expect(await told('rows')).toBe(1);
  await untilHolds(async () => expect(await told('seconds')).toBeGreaterThan(0));
  await idle.query('commit');
  expect([await told('rows'), await told('seconds')]).toEqual([0, 0]);
});

/** Listens to hints at an instance of its own; returns those that came. */
async function listenElsewhere(): Promise<unknown[]> {
  const other = await startTestServer({ db: open(), config: { pokeGapMs: 10 } });
  closing.push(() => other.stop());
  const address = await other.app.listen({ port: 0, host: '127.0.0.1' });
  const payload = { username: 'luca', password: 'cornetta' };
  const { accessToken } = (await other.ask({ method: 'POST', url: '/v1/sessions', payload })).json();
  const answer = await fetch(`${address}/v1/sync/events`, { headers: { authorization: `Bearer ${accessToken}` } });
  const pokes: unknown[] = [];
  const parser = createParser({ onEvent: (event) => pokes.push(JSON.parse(event.data)) });
  void (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of answer.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  })().catch(() => {});
  return pokes;
}

test('a change written through one instance is told to those who listen at another', async () => {
  const pokes = await listenElsewhere();
  await rename(await connect(), 'AU-10001', 'Changed Elsewhere');
  await untilHolds(() => expect(pokes).toEqual([{ kind: 'changes' }]));
});

test('a change that an older transaction held back is told again once it can be read', async () => {
  const pokes = await listenElsewhere();
  const [idle, quick] = [await connect(), await connect()];
  const start = await feedNow(giulia);
  await idle.query('begin');
  await idle.query('select pg_current_xact_id()');
  await rename(quick, 'AU-10001', 'Held Back');
  await untilHolds(() => expect(pokes.length).toBeGreaterThan(0));
  expect((await pull(start)).changes).toEqual([]);
  await idle.query('commit');
  const before = pokes.length;
  await untilHolds(() => expect(pokes.length).toBeGreaterThan(before));
  expect(names((await pull(start)).changes)).toEqual(['Held Back']);
});

const byKind = (one: unknown, other: unknown): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

test('an instance whose listening connection is lost makes another, and tells everybody to look', async () => {
  const pokes = await listenElsewhere();
  const client = await connect();
  const lost = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cornetta listener' and datname = current_database()",
  );
  expect(lost.rowCount).toBe(2);
  const everything = [
    'articles',
    'board',
    'callbacks',
    'changes',
    'chats',
    'help',
    'lists',
    'lostCalls',
    'preferences',
  ].map((kind) => ({
    kind,
  }));
  await untilHolds(() => expect(pokes.toSorted(byKind)).toEqual(everything));
  await rename(client, 'AU-10001', 'After The Loss');
  await untilHolds(() => expect(pokes).toHaveLength(everything.length + 1));
  expect(pokes.at(-1)).toEqual({ kind: 'changes' });
});

test('two instances that start together on an empty database do not get in each other’s way', async () => {
  const { url: empty } = await createDatabase(postgres.url, null);
  const [one, other] = [open(empty), open(empty)];
  closing.push(one.close, other.close);
  const ran = await Promise.all([migrate(one), migrate(other)]);
  expect(ran.flat().sort((a, b) => a - b)).toEqual(migrations.map(({ number }) => number));
});

test('a cursor is of no use after the database has been copied to another', async () => {
  const start = await feedNow(giulia);
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await server.stop();
  closing.splice(0);
  const original = new URL(url).pathname.slice(1);
  await admin.query(`create database ${original}_copy template ${original} owner cornetta`);
  await admin.end();
  const copy = await startTestServer({ db: open(`${url}_copy`) });
  closing.push(() => copy.stop());
  const ask = await copy.as('giulia');
  expect((await ask({ url: '/v1/sync/changes', query: { cursor: start } })).statusCode).toBe(410);
});

test('a backup that is restored holds what was backed up, and a backend works on it', async () => {
  const { url: empty } = await createDatabase(postgres.url, null);
  const count = `select count(*)::int as customers, count(birth_key)::int as keys, sum(bucket)::int as buckets,
    (select count(*)::int from interactions) as talks, (select count(*)::int from help_requests) as help,
    (select count(*)::int from lost_calls) as lost, (select count(*)::int from callbacks) as promised from customers`;
  const client = await connect();
  // Whatever has a policy of its own has to be in it, for the backup is made with the eyes of whoever makes it.
  const callback = { at: '2026-03-03T09:00:00.000Z', number: '+390000000103', purpose: null };
  const talk = interactionReport(newId(server.deps), { callback });
  const headers = { 'idempotency-key': talk.id };
  expect((await giulia({ method: 'POST', url: '/v1/interactions', headers, payload: talk })).statusCode).toBe(201);
  const help = { interactionId: newId(server.deps), words: 'Prova' };
  expect((await giulia({ method: 'POST', url: '/v1/help', payload: help })).statusCode).toBe(204);
  const lost = { queueId: 'welcome', caller: null, at: server.deps.clock(), waitedSeconds: 30 };
  await server.write((tx) => addLostCall(tx, newId(server.deps), lost));
  const before = (await client.query(count)).rows;
  await postgres.restore(url, empty);
  const restored = await startTestServer({ db: open(empty) });
  closing.push(() => restored.stop());
  const copy = new pg.Client({ connectionString: empty });
  await copy.connect();
  await copy.query("set cornetta.scope = '*'");
  closing.push(() => copy.end());
  expect((await copy.query(count)).rows).toEqual(before);
  expect(Object.values(before[0]).every((rows) => Number(rows) > 0)).toBe(true);
  expect((await (await restored.as('giulia'))({ url: '/v1/workstation' })).statusCode).toBe(200);
});

test('whose eyes a transaction has is said in the round trip that begins it', async () => {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  const db = open();
  closing.push(
    () => db.close(),
    async () => asked.mockRestore(),
  );
  const anna = { kind: 'agent', portfolios: ['aurora', 'borea'], agentId: 'anna' } as const;
  const look = sql<{ scope: string; agent: string; readonly: string; level: string }>`
    select current_setting('cornetta.scope') as scope, current_setting('cornetta.agent') as agent,
      current_setting('transaction_read_only') as readonly, current_setting('transaction_isolation') as level`;
  const { rows } = await seenBy(db.query, anna, (tx) => look.execute(tx), { readOnly: true, oneMoment: true });
  expect(rows).toEqual([{ scope: 'aurora,borea', agent: 'anna', readonly: 'on', level: 'repeatable read' }]);
  const texts = asked.mock.calls.map(([text]) => String(text));
  const place = texts.findIndex((text) => text.includes('transaction_isolation'));
  const ofThatConnection = texts.filter((_, index) => asked.mock.contexts[index] === asked.mock.contexts[place]);
  const isOfTransaction = (text: string) => /^(begin|select set_config|commit)/.test(text);
  expect(ofThatConnection.filter(isOfTransaction)).toEqual([
    expect.stringMatching(/^begin .*; select set_config/),
    'commit',
  ]);
  // What is asked outside has nobody's eyes, and a transaction that says none begins all the same.
  const scope = sql<{ scope: string | null }>`select nullif(current_setting('cornetta.scope', true), '') as scope`;
  expect((await scope.execute(db.query)).rows).toEqual([{ scope: null }]);
  const without = await db.query.transaction().execute((tx) => scope.execute(tx));
  expect(without.rows).toEqual([{ scope: null }]);
});

test('no statement waits to be compiled', async () => {
  const db = open();
  closing.push(() => db.close());
  expect((await sql`show jit`.execute(db.query)).rows).toEqual([{ jit: 'off' }]);
});

test('a connection that is lost at its work is reported, and the program goes on', async () => {
  const errors: Error[] = [];
  const db = openPostgres({ url, maxConnections: 1, onError: (error) => errors.push(error) });
  closing.push(() => db.close());
  const client = await connect();
  const work = db.query.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await client.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await untilHolds(() => expect(errors.length).toBeGreaterThan(0));
    await sql`select 1`.execute(tx);
  });
  await expect(work).rejects.toSatisfy(isDatabaseAway);
  await expect(sql`select 1`.execute(db.query)).resolves.toBeTruthy();
});

test('while the database is away the backend says so, and when to come back', async () => {
  await postgres.stop();
  const answer = await giulia({ url: '/v1/workstation' });
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ type: problemUrn('unavailable') });
  expect(answer.headers['retry-after']).toBe('2');
  const ready = await giulia({ url: '/v1/ready' });
  expect([ready.statusCode, ready.json()]).toEqual([503, { database: 'away' }]);
  expect((await giulia({ url: '/v1/health' })).statusCode).toBe(200);
});
