// The change feed under everything that writers can do to it on a real PostgreSQL: transactions that overlap, short and long, with
// savepoints, rolled back, committed in any order, that add, change, move, remove and bring back the same few rows; and readers who page
// through meanwhile, by pages of any size, and whose rights change. In the end each of them holds what the table holds, or it throws.
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { openPostgres } from '#server/db/postgres';
import { foldDigests } from '#server/repositories/digests';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { seeded } from '#shared/lib/seeded';
import {
  type Change,
  changesPageSchema,
  type Digests,
  digestsSchema,
  type Entity,
  type Manifest,
  manifestSchema,
  type Row,
} from '#shared/protocol/sync';
import { bucketOf, digestsOf } from './modelDigests.ts';
import { blocksIn } from './segmentBlocks.ts';
import { type Ask, startTestServer, type TestServer } from './testServer.ts';

export interface FeedTorture {
  /** One round; rounds go on with the rows and the readers of those before. Throws where a reader has missed something. */
  round(seed: number): Promise<void>;
  /** What has happened so far, for whoever wants to know that it was not nothing. */
  readonly done: Readonly<Record<Deed, number>>;
  stop(): Promise<void>;
}

type Deed = 'committed' | 'rolledBack' | 'refused' | 'pages' | 'rows' | 'loads' | 'compared';

const portfolios = ['aurora', 'borea'];
const agents = ['giulia', 'luca', 'sara'];
const writerCount = 5;
/** Few enough that writers meet at the same rows. */
const ids = [0, 1, 2, 3, 4, 5, 6, 7];
const idOf = (letter: 'C' | 'K' | 'N' | 'M', n: number) => `01JZZZZZZZZZZZZZZZZZZZZZ${letter}${n}`;

/** So small that a portfolio has several, and so little given out again that there are always new ones. */
const segments = { hours: 24, drift: 0, customers: 2, recentCustomers: 1, recentDays: 30 };

