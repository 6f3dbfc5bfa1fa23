// The backend as a program on a PostgreSQL that waits for its disk, asked by ten connections at once; beside each figure the same SQL,
// as the same request says it, by the bare driver on as many. CORNETTA_CUSTOMERS says how many there are (100 000).
import { randomInt } from 'node:crypto';
import autocannon from 'autocannon';
import pg from 'pg';
import { ulid } from 'ulid';
import { openPostgres } from '#server/db/postgres';
import { newId } from '#server/deps';
import { manifestSchema } from '#shared/protocol/sync';
import { signIn } from '../../test/support/backend.ts';
import { interactionReport } from '../../test/support/interactionReport.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { startServerProgram } from '../../test/support/serverProgram.ts';
import { startTestServer, type TestServer } from '../../test/support/testServer.ts';
import { atLeast, type Figure, figure, percentile } from '../figures.ts';
import { manyListeners } from '../server/listeners.ts';
import { type Speed, sayAgain, sqlOf } from '../server/sql.ts';

const customers = Number(process.env.CORNETTA_CUSTOMERS ?? 100_000);
const connections = 10;
const seconds = 8;
const listeners = 1_000;
const changes = 20;
const besideWhat = 'same SQL, bare pg';

/** A made-up customer's number, as the seed gives them out. */
const someNumber = () => `+39${String(1_000 + randomInt(customers)).padStart(10, '0')}`;

export async function bench(report: (line: string) => void): Promise<Figure[]> {
  const postgres = await startPostgres({ durable: true });
  report(`${customers} customers …`);
  const args = ['--port', '0', '--pbx', 'ws://127.0.0.1:9', '--seed', 'demo', '--customers', String(customers)];
  // One agent asks for all.
  args.push('--lookups', '1000000');
  const program = startServerProgram(args, { databaseUrl: postgres.url, longestStartMs: 900_000 });
  let inside: TestServer | null = null;
  try {
    const url = await program.url();
    const { accessToken } = await signIn(url, 'giulia');
    inside = await startTestServer({
      db: openPostgres({ url: postgres.url, maxConnections: 1, onError: () => {} }),
      customers: 0,
      config: { pokeGapMs: 3_600_000 },
    });
    const figures: Figure[] = [];
    for (const one of await requestsOf(inside, url, accessToken, postgres.url)) {
      report(`${one.name}: by the server …`);
      const ours = await ask(url, accessToken, one);
      report(`${one.name}: by the bare driver …`);
      const bare = await sayAgain(postgres.url, one.sql, { connections, seconds, made: made(inside), ...one });
      figures.push(...compare(one.name, ours, bare));
    }
    report(`${listeners} apps that listen …`);
    figures.push(await tellAll(url, accessToken, postgres.url));
    return figures;
  } finally {
    await inside?.stop();
    program.child.kill('SIGKILL');
    await program.exited;
    await postgres.stop();
  }
}

/** How ids begin that are made at the moment in which the recording server lives. */
const made = ({ deps }: TestServer) => newId(deps).slice(0, 10);

interface Asked {
  readonly name: string;
  readonly method?: 'POST';
  readonly path: () => string;
  readonly body?: () => string;
  readonly headers?: () => Record<string, string>;
  readonly sql: Awaited<ReturnType<typeof sqlOf>>;
  readonly vary?: () => Record<string, string>;
}

async function requestsOf(inside: TestServer, url: string, token: string, database: string): Promise<Asked[]> {
  const giulia = await inside.as('giulia');
  const known = someNumber();
  const lookup = (number: string) => `/v1/customers?phone=${encodeURIComponent(number)}`;
  const report = (id: string) => ({
    headers: { 'idempotency-key': id },
    body: JSON.stringify(interactionReport(id, { note: 'Ha chiesto quando arriva il tecnico.' })),
  });

  const authorized = { headers: { authorization: `Bearer ${token}` } };
  const manifest = manifestSchema.parse(await (await fetch(`${url}/v1/sync/manifest`, authorized)).json());
  const pages = `/v1/sync/changes?limit=100&cursor=${encodeURIComponent(manifest.changes)}`;
  await changeSome(database, 100);

  const [segment] = manifest.segments;
  if (segment === undefined) throw new Error('no segment');
  const bytes = `/v1/sync/segments/${segment.generation}/${segment.number}`;
  // The first time it is made, and kept.
  await (await fetch(`${url}${bytes}`, authorized)).arrayBuffer();

  // Each once before it is written down: what is said only at first belongs to nobody.
  const recorded = async (request: () => Parameters<typeof giulia>[0]) => {
    await giulia(request());
    return sqlOf(() => giulia(request()));
  };
  return [
    {
      name: 'lookup by number',
      path: () => lookup(someNumber()),
      sql: await recorded(() => ({ url: lookup(known) })),
      vary: () => ({ [known]: someNumber() }),
    },
    { name: 'page of 100 changes', path: () => pages, sql: await recorded(() => ({ url: pages })) },
    { name: 'segment', path: () => bytes, sql: await recorded(() => ({ url: bytes })) },
    {
      name: 'interaction written',
      method: 'POST',
      path: () => '/v1/interactions',
      ...toWrite(report),
      sql: await recorded(() => {
        const { headers, body } = report(newId(inside.deps));
        return {
          method: 'POST',
          url: '/v1/interactions',
          headers: { ...headers, 'content-type': 'application/json' },
          payload: body,
        };
      }),
    },
  ];
}

/** Another one for each request; its key is its id. */
function toWrite(report: (id: string) => { headers: { 'idempotency-key': string }; body: string }) {
  let next = report(ulid());
  return {
    headers: () => {
      next = report(ulid());
      return { ...next.headers, 'content-type': 'application/json' };
    },
    body: () => next.body,
  };
}

async function changeSome(database: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query("set cornetta.scope = '*'");
  await client.query(
    "update customers set preference = 'telefono, sera' where id in (select id from customers order by id desc limit $1)",
    [count],
  );
  await client.end();
}

async function ask(url: string, token: string, asked: Asked): Promise<Speed> {
  const times: number[] = [];
  const { non2xx, errors } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      ...{ url, connections, duration: seconds },
      requests: [
        {
          method: asked.method ?? 'GET',
          setupRequest: (request) => ({
            ...request,
            path: asked.path(),
            headers: { authorization: `Bearer ${token}`, ...asked.headers?.() },
            ...(asked.body && { body: asked.body() }),
          }),
        },
      ],
    };
    const run = autocannon(options, (error: unknown, result) => (error ? reject(error) : resolve(result)));
    run.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  });
  if (non2xx > 0 || errors > 0) throw new Error(`${asked.name}: ${non2xx} refused, ${errors} failed`);
  return { perSecond: times.length / seconds, times };
}

function compare(name: string, ours: Speed, bare: Speed): Figure[] {
  const p99 = percentile(bare.times, 0.99);
  return [
    atLeast(name, 'a second', ours.perSecond, 0.5, { what: besideWhat, value: bare.perSecond }),
    figure(`${name}, p99`, 'ms', percentile(ours.times, 0.99), Math.round(2 * p99 + 5), {
      what: besideWhat,
      value: p99,
    }),
  ];
}

/** From a change's commit until all of them have heard of it. */
async function tellAll(url: string, token: string, database: string): Promise<Figure> {
  const apps = await manyListeners(url, token, listeners);
  const times: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const told = apps.allTold();
    await changeSome(database, 1);
    const committed = performance.now();
    await told;
    times.push(performance.now() - committed);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  apps.leave();
  return figure(`a change has reached ${listeners} apps, p99`, 'ms', percentile(times, 0.99), 1_000, null);
}
