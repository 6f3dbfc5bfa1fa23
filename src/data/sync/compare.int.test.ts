// Whatever stands in the cache and not at the backend, or the other way round, is found and fetched again: that bucket, once, and nothing else.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CustomerId } from '#shared/model/ids';
import { portfolioIdSchema } from '#shared/model/ids';
import { testKey } from '#test/support/dataProcess';
import { createModelBackend, type ModelBackend, modelCustomer, modelUrl } from '#test/support/modelBackend';
import { bucketOf } from '#test/support/modelDigests';
import { openProfile } from '#test/support/profileFiles';
import { openCache } from '../db/cache.ts';
import { type Db, openDb } from '../db/driver.ts';
import type { Files } from '../db/files.ts';
import { type Backend, createBackend } from '../http/backend.ts';
import { createClient } from '../http/client.ts';
import { silentLog } from '../log.ts';
import { provedSchema } from '../writer/contract.ts';
import { compare, differing } from './compare.ts';
import { pull } from './pull.ts';

const aurora = portfolioIdSchema.parse('aurora');
const contactId = '01JZZZZZZZZZZZZZZZZZZZZZZ9';
const people = [1, 2, 3, 4, 5].map((n) => modelCustomer(n));
let folder: string;
let files: Files;
let model: ModelBackend;
let backend: Backend;
let token = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-compare-'));
  model = createModelBackend();
  model.see([modelCustomer(1).portfolioId, aurora]);
  for (const person of people) model.put(person);
  model.put(modelCustomer(6, { portfolioId: aurora }));
  const answer = await model.fetch(`${modelUrl}/v1/sessions`, {
    method: 'POST',
    body: JSON.stringify({ username: 'giulia', password: 'right' }),
  });
  token = ((await answer.json()) as { accessToken: string }).accessToken;
  const tokens = { access: () => token, renew: () => Promise.reject(new Error('not asked for')) };
  backend = createBackend(
    createClient({ backendUrl: modelUrl, fetch: model.fetch, tokens, now: () => new Date(), log: silentLog }),
  );
  files = open();
});
afterEach(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (): Files => openProfile(folder);

async function pullOnce() {
  const nothing = () => {};
  const now = () => new Date('2026-03-02T09:00:00.000Z');
  const deps = { files, backend, agentId: 'A', log: silentLog, now };
  const pulled = await pull(
    { ...deps, onStored: nothing, onTouched: nothing, onLoaded: nothing },
    new AbortController().signal,
  );
  expect(pulled.kind).toBe('upToDate');
}

/** Counts once more, and compares. The buckets that were asked for. */
async function prove(): Promise<string[]> {
  const before = model.asked.length;
  await files.write('doubt', null);
  while ((await files.write('tidy', { budgetMs: 5 })).more);
  await pullOnce();
  return model.asked.slice(before).filter((path) => path.includes('/buckets/'));
}

/** Somebody else's hand in the file, while nobody has it open. */
async function byHand(work: (db: Db) => void): Promise<void> {
  await files.close();
  const db = openDb({ file: join(folder, 'cache.db'), key: testKey, synchronous: 'NORMAL', log: silentLog });
  work(db);
  db.close();
  files = open();
}

const run = (sql: string, ...values: (string | number)[]) =>
  byHand((db) => void db.query('by hand', sql).run(...values));
const bucketPath = (id: string, portfolio: string = modelCustomer(1).portfolioId) =>
  `GET /v1/sync/buckets/${portfolio}/${bucketOf(id)}`;
const nameOf = (n: number) => files.cache((cache) => cache.customers.byId(modelCustomer(n).id)?.name ?? null);
const fetched = () => files.cache((cache) => provedSchema.parse(JSON.parse(cache.mark('proved') ?? 'null')).fetched);

test('after a first load it is shown that both sides are equal, and nothing is fetched', async () => {
  await pullOnce();
  expect(model.asked.filter((path) => path.includes('/digests'))).toHaveLength(1);
  expect(model.asked.filter((path) => path.includes('/buckets/'))).toEqual([]);
  expect(fetched()).toBe(0);
  // Not again before there is cause for it.
  await pullOnce();
  expect(model.asked.filter((path) => path.includes('/digests'))).toHaveLength(1);
  model.edit(people[0]?.id ?? '', { preference: 'sera' });
  model.remove(people[1]?.id ?? '');
  await pullOnce();
  expect(await prove()).toEqual([]);
});

test.each([
  ['a row that was lost', modelCustomer(2).id, () => run('DELETE FROM customer WHERE id = ?', modelCustomer(2).id)],
  [
    'an old row',
    modelCustomer(2).id,
    () => run('UPDATE customer SET version = version - 1 WHERE id = ?', modelCustomer(2).id),
  ],
  [
    'a row that claims to be newer',
    modelCustomer(2).id,
    () => run('UPDATE customer SET version = 99 WHERE id = ?', modelCustomer(2).id),
  ],
  [
    'a row that is taken for deleted',
    modelCustomer(2).id,
    () =>
      byHand((db) => {
        db.query('by hand', 'DELETE FROM customer WHERE id = ?').run(modelCustomer(2).id);
        db.query('by hand', "INSERT INTO tombstone (entity, id, version) VALUES ('customer', ?, 99)").run(
          modelCustomer(2).id,
        );
      }),
  ],
  [
    'a row that nobody has given',
    contactId,
    () =>
      run(
        `INSERT INTO contact (id, customer_id, portfolio, at, version, body)
         SELECT '${contactId}', id, portfolio, '2026-01-01T00:00:00.000Z', 1, '{}' FROM customer WHERE id = ?`,
        modelCustomer(2).id,
      ),
  ],
])('%s is found: its bucket is fetched, once', async (_what, id, spoil) => {
  model.edit(modelCustomer(2).id, { preference: 'mattina' });
  await pullOnce();
  await spoil();
  expect(await prove()).toEqual([bucketPath(id)]);
  expect(fetched()).toBe(1);
  expect(nameOf(2)).toBe(modelCustomer(2).name);
  expect(files.cache((cache) => cache.customers.version(modelCustomer(2).id))).toBe(2);
  expect(await prove()).toEqual([]);
  expect(fetched()).toBe(0);
  // What changes from here on comes as ever.
  model.edit(modelCustomer(2).id, { preference: 'sera' });
  await pullOnce();
  expect(files.cache((cache) => cache.customers.version(modelCustomer(2).id))).toBe(3);
});

test('a row that lies in another portfolio is found in both, and is where it belongs afterwards', async () => {
  await pullOnce();
  await run(
    "UPDATE customer SET portfolio = (SELECT no FROM portfolio WHERE id = 'aurora') WHERE id = ?",
    people[2]?.id ?? '',
  );
  expect(new Set(await prove())).toEqual(
    new Set([bucketPath(modelCustomer(3).id), bucketPath(modelCustomer(3).id, 'aurora')]),
  );
  expect(await prove()).toEqual([]);
  expect(nameOf(3)).toBe(people[2]?.name);
});

test('a row of a portfolio that nobody here sees goes without being asked for', async () => {
  await pullOnce();
  await run(
    `INSERT INTO contact (id, customer_id, portfolio, at, version, body)
     SELECT '${contactId}', id, 77, '2026-01-01T00:00:00.000Z', 1, '{}' FROM customer WHERE id = ?`,
    modelCustomer(2).id,
  );
  expect(await prove()).toEqual([]);
  expect(files.cache((cache) => cache.contacts.version(contactId))).toBe(0);
});

test('whoever was cut off looks at what they have left; whoever was closed does not', async () => {
  await pullOnce();
  await files.close();
  files = open();
  await files.write('standing', { target: 'cache' });
  expect(files.cache((cache) => cache.mark('unproved'))).toBe(null);
  await files.close();
  // As a writer leaves it that is killed.
  const cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  cache.setMark('open', 'yes');
  cache.close();
  files = open();
  await files.write('standing', { target: 'cache' });
  expect(files.cache((reader) => reader.mark('unproved'))).toBe('rows');
});

test('a right that is lost between the question and the answer is nobody’s difference', async () => {
  await pullOnce();
  await run('DELETE FROM customer WHERE id = ?', modelCustomer(6).id);
  await files.write('doubt', null);
  while ((await files.write('tidy', { budgetMs: 5 })).more);
  model.fate = ({ path }) => {
    if (path.endsWith('/digests')) model.see([modelCustomer(1).portfolioId]);
    return 'arrives';
  };
  await pullOnce();
  expect(model.asked.filter((path) => path.includes('/buckets/'))).toEqual([]);
});

test('where nearly everything differs, a whole new set is taken', async () => {
  for (let n = 10; n < 110; n += 1) model.put(modelCustomer(n));
  await pullOnce();
  await run('DELETE FROM customer WHERE row > 3');
  expect(await prove()).toEqual([]);
  const ids = [...model.customers.keys()] as CustomerId[];
  expect(files.cache((cache) => ids.filter((id) => cache.customers.byId(id) === null))).toEqual([]);
  expect(await prove()).toEqual([]);
});

test('where the backend counts wrong, one new set is taken and no second one', async () => {
  for (let n = 10; n < 110; n += 1) model.put(modelCustomer(n));
  const counted = backend;
  backend = {
    ...counted,
    async digests(cursor, signal) {
      const answer = await counted.digests(cursor, signal);
      if (answer.kind !== 'ok') return answer;
      const wrong = answer.value.portfolios.map((one) => ({
        ...one,
        buckets: one.buckets.map((sum) => ({ ...sum, rows: sum.rows + 1 })),
      }));
      return { kind: 'ok', value: { ...answer.value, portfolios: wrong } };
    },
  };
  const sets = () => model.asked.filter((path) => path.includes('/manifest')).length;
  await pullOnce();
  await prove();
  const taken = sets();
  expect(taken).toBe(2);
  await pullOnce();
  await pullOnce();
  expect(sets()).toBe(taken);
  expect(files.cache((cache) => cache.mark('proved'))).toBeNull();
});

test('a comparison that cannot be made now leaves the rows as they are, and is made with the next pull', async () => {
  const comparing = backend;
  const failure = { code: 'backend.unavailable', origin: 'network', message: 'busy' } as const;
  backend = { ...comparing, digests: async () => ({ kind: 'silent', failure }) };
  await pullOnce();
  expect(nameOf(1)).not.toBeNull();
  backend = comparing;
  await pullOnce();
  expect(fetched()).toBe(0);
});

/** Compares once more, by that backend. */
async function compareBy(by: Partial<Pick<Backend, 'digests' | 'bucket'>>) {
  await files.write('doubt', null);
  while ((await files.write('tidy', { budgetMs: 5 })).more);
  const { signal } = new AbortController();
  const deps = { files, now: () => new Date(), log: silentLog, onTouched: () => {}, signal };
  return compare({ ...deps, backend: { digests: backend.digests, bucket: backend.bucket, ...by } });
}

test('a portfolio that is not this agent’s any more by the time its bucket is asked for is nothing to complain about', async () => {
  await pullOnce();
  await run('DELETE FROM customer WHERE id = ?', modelCustomer(2).id);
  model.fate = ({ path }) => (path.includes('/buckets/') ? { status: 404 } : 'arrives');
  expect(await compareBy({})).toMatchObject({ kind: 'upToDate' });
  model.fate = () => 'arrives';
  expect(await prove()).toEqual([bucketPath(modelCustomer(2).id)]);
});

test('where another file has taken the cache’s place meanwhile, nothing is shown of it', async () => {
  await pullOnce();
  await run('DELETE FROM customer WHERE id = ?', modelCustomer(2).id);
  const outcome = await compareBy({
    async bucket(at, signal) {
      const bytes = await backend.bucket(at, signal);
      await files.clearCache();
      return bytes;
    },
  });
  expect(outcome.kind).toBe('upToDate');
  expect(files.cache((cache) => [cache.mark('proved'), cache.portfolios.customers()])).toEqual([null, 0]);
});

test('of buckets that the backend says nothing of for now nothing is said either way', () => {
  const sum = (bucket: number) => ({ portfolio: 1, bucket, low: 1, high: 2, rows: 3 });
  const mine = [{ id: aurora, buckets: [sum(1), sum(2)] }];
  const theirs = (unsettled: number[]) => ({ portfolios: [{ id: aurora, buckets: [], unsettled }] });
  expect(differing(mine, theirs([]))).toEqual([1, 2].map((bucket) => ({ portfolio: aurora, bucket })));
  expect(differing(mine, theirs([2]))).toEqual([{ portfolio: aurora, bucket: 1 }]);
});