/** `url`: an empty database that its owner may write. */
export async function startFeedTorture(url: string): Promise<FeedTorture> {
  const db = openPostgres({ url, maxConnections: 5, onError: () => {} });
  const server = await startTestServer({ db, customers: 0, config: { segments } });
  await server.write(async (tx) => {
    await keepClients(
      tx,
      'Prova',
      portfolios.map((id) => ({ id, name: id })),
    );
  });
  const done = { committed: 0, rolledBack: 0, refused: 0, pages: 0, rows: 0, loads: 0, compared: 0 };
  const clients = await Promise.all(Array.from({ length: writerCount }, () => connect(url)));
  const watcher = await connect(url);
  const readers = await Promise.all(agents.map(async (name) => createReader(name, await server.as(name), done)));

  return {
    done,
    async round(seed) {
      const random = seeded(seed);
      const writers = clients.map((client) => createWriter(client, planOf(random), done));
      try {
        await interleave(writers, readers, server, random);
        for (const reader of readers) await reader.readAll(random);
        for (const reader of readers) await compare(reader, watcher);
      } catch (error) {
        throw new Error(`the feed failed its readers in the round with the seed ${seed}`, { cause: error });
      }
    },
    async stop() {
      for (const client of [...clients, watcher]) await client.end();
      await server.stop();
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Two that wait for each other are told so at once, and not after a second.
  await client.query("set cornetta.scope = '*'; set lock_timeout = '25ms'");
  return client;
}

type Random = () => number;
const upTo = (random: Random, count: number): number => Math.floor(random() * count);
const one = <T>(random: Random, list: readonly T[]): T => list[upTo(random, list.length)] as T;

// ── Writers

interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

const setSavepoint = 'savepoint here';
const goBack = 'rollback to savepoint here';
const letSavepointGo = 'release savepoint here';

/** What one writer does in a round, statement by statement. */
function planOf(random: Random): Statement[] {
  return Array.from({ length: 1 + upTo(random, 3) }, () => {
    // Whoever has a number early and writes late is the one who is passed by.
    const numbered: Statement[] = random() < 0.4 ? [{ text: 'select pg_current_xact_id()' }] : [];
    const work = Array.from({ length: 1 + upTo(random, 5) }, (): Statement[] => {
      const write = writeOf(random);
      if (random() > 0.2) return [write];
      const end = random() < 0.5 ? goBack : letSavepointGo;
      return [{ text: setSavepoint }, write, writeOf(random), { text: end }];
    }).flat();
    const end = random() < 0.8 ? 'commit' : 'rollback';
    return [{ text: 'begin' }, ...numbered, ...work, { text: end }];
  }).flat();
}

function writeOf(random: Random): Statement {
  const [n, other] = [one(random, ids), one(random, ids)];
  const [customer, found, contact, note] = [idOf('C', n), idOf('K', other), idOf('N', other), idOf('M', other)];
  const kind = upTo(random, 12);
  switch (kind) {
    case 0:
    case 1:
      return {
        text: `insert into customers (id, code, kind, name, language, updated_at, portfolio_id)
          values ($1, $2, 'person', 'Prova', 'it', now(), $3) on conflict (id) do update set preference = 'mattina'`,
        values: [customer, `PR-1000${n}`, one(random, portfolios)],
      };
    case 2:
      return { text: `update customers set preference = 'sera' where id = $1`, values: [customer] };
    case 3:
      return {
        text: 'update customers set portfolio_id = $2 where id = $1',
        values: [customer, one(random, portfolios)],
      };
    case 4:
      return { text: 'delete from customers where id = $1', values: [customer] };
    case 5:
    case 6:
      return {
        text: `insert into cases (id, customer_id, number, title, reason_code, status, opened_at)
          select $1, id, $2, 'Prova', 'REC-04', 'open', now() from customers where id = $3
          on conflict (id) do update set customer_id = excluded.customer_id`,
        values: [found, `T-100${other}`, customer],
      };
    case 7:
      return { text: 'delete from cases where id = $1', values: [found] };
    case 8:
      return {
        text: `insert into contacts (id, customer_id, at, channel, direction, agent_name, note)
          select $1, id, now(), 'call', 'incoming', 'Prova', '' from customers where id = $2
          on conflict (id) do update set note = 'Prova'`,
        values: [contact, customer],
      };
    case 9:
      return { text: 'delete from contacts where id = $1', values: [contact] };
    case 10:
      return {
        text: `insert into notes (id, customer_id, text, agent_name, at)
          select $1, id, 'Prova', 'Prova', now() from customers where id = $2 on conflict (id) do update set text = 'Altra'`,
        values: [note, customer],
      };
    default:
      return { text: 'delete from notes where id = $1', values: [note] };
  }
}

interface Writer {
  /** Nothing is left to do. */
  readonly isDone: () => boolean;
  /** A statement of its is still running: it waits for somebody. */
  readonly isBusy: () => boolean;
  /** Begins the next statement, and resolves when it is over, however it ended. */
  step(): Promise<void>;
}

function createWriter(client: pg.Client, plan: readonly Statement[], done: Record<Deed, number>): Writer {
  let next = 0;
  let busy = false;
  /** How far back what was refused reaches: nothing until then is taken any more. */
  let failed: 'savepoint' | 'transaction' | null = null;
  let hasSavepoint = false;

  /** Whether the database would still take it. */
  function isOf(text: string): boolean {
    if (failed === null || text === 'commit' || text === 'rollback') return true;
    return failed === 'savepoint' && text === goBack;
  }

  return {
    isDone: () => next >= plan.length && !busy,
    isBusy: () => busy,
    async step() {
      const statement = plan[next];
      next += 1;
      if (statement === undefined || !isOf(statement.text)) return;
      const { text, values = [] } = statement;
      busy = true;
      try {
        const { command } = await client.query(text, [...values]);
        if (text === 'commit' && command === 'COMMIT') done.committed += 1;
        else if (text === 'commit' || text === 'rollback') done.rolledBack += 1;
        if (text === setSavepoint) hasSavepoint = true;
        else if (text === letSavepointGo || text === 'commit' || text === 'rollback') hasSavepoint = false;
        if (text === goBack || text === 'commit' || text === 'rollback') failed = null;
      } catch (error) {
        // Another had the row for too long, has it, or removed whom it belongs to: all are somebody's everyday life.
        if (!(error instanceof pg.DatabaseError) || !/^(55P03|40P01|23505|23503|23502)$/.test(error.code ?? ''))
          throw error;
        failed = hasSavepoint ? 'savepoint' : 'transaction';
        done.refused += 1;
      } finally {
        busy = false;
      }
    },
  };
}

/** One step of somebody after the other; some are not waited for, so that they run together. */
async function interleave(
  writers: readonly Writer[],
  readers: readonly Reader[],
  server: TestServer,
  random: Random,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  // One of them has a long transaction: its turn comes seldom, so that most others begin and end within it.
  const weights = writers.map((_writer, index) => (index === 0 ? 0.15 : 0.3 + random()));
  while (writers.some((writer) => !writer.isDone())) {
    const able = writers.filter((writer) => !writer.isDone() && !writer.isBusy());
    const turns = able.filter((writer) => random() < (weights[writers.indexOf(writer)] ?? 1));
    const writer = turns[upTo(random, turns.length)];
    if (writer !== undefined) {
      const step = writer
        .step()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(step));
      running.add(step);
      if (random() < 0.6) await step;
      if (random() < 0.3) await one(random, readers).readPage(random);
      if (random() < 0.01) await one(random, readers).changeRights(server, random);
      // Housekeeping puts the steps together meanwhile.
      if (random() < 0.05) await server.write(foldDigests);
    } else if (able.length === 0) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
  }
  await Promise.all(running);
}

// ── Readers

interface Held {
  readonly version: number;
  /** Null: it is gone. */
  readonly portfolio: string | null;
  readonly row: Row | null;
}

interface Reader {
  readonly name: string;
  readonly held: () => ReadonlyMap<string, Held>;
  readPage(random: Random): Promise<void>;
  readAll(random: Random): Promise<void>;
  changeRights(server: TestServer, random: Random): Promise<void>;
}

type BucketSum = Digests['portfolios'][number]['buckets'][number];

/** What a reader does next. */
type At =
  /** Asks what to load: of these portfolios, null being all. Its rows reach to the cursor. */
  | { readonly kind: 'manifest'; readonly cursor: string | null; readonly portfolios: readonly string[] | null }
  | { readonly kind: 'segments'; readonly left: Manifest['segments']; readonly cursor: string }
  | { readonly kind: 'changes'; readonly cursor: string };

/** As an app does it: segments, then changes in pages; what is older than what is known changes nothing, what is lost goes, what is gained is loaded. */
function createReader(name: string, ask: Ask, done: Record<Deed, number>): Reader {
  const beginning: At = { kind: 'manifest', cursor: null, portfolios: null };
  const held = new Map<string, Held>();
  let loaded: readonly string[] = [];
  let at: At = beginning;

  function take(change: Change): void {
    done.rows += 1;
    const [entity, id, version, row]: [Entity, string, number, Row | null] =
      change.kind === 'tombstone'
        ? [change.entity, change.id, change.version, null]
        : [change.kind, change.row.id, change.row.version, change];
    const portfolio = row?.row.portfolioId ?? null;
    const key = `${entity} ${id}`;
    const known = held.get(key);
    if (known !== undefined && version < known.version) return;
    held.set(key, { version, portfolio, row });
  }

  function keepOnly(seen: readonly string[]): void {
    for (const [key, { portfolio }] of held) if (portfolio !== null && !seen.includes(portfolio)) held.delete(key);
    loaded = loaded.filter((id) => seen.includes(id));
  }

  async function readManifest({ cursor, portfolios }: Extract<At, { kind: 'manifest' }>): Promise<At> {
    const query = {
      ...(cursor !== null && { cursor }),
      ...(portfolios !== null && { portfolios: portfolios.join(',') }),
    };
    const answer = await ask({ url: '/v1/sync/manifest', query });
    if (answer.statusCode !== 200) throw new Error(`manifest: ${answer.statusCode} ${answer.body}`);
    done.loads += 1;
    const manifest = manifestSchema.parse(answer.json());
    const seen = manifest.portfolios.map(({ id }): string => id);
    keepOnly(seen);
    loaded = [...loaded, ...seen.filter((id) => portfolios?.includes(id) ?? true)];
    return { kind: 'segments', left: manifest.segments, cursor: manifest.changes };
  }

  async function readSegment({ left: [next, ...left], cursor }: Extract<At, { kind: 'segments' }>): Promise<At> {
    if (next === undefined) return { kind: 'changes', cursor };
    const answer = await ask({ url: `/v1/sync/segments/${next.generation}/${next.number}` });
    if (answer.statusCode === 410) {
      const portfolios = [...new Set([next, ...left].map(({ portfolioId }) => portfolioId))];
      return { kind: 'manifest', cursor, portfolios };
    }
    if (answer.statusCode !== 200) throw new Error(`a segment: ${answer.statusCode} ${answer.body}`);
    for (const row of blocksIn(answer.rawPayload).flat() satisfies Row[]) take(row);
    return { kind: 'segments', left, cursor };
  }

  /** True: there is more. */
  async function readSome(random: Random): Promise<boolean> {
    done.pages += 1;
    if (at.kind === 'manifest') at = await readManifest(at);
    else if (at.kind === 'segments') at = await readSegment(at);
    else {
      const query = { cursor: at.cursor, limit: String(1 + upTo(random, 50)) };
      const answer = await ask({ url: '/v1/sync/changes', query });
      if (answer.statusCode !== 200) throw new Error(`changes: ${answer.statusCode} ${answer.body}`);
      const page = changesPageSchema.parse(answer.json());
      for (const change of page.changes) take(change);
      keepOnly(page.portfolios);
      const gained = page.portfolios.filter((id) => !loaded.includes(id));
      at =
        gained.length > 0
          ? { kind: 'manifest', cursor: page.next, portfolios: gained }
          : { kind: 'changes', cursor: page.next };
      return page.more || gained.length > 0;
    }
    return true;
  }

  /** What the rows come to is the same on both sides, of every bucket of which the other side says anything. */
  async function proveRows(whole: boolean): Promise<void> {
    if (at.kind !== 'changes') return;
    const answer = await ask({ url: '/v1/sync/digests', query: { cursor: at.cursor } });
    if (answer.statusCode !== 200) throw new Error(`digests: ${answer.statusCode} ${answer.body}`);
    for (const { id, buckets, unsettled } of digestsSchema.parse(answer.json()).portfolios) {
      // Gained since the last page.
      if (!loaded.includes(id)) continue;
      if (whole && unsettled.length > 0) throw new Error(`of ${unsettled.length} buckets nothing is said to ${name}`);
      const rows = [...held.values()].flatMap(({ row }) => row ?? []);
      const settled = rows.filter((row) => !unsettled.includes(bucketOf(row.row.id)));
      const mine = digestsOf([id], settled, []).portfolios[0]?.buckets.toSorted((a, b) => a.bucket - b.bucket);
      if (!isDeepStrictEqual(mine, buckets)) throw new Error(await falseAlarm(id, mine ?? [], buckets));
      done.compared += 1;
    }
  }

  /** Of each bucket that differs: what is held here, and what is there by now. */
  async function falseAlarm(id: string, mine: readonly BucketSum[], theirs: readonly BucketSum[]): Promise<string> {
    const isEqual = (one: BucketSum) => (other: BucketSum) => isDeepStrictEqual(one, other);
    const differing = new Set(
      [...mine.filter((one) => !theirs.some(isEqual(one))), ...theirs.filter((one) => !mine.some(isEqual(one)))].map(
        ({ bucket }) => bucket,
      ),
    );
    const told = [...differing].map(async (bucket) => {
      const answer = await ask({ url: `/v1/sync/buckets/${id}/${bucket}` });
      const there = blocksIn(answer.rawPayload)
        .flat()
        .map(({ kind, row }) => `${kind} ${row.id} ${row.version}`);
      const here = [...held]
        .filter(([key]) => bucketOf(key.split(' ')[1] ?? '') === bucket)
        .map(([key, { version, portfolio }]) => `${key} ${version} in ${portfolio}`);
      return `bucket ${bucket}: here ${here}, there ${there}`;
    });
    return `a false alarm for ${name} of ${id} at ${at.kind === 'changes' ? at.cursor : ''}: ${(await Promise.all(told)).join('; ')}`;
  }

  return {
    name,
    held: () => held,
    async readPage(random) {
      await readSome(random);
      await proveRows(false);
    },
    async readAll(random) {
      while (await readSome(random));
      await proveRows(true);
    },
    async changeRights(server, random) {
      const granted = portfolios.filter(() => random() < 0.6);
      await server.write((tx) => grantPortfolios(tx, [{ username: name, portfolios: granted }]));
    },
  };
}

async function compare(reader: Reader, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ key: string; version: number }>(
    `with seen as (select unnest(portfolios) as portfolio_id from agents where username = $1)
      select 'customer ' || id as key, version from customers join seen using (portfolio_id)
      union all select 'case ' || id, version from cases join seen using (portfolio_id)
      union all select 'contact ' || id, version from contacts join seen using (portfolio_id)
      union all select 'note ' || id, version from notes join seen using (portfolio_id)`,
    [reader.name],
  );
  const there = Object.fromEntries(rows.map(({ key, version }) => [key, version]));
  const here = Object.fromEntries(
    [...reader.held()].flatMap(([key, { version, portfolio }]) => (portfolio === null ? [] : [[key, version]])),
  );
  if (isDeepStrictEqual(here, there)) return;
  const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].filter((key) => here[key] !== there[key]);
  const told = keys.map((key) => `${key}: ${JSON.stringify(reader.held().get(key))}, in the table ${there[key]}`);
  throw new Error(`${reader.name} holds of ${told.join('; ')}`);
}
