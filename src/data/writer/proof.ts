// What shows that the rows are what the backend has: that they come to what is kept of them, and in their place those that the backend has.
import type { CustomerId, PortfolioId } from '#shared/model/ids';
import { type Entity, entitySchema, type Row } from '#shared/protocol/sync';
import { type BucketSum, bucketOf, createSums, difference } from '../db/bucketTable.ts';
import type { Cache, CacheReader } from '../db/cache.ts';
import type { Stored } from '../db/fedTable.ts';
import type { Log } from '../log.ts';
import { putRow } from '../sync/apply.ts';
import type { BucketAt } from './contract.ts';

const rowsAtOnce = 1_000;

/** All rows, or those of one portfolio, some at a time; nothing when all have been given. */
export function createWalk(cache: Pick<CacheReader, 'fed'>, portfolio: number | null = null) {
  /** Customers last: whoever takes rows away leaves nobody without their customer. */
  const left = entitySchema.options.toReversed();
  let after: number | null = null;
  return (limit: number): { readonly entity: Entity; readonly rows: readonly Stored[] } | null => {
    for (;;) {
      const [entity] = left;
      if (entity === undefined) return null;
      const rows = cache.fed[entity].behind(after, limit, portfolio);
      after = rows.at(-1)?.place ?? null;
      if (rows.length > 0) return { entity, rows };
      left.shift();
    }
  };
}

export interface Recount {
  /** Some rows more, within a transaction; false when all are counted, and what is kept of them is right. */
  step(): boolean;
  stop(): void;
}

/** `moment`: the file as it is now, whatever is written while it is counted. It is closed in the end. */
export function createRecount(cache: Cache, moment: CacheReader, log: Log): Recount {
  const walk = createWalk(moment);
  const { sums, count } = createSums();
  const astray: { readonly entity: Entity; readonly id: string }[] = [];
  return {
    step() {
      const some = walk(rowsAtOnce);
      if (some !== null) {
        const { entity, rows } = some;
        for (const row of rows) {
          count({ entity, ...row }, 1);
          if (moment.portfolios.id(row.portfolio) === null) astray.push({ entity, id: row.id });
        }
        return true;
      }
      // What has been written meanwhile is in both.
      const wrong = difference(moment.buckets.all(), sums);
      cache.buckets.add(wrong);
      for (const { entity, id } of astray) cache.fed[entity].remove(id);
      if (wrong.size > 0) log.warn('rows come to something else', { buckets: wrong.size, astray: astray.length });
      moment.close();
      return false;
    },
    stop: () => moment.close(),
  };
}

export interface Gathering {
  /** Some rows more; false when all have been looked at. */
  step(): boolean;
  /** Puts these rows in the place of those that were found in the bucket, within a transaction. Returns whose cards are different now. */
  replace(at: BucketAt, rows: readonly Row[]): Set<CustomerId>;
}

/** Finds the rows of some buckets. */
export function createGathering(cache: Cache, buckets: readonly BucketAt[]): Gathering {
  const keyOf = (portfolio: number, bucket: number) => `${portfolio} ${bucket}`;
  const found = new Map(
    buckets.map(({ portfolio, bucket }) => [keyOf(cache.portfolios.no(portfolio), bucket), new Map<string, Found>()]),
  );
  const walk = createWalk(cache);
  return {
    step() {
      const some = walk(rowsAtOnce);
      if (some === null) return false;
      for (const { id, version, portfolio } of some.rows)
        found.get(keyOf(portfolio, bucketOf(id)))?.set(`${some.entity} ${id}`, { entity: some.entity, id, version });
      return true;
    },
    replace({ portfolio, bucket }, rows) {
      const no = cache.portfolios.no(portfolio);
      const here = found.get(keyOf(no, bucket)) ?? new Map<string, Found>();
      const touched = new Set<CustomerId>();
      const touch = (id: string | null) => id !== null && touched.add(id as CustomerId);
      for (const row of rows) {
        const key = `${row.kind} ${row.row.id}`;
        const same = here.get(key)?.version === row.row.version;
        // Found in another bucket, it is there no more.
        for (const others of found.values()) others.delete(key);
        if (same) continue;
        // Whatever is here of it, and wherever: also a later version, which nobody has given.
        touch(cache.fed[row.kind].remove(row.row.id));
        cache.setBack(row.kind, row.row.id);
        touch(putRow(cache, row, true));
      }
      for (const { entity, id } of here.values()) touch(cache.fed[entity].remove(id));
      keepSum(cache, no, bucket, rows);
      return touched;
    },
  };
}

interface Found {
  readonly entity: Entity;
  readonly id: string;
  readonly version: number;
}

/** Whatever was kept of it before: these are its rows. */
function keepSum(cache: Cache, portfolio: number, bucket: number, rows: readonly Row[]): void {
  cache.buckets.settle();
  const { sums, count } = createSums();
  for (const { kind, row } of rows) count({ entity: kind, id: row.id, version: row.version, portfolio }, 1);
  const kept = cache.buckets.all().filter((sum) => sum.portfolio === portfolio && sum.bucket === bucket);
  cache.buckets.add(difference(kept, sums));
}

/** What is kept of each portfolio's rows. */
export function sumsOf(cache: Cache): readonly { readonly id: PortfolioId; readonly buckets: readonly BucketSum[] }[] {
  const all = cache.buckets.all();
  return cache.portfolios.all().map((id) => {
    const no = cache.portfolios.no(id);
    return { id, buckets: all.filter(({ portfolio }) => portfolio === no) };
  });
}
