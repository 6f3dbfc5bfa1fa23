// What has to be true after a day in which programs were killed, once nothing is in the way any more: each sentence by itself.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openCache } from '#data/db/cache';
import { type Db as File, openDb } from '#data/db/driver';
import { openWork } from '#data/db/work';
import { silentLog } from '#data/log';
import { searchCustomers } from '#data/search/search';
import type { Db } from '#server/db/db';
import { type AgentViewer, house, seenBy } from '#server/db/seenBy';
import { caseRows, contactRows, customerRows, toCase, toContact, toCustomer } from '#server/repositories/rows';
import type { Customer } from '#shared/model/customer';
import { testKey } from './dataProcess.ts';
import type { KilledDay } from './killedDay.ts';
import { until } from './until.ts';

const longestDrainMs = 60_000;
/** Cards that were opened are told some at a time, a minute later. */
const longestViewsMs = 150_000;

/** How long it took until all was told. Throws the first sentence that is not true. `db`: the backend's. `besides`: what else may lie in the folder. Ends the data process. */
export async function checkDay(
  day: KilledDay,
  folder: string,
  db: Db,
  besides: readonly RegExp[] = [],
): Promise<{ readonly drainedMs: number }> {
  const { data, notes, preferences } = day;
  const began = performance.now();
  await until(
    'everything has left the outbox, and the app says that it is in line',
    () => {
      const { outbox, load, link } = data.deskState().sync;
      return outbox.waiting === 0 && load.kind === 'complete' && link.kind === 'online';
    },
    () => JSON.stringify(data.deskState().sync),
    longestDrainMs,
  );
  const drainedMs = Math.round(performance.now() - began);
  holds('nothing was set aside', await data.desk.setAside(null), []);
  holds('no call is left open', data.deskState().open, []);
  await everyReportOnce(db, notes);
  await everyEditOnce(db, preferences);
  const customers = await bothSidesEqual(db, folder);
  await until(
    'the app counts whom it holds',
    () => isDeepStrictEqual(data.deskState().sync.load, { kind: 'complete', customers: customers.length }),
    () => `${JSON.stringify(data.deskState().sync.load)}, ${customers.length}`,
  );
  holds('of nothing it says that it is in the way', data.deskState().sync.notices, []);
  await data.stop();
  await filesWhole(folder, customers, besides);
  await unreadable(folder);
  return { drainedMs };
}

/** Takes a minute or two: to be asked before `checkDay`. */
export async function everyViewTold(db: Db, { viewed }: KilledDay): Promise<void> {
  const told = async () => {
    const entries = await seenBy(db.query, house, (tx) =>
      tx.selectFrom('audit_entries').select('subjects').where('action', '=', 'customerViewed').execute(),
    );
    const all = new Set(entries.flatMap(({ subjects }) => subjects));
    return [...viewed].filter((id) => !all.has(id));
  };
  let missing: readonly string[] = [];
  await until(
    'every card that was opened is in the audit log',
    async () => {
      missing = await told();
      return missing.length === 0;
    },
    () => missing.join(', '),
    longestViewsMs,
  );
}

function holds(what: string, seen: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(seen, expected)) {
    throw new Error(`not so: ${what}. ${JSON.stringify(seen)} in place of ${JSON.stringify(expected)}`);
  }
}

async function everyReportOnce(db: Db, notes: ReadonlyMap<string, string>): Promise<void> {
  const arrived = await seenBy(db.query, house, (tx) =>
    tx.selectFrom('interactions').select(['id', 'note', 'events', 'version']).orderBy('id').execute(),
  );
  const sent = [...notes].map(([id, note]) => ({ id, note })).sort((one, other) => (one.id < other.id ? -1 : 1));
  holds(
    'every conversation is there once, with its note',
    arrived.map(({ id, note }) => ({ id, note })),
    sent,
  );
  for (const { id, events, version } of arrived) {
    const kinds = (events as { kind: string }[]).map(({ kind }) => kind);
    holds(`the events of ${id} are there, in order`, kinds, ['ringing', 'answered', 'ended']);
    // Another one would be a second report that took effect.
    holds(`${id} was taken once`, version, 1);
  }
}

async function everyEditOnce(db: Db, preferences: KilledDay['preferences']): Promise<void> {
  const [rows, changes] = await seenBy(db.query, house, async (tx) => [
    await tx.selectFrom('customers').select(['id', 'preference']).execute(),
    await tx.selectFrom('field_changes').selectAll().where('field', '=', 'preference').orderBy('id').execute(),
  ]);
  const kept = new Map(rows.map(({ id, preference }) => [id, preference]));
  for (const [id, typed] of preferences) {
    holds(`what was typed last of ${id} is kept`, kept.get(id), typed.at(-1));
    const took = changes.filter(({ customer_id }) => customer_id === id).map(({ becomes }) => becomes);
    holds(`what was typed of ${id} took effect once each, in order`, took, typed);
  }
}

