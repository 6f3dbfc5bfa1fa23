// Several instances of the backend on one PostgreSQL, each with a bridge to the same PBX: nobody is counted twice, and nobody is forgotten when
// the one that keeps the journal goes.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPostgres } from '#server/db/postgres';
import { boardSchema } from '#shared/protocol/board';
import { lostCallListSchema } from '#shared/protocol/lostCalls';
import { exerciseCompany } from '../support/beginnings.ts';
import { createModelBridge, type ModelBridge } from '../support/modelBridge.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createDatabase } from '../support/testDatabase.ts';
import { type Ask, startTestServer, type TestServer } from '../support/testServer.ts';
import { untilHolds } from '../support/until.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

interface Instance {
  readonly bridge: ModelBridge;
  readonly server: TestServer;
  readonly sara: Ask;
}
let url: string;
let one: Instance;
let other: Instance;
const closing: (() => Promise<unknown>)[] = [];

async function start(): Promise<Instance> {
  const bridge = createModelBridge();
  const db = openPostgres({ url, maxConnections: 5, onError: () => {} });
  const server = await startTestServer({
    customers: 0,
    db,
    bridge,
    config: { journalHoldSeconds: 1, boardPokeGapMs: 10 },
  });
  closing.push(() => server.stop());
  return { bridge, server, sara: await server.as('sara') };
}
beforeEach(async () => {
  ({ url } = await createDatabase(postgres.url, exerciseCompany({ customers: 0 })));
  one = await start();
  other = await start();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const later = (seconds: number) => new Date(one.server.deps.clock().getTime() + seconds * 1_000);
/** The PBX tells everybody who is connected. */
const all = (tell: (bridge: ModelBridge) => void, instances = [one, other]) => {
  for (const { bridge } of instances) tell(bridge);
};
async function figures({ sara }: Instance) {
  const board = boardSchema.parse((await sara({ url: '/v1/board' })).json());
  return board.queues.find(({ queueId }) => queueId === 'support')?.today;
}
const untilFigures = (instance: Instance, expected: object) =>
  untilHolds(async () => expect(await figures(instance)).toMatchObject(expected));
const lostCalls = async ({ sara }: Instance) =>
  lostCallListSchema.parse((await sara({ url: '/v1/lost-calls' })).json()).lostCalls;

test('what all of them see is written once, and all of them show it', async () => {
  for (let call = 0; call < 20; call += 1) {
    all((bridge) => bridge.joins(`call ${call}`, 'support', later(call), `+39000000${1_000 + call}`));
    all((bridge) =>
      bridge.leaves(`call ${call}`, 'support', later(call + 10), call % 2 === 0 ? 'answered' : 'abandoned'),
    );
  }
  const expected = { offered: 20, answered: 10, abandoned: 10, answeredInTime: 10, over: 20 };
  await untilFigures(one, expected);
  await untilFigures(other, expected);
  expect(await lostCalls(other)).toHaveLength(10);
});

test('one that hears late counts nothing again', async () => {
  all((bridge) => bridge.joins('a', 'support', later(0)), [one]);
  all((bridge) => bridge.leaves('a', 'support', later(6), 'abandoned'), [one]);
  await untilFigures(one, { offered: 1, abandoned: 1 });
  all((bridge) => bridge.joins('a', 'support', later(0)), [other]);
  all((bridge) => bridge.leaves('a', 'support', later(6), 'abandoned'), [other]);
  all((bridge) => bridge.joins('b', 'support', later(7)));
  await untilFigures(one, { offered: 2, abandoned: 1 });
  expect(await lostCalls(one)).toHaveLength(1);
});

test('when the keeper stops, another goes on from how things stand', async () => {
  all((bridge) => bridge.joins('a', 'support', later(0)));
  all((bridge) => bridge.joins('b', 'support', later(1)));
  await untilFigures(other, { offered: 2 });
  await one.server.app.close();
  all((bridge) => bridge.leaves('a', 'support', later(5), 'answered'), [other]);
  all((bridge) => bridge.joins('c', 'support', later(6)), [other]);
  await untilFigures(other, { offered: 3, answered: 1, answeredInTime: 1, over: 1 });
});

test('a keeper that has died is replaced when its time is up', async () => {
  await one.server.app.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  closing.push(() => client.end());
  await client.query("update journal_keeper set holder = 'one that died', until = now() + interval '300 ms'");
  await client.query(
    "insert into journal_keeper (holder, until) values ('one that died', now() + interval '300 ms') on conflict do nothing",
  );
  all((bridge) => bridge.joins('a', 'support', later(0)), [other]);
  await untilFigures(other, { offered: 1 });
});

test('while the database is away nothing is lost: what was seen is written afterwards', async () => {
  all((bridge) => bridge.joins('a', 'support', later(0)));
  await untilFigures(one, { offered: 1 });
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  const name = new URL(url).pathname.slice(1);
  await client.query(`alter database ${name} allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  all((bridge) => bridge.leaves('a', 'support', later(3), 'answered'));
  all((bridge) => bridge.joins('b', 'support', later(4)));
  await untilHolds(async () => expect((await one.sara({ url: '/v1/board' })).statusCode).toBe(503));
  // Whether a connection is cut or a new one is turned away: both are "not right now".
  expect((await one.sara({ url: '/v1/board' })).statusCode).toBe(503);
  await client.query(`alter database ${name} allow_connections true`);
  await client.end();
  await untilFigures(one, { offered: 2, answered: 1 });
});
