// The page of figures and the board, opened on a PostgreSQL that waits for its disk, with 100 000 contacts, calls and waits of 90 days
// (CORNETTA_CONTACTS says how many); beside each opening, in turns, the same driver reads the rows of that time once and counts them.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { openPostgres } from '#server/db/postgres';
import { countDays } from '#server/figures/count';
import { civilDate } from '#shared/lib/civilDate';
import { daysLater } from '#shared/model/calendar';
import { startPostgres } from '../../test/support/postgres.ts';
import { startTestServer, type TestServer } from '../../test/support/testServer.ts';
import { type Figure, figure, percentile } from '../figures.ts';

const contacts = Number(process.env.CORNETTA_CONTACTS ?? 100_000);
const days = 90;
const openings = 40;
const atMostMs = 300;
/** Longer than the service keeps what it has read for a board. */
const keptMs = 1_050;

export async function bench(report: (line: string) => void): Promise<Figure[]> {
  const postgres = await startPostgres({ durable: true });
  const bare = new pg.Client({ connectionString: postgres.url, options: '-c jit=off -c cornetta.scope=*' });
  let server: TestServer | null = null;
  try {
    await bare.connect();
    server = await startTestServer({
      db: openPostgres({ url: postgres.url, maxConnections: 10, onError: () => {} }),
      customers: 2_000,
    });
    report(`${contacts} contacts of ${days} days …`);
    await fill(server);
    report('days are counted …');
    await server.write((tx) => sql`delete from days_counted`.execute(tx));
    const began = performance.now();
    await countDays(server.deps);
    report(`counted in ${Math.round(performance.now() - began)} ms`);
    await bare.query('analyze');
    const today = civilDate(server.deps.clock(), server.deps.config.timeZone);
    const [yesterday, first] = [daysLater(today, -1), daysLater(today, -days)];
    const page = (period: { readonly from: string; readonly to: string; readonly by: string }) =>
      `/v1/figures?${new URLSearchParams(period)}`;
    const opened: readonly Opened[] = [
      {
        name: 'figures, yesterday by the half hour',
        url: page({ from: yesterday, to: yesterday, by: 'interval' }),
        days: 1,
      },
      { name: 'figures, today by the half hour', url: page({ from: today, to: today, by: 'interval' }), days: 0 },
      { name: `figures, ${days} days by week`, url: page({ from: first, to: yesterday, by: 'week' }), days },
      { name: 'board', url: '/v1/board', days: 0, isKept: true },
    ];
    const figures: Figure[] = [];
    for (const one of opened) figures.push(...(await measure(server, bare, one, report)));
    return figures;
  } finally {
    await server?.stop();
    await bare.end();
    await postgres.stop();
  }
}

interface Opened {
  readonly name: string;
  readonly url: string;
  /** Back from this moment: the rows that the answer is counted from. 0: today's. */
  readonly days: number;
  /** What the service reads for one is there for others who ask at once: here each time it is read anew. */
  readonly isKept?: boolean;
}

async function measure(
  server: TestServer,
  bare: pg.Client,
  { name, url, days, isKept = false }: Opened,
  report: (line: string) => void,
): Promise<Figure[]> {
  report(`${name} …`);
  const sara = await server.as('sara');
  const [ours, floor]: [number[], number[]] = [[], []];
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    into.push(performance.now() - from);
  };
  const since = new Date(server.deps.clock().getTime() - Math.max(1, days) * 86_400_000);
  for (let opening = -2; opening < openings; opening += 1) {
    if (isKept) await sleep(keptMs);
    // The first two warm up.
    await timed(opening < 0 ? [] : ours, async () => {
      const { statusCode, body } = await sara({ url });
      if (statusCode !== 200) throw new Error(body);
    });
    await timed(opening < 0 ? [] : floor, () => bare.query(sameRows, [since]));
  }
  const beside = (share: number) => ({ what: 'the same rows, read once', value: percentile(floor, share) });
  return [
    figure(`${name}, p50`, 'ms', percentile(ours, 0.5), Number.POSITIVE_INFINITY, beside(0.5)),
    figure(`${name}, p95`, 'ms', percentile(ours, 0.95), atMostMs, beside(0.95)),
  ];
}

const sameRows = `
  select (select count(outcome_code) from contacts where at >= $1) as contacts,
    (select count(events) from interactions where started_at >= $1) as calls,
    (select count(ended) from queue_waits where joined_at >= $1) as waits`;

/** Contacts, the calls that they were, and waits in the queues, spread evenly over the days until now. What triggers would do is left undone. */
function fill(server: TestServer): Promise<void> {
  const now = server.deps.clock();
  const one = (what: string, from: string) =>
    `(array(select ${what} from ${from} order by 1))[1 + (n::bigint * 7919 % (select count(*) from ${from}))::int]`;
  const moments = `
    (select n, '${now.toISOString()}'::timestamptz - (n * ${days / contacts}::float8) * interval '1 day' as at,
      ${one('id', 'queues')} as queue_id, ${one('number', 'queues')} as passed_to, ${one('code', 'reasons')} as reason_code,
      ${one('id', 'customers')} as customer_id, ${one('id', 'agents')} as agent_id,
      ${one('code', 'outcomes')} as outcome_code
    from generate_series(1, ${contacts}) as n) as moments`;
  return server.write(async (tx) => {
    const say = (words: string) => sql.raw(words).execute(tx);
    const filled = ['contacts', 'interactions', 'queue_waits'];
    for (const table of filled) await say(`alter table ${table} disable trigger user`);
    await say(`
    insert into contacts (id, customer_id, at, channel, direction, agent_name, queue_id, reason_code, outcome_code, note)
    select 'bench ' || n, customer_id, at, 'call', 'incoming', 'Prova', queue_id, reason_code, outcome_code, '' from ${moments}`);
    await say(`
    insert into interactions (id, agent_id, direction, channel, caller, queue_id, started_at, answered_at, ended_at, closed_at, reason_code,
      outcome_code, note, identification, promised, events, received_at, version)
    select 'bench ' || n, agent_id, 'incoming', 'call', '{"kind":"withheld"}', queue_id, at, at, at + interval '3 minutes',
      at + interval '4 minutes', reason_code, outcome_code, '', 'none', '',
      case when n % 5 = 2 then jsonb_build_array(jsonb_build_object('kind', 'transferred', 'at', at, 'detail', passed_to))
        else '[]'::jsonb end, at, 1
    from ${moments}`);
    await say(`
    insert into queue_waits (call_id, queue_id, joined_at, left_at, ended)
    select 'bench ' || n, queue_id, at, at + n % 90 * interval '1 second', case when n % 20 = 0 then 'abandoned' else 'answered' end
    from ${moments}`);
    for (const table of filled) await say(`alter table ${table} enable trigger user`);
  });
}