interface Rows {
  readonly customers: readonly Customer[];
  readonly cases: readonly unknown[];
  readonly contacts: readonly unknown[];
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** What the agent may see, and nothing else, is on the disk as the backend has it. Returns the customers. */
async function bothSidesEqual(db: Db, folder: string): Promise<readonly Customer[]> {
  const there = await seenByAgent(db);
  const here = (): Rows => {
    const file = openDb({ file: join(folder, 'cache.db'), key: testKey, synchronous: 'NORMAL', log: silentLog });
    try {
      return {
        customers: bodiesIn(file, 'customer') as Customer[],
        cases: bodiesIn(file, 'customer_case'),
        contacts: bodiesIn(file, 'contact'),
      };
    } finally {
      file.close();
    }
  };
  await until(
    'what is on the disk is what the backend shows to this agent',
    () => isDeepStrictEqual(here(), there),
    () => differences(here(), there),
    longestDrainMs,
  );
  return there.customers;
}

async function seenByAgent(db: Db): Promise<Rows> {
  const { portfolios } = await db.query
    .selectFrom('agents')
    .select('portfolios')
    .where('username', '=', 'giulia')
    .executeTakeFirstOrThrow();
  const viewer: AgentViewer = { kind: 'agent', portfolios };
  return seenBy(db.query, viewer, async (tx) => ({
    customers: byId((await customerRows(tx).execute()).map(toCustomer)),
    cases: byId((await caseRows(tx).execute()).map(toCase)),
    contacts: byId((await contactRows(tx).execute()).map(toContact)),
  }));
}

const bodiesIn = (file: File, table: string): unknown[] =>
  file
    .query<{ body: string }>('bodies', `SELECT body FROM ${table} ORDER BY id`)
    .all()
    .map(({ body }) => JSON.parse(body) as unknown);

function differences(here: Rows, there: Rows): string {
  const of = (name: keyof Rows) => {
    const [mine, theirs] = [here[name], there[name]].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
    const only = (one?: Set<string>, other?: Set<string>) => [...(one ?? [])].filter((row) => !other?.has(row));
    const [extra, missing] = [only(mine, theirs), only(theirs, mine)];
    return `${name}: ${extra.length} here alone (${extra[0] ?? ''}), ${missing.length} there alone (${missing[0] ?? ''})`;
  };
  return [of('customers'), of('cases'), of('contacts')].join('; ');
}

/** Both files are sound, all that finds a customer does, and nothing lies beside them that has no business there. */
async function filesWhole(folder: string, customers: readonly Customer[], besides: readonly RegExp[]): Promise<void> {
  const cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  try {
    holds('cache.db is sound', cache.db.pragma('integrity_check'), 'ok');
    for (const text of ['words', 'digits']) cache.db.exec(`INSERT INTO ${text} (${text}) VALUES ('integrity-check')`);
    for (const { id, code, phones } of customers) {
      const found = searchCustomers(cache, code, { limit: 5, country: 'IT', restricted: true }).map(
        ({ customer }) => customer.id,
      );
      holds(`${code} is found by it`, found.includes(id), true);
      for (const { e164 } of phones)
        if (e164 !== null)
          holds(
            `${e164} leads to ${code}`,
            cache.customers.byNumber(e164).some(({ customer }) => customer.id === id),
            true,
          );
    }
  } finally {
    cache.close();
  }
  const work = openWork(join(folder, 'work.db'), testKey, silentLog);
  holds('work.db is sound', work.db.pragma('integrity_check'), 'ok');
  work.close();
  const known = [/^(work|cache)\.db(-wal|-shm)?$/, /^(key\.check|version)$/, ...besides];
  const names = (await filesIn(folder)).filter((name) => !known.some((pattern) => pattern.test(name)));
  holds('nothing else lies in the folder', names, []);
}

/** Relative to it, those of folders within it too. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function unreadable(folder: string): Promise<void> {
  for (const file of await filesIn(folder)) {
    const bytes = await readFile(join(folder, file));
    for (const word of ['SQLite format 3', 'Conversazione', 'telefono, mattina', 'Carlo Bassi', 'Di un collega']) {
      holds(`"${word}" cannot be read in ${file}`, bytes.includes(word), false);
    }
  }
}
