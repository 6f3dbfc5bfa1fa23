// What the rows come to does not depend on the order in which they came, nor on what is written while they are counted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PortfolioId, portfolioIdSchema } from '#shared/model/ids';
import type { Change, Row } from '#shared/protocol/sync';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { digestsOf } from '#test/support/modelDigests';
import { markOf } from '../db/bucketTable.ts';
import { type Cache, openCache, openCacheMoment } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import { applyChange } from '../sync/apply.ts';
import { createRecount, sumsOf } from './proof.ts';

const portfolios = ['aurora', 'borea'].map((id) => portfolioIdSchema.parse(id));
let folder: string;
let file: string;
let cache: Cache;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-proof-'));
  file = join(folder, 'cache.db');
  cache = openCache(file, testKey, silentLog);
  cache.transact(() => portfolios.map((id) => cache.portfolios.no(id)));
});
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const customer = (n: number, portfolioId: PortfolioId, version: number): Row => ({
  kind: 'customer',
  row: modelCustomer(n, { portfolioId, version }),
});
const contact = (n: number, portfolioId: PortfolioId, version: number): Row => ({
  kind: 'contact',
  row: {
    id: modelCustomer(100 + n).id as never,
    customerId: modelCustomer(n).id,
    portfolioId,
    at: '2026-01-01T09:00:00.000Z',
    channel: 'call',
    direction: 'incoming',
    agentName: 'Prova',
    reasonCode: null,
    secondary: [],
    factors: [],
    outcomeCode: null,
    note: '',
    version,
  },
});

const put = fc
  .tuple(
    fc.constantFrom(customer, contact),
    fc.nat({ max: 6 }),
    fc.constantFrom(...portfolios),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([make, n, portfolio, version]): Change => make(n, portfolio, version));
const gone = fc
  .tuple(fc.constantFrom('customer' as const, 'contact' as const), fc.nat({ max: 6 }), fc.integer({ min: 1, max: 5 }))
  .map(
    ([entity, n, version]): Change => ({
      kind: 'tombstone',
      entity,
      id: modelCustomer(entity === 'customer' ? n : 100 + n).id,
      version,
    }),
  );
const changes = fc.array(fc.oneof({ weight: 3, arbitrary: put }, { weight: 1, arbitrary: gone }), { maxLength: 12 });

const apply = (some: readonly Change[]) =>
  cache.transact(() => {
    for (const change of some) applyChange(cache, change, new Set());
  });
function empty(): void {
  cache.transact(() => {
    for (const entity of ['contact', 'customer'] as const)
      for (const { id } of cache.fed[entity].behind(null, 1_000, null)) cache.fed[entity].remove(id);
    cache.db.exec('DELETE FROM tombstone');
  });
}

/** What is kept, as the protocol has it. */
const kept = () =>
  sumsOf(cache).map(({ id, buckets }) => ({
    id,
    buckets: buckets.map((sum) => ({ bucket: sum.bucket, mark: markOf(sum), rows: sum.rows })),
  }));
/** The same, of the rows that are there, by nobody else's code. */
function counted() {
  const rows = (['customer', 'contact'] as const).flatMap((entity) =>
    cache.fed[entity].behind(null, 1_000, null).map(({ id, version, portfolio }) => {
      const portfolioId = cache.portfolios.id(portfolio) as PortfolioId;
      return { kind: entity, row: { id, version, portfolioId } } as unknown as Row;
    }),
  );
  return digestsOf(portfolios, rows, []).portfolios.map(({ id, buckets }) => ({
    id,
    buckets: buckets.toSorted((one, other) => one.bucket - other.bucket),
  }));
}

test('whatever comes, in whatever order and however often: what is kept is what the rows come to', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 4 }), (pages) => {
      empty();
      expect(kept().flatMap(({ buckets }) => buckets)).toEqual([]);
      for (const page of pages) {
        apply(page);
        expect(kept()).toEqual(counted());
      }
    }),
    { numRuns: 60 },
  );
});

test('a transaction that comes to nothing leaves what was kept', () => {
  empty();
  apply([customer(1, portfolios[0] as PortfolioId, 1)]);
  const before = kept();
  const failing = () =>
    cache.transact(() => {
      applyChange(cache, customer(2, portfolios[0] as PortfolioId, 1), new Set());
      throw new Error('no room');
    });
  expect(failing).toThrow('no room');
  apply([customer(3, portfolios[0] as PortfolioId, 1)]);
  expect(kept()).toEqual(counted());
  expect(kept()).not.toEqual(before);
});

test('what was kept wrongly is right when all rows have been counted, whatever was written meanwhile', () => {
  fc.assert(
    fc.property(changes, changes, changes, fc.nat({ max: 1_023 }), (before, first, second, bucket) => {
      empty();
      apply(before);
      cache.transact(() => cache.buckets.add(new Map([[1 * 1_024 + bucket, { high: 7, low: -9, rows: 1 }]])));
      const recount = createRecount(cache, openCacheMoment(file, testKey, silentLog), silentLog);
      apply(first);
      let more = cache.transact(() => recount.step());
      apply(second);
      while (more) more = cache.transact(() => recount.step());
      expect(kept()).toEqual(counted());
    }),
    { numRuns: 40 },
  );
});
