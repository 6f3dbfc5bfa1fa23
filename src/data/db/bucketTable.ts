// What the rows of each bucket come to (shared/protocol/sync.ts says how it is worked out): kept with the rows, in the same transaction.
import { hash } from 'node:crypto';
import { bucketCount, type Entity } from '#shared/protocol/sync';
import type { Db } from './driver.ts';

/** What is counted of a row. */
export interface Counted {
  readonly entity: Entity;
  readonly id: string;
  readonly version: number;
  /** Its number. */
  readonly portfolio: number;
}

/** What rows come to, in whatever order. high, low: 32 bits each of the exclusive or of their marks. */
export interface Sum {
  high: number;
  low: number;
  rows: number;
}

export interface BucketSum extends Readonly<Sum> {
  readonly portfolio: number;
  readonly bucket: number;
}

export interface BucketReader {
  /** Those that are not empty. */
  all(): BucketSum[];
}

export interface BucketTable extends BucketReader {
  /** The row has come (1) or gone (-1): written by `settle`. */
  count(row: Counted, n: 1 | -1): void;
  /** What is missing of the sums, or too much. */
  add(sums: Sums): void;
  /** Before a transaction's end. */
  settle(): void;
  /** After one that came to nothing. */
  forget(): void;
  removePortfolio(portfolio: number): void;
}

/** Sums by portfolio and bucket. */
export type Sums = Map<number, Sum>;

const keyOf = (portfolio: number, bucket: number): number => portfolio * bucketCount + bucket;
const bitsOf = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 8), 16) | 0;

export const bucketOf = (id: string): number => Number.parseInt(hash('sha256', id, 'hex').slice(0, 3), 16) >> 2;

/** As the protocol writes it. */
export const markOf = ({ high, low }: Pick<Sum, 'high' | 'low'>): string =>
  [high, low].map((bits) => (bits >>> 0).toString(16).padStart(8, '0')).join('');

/** Adds up rows. */
export function createSums(): { readonly sums: Sums; count(row: Counted, n: 1 | -1): void } {
  const sums: Sums = new Map();
  return {
    sums,
    count({ entity, id, version, portfolio }, n) {
      const mark = hash('sha256', `${entity} ${id} ${version}`, 'hex');
      addTo(sums, keyOf(portfolio, bucketOf(id)), { high: bitsOf(mark, 0), low: bitsOf(mark, 8), rows: n });
    },
  };
}

function addTo(sums: Sums, key: number, { high, low, rows }: Sum): void {
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { high, low, rows });
    return;
  }
  sum.high ^= high;
  sum.low ^= low;
  sum.rows += rows;
}

/** What has to be added to the one to have the other; only what differs. */
export function difference(has: readonly BucketSum[], ought: Sums): Sums {
  const missing: Sums = new Map([...ought].map(([key, sum]) => [key, { ...sum }]));
  for (const { portfolio, bucket, high, low, rows } of has)
    addTo(missing, keyOf(portfolio, bucket), { high, low, rows: -rows });
  for (const [key, { high, low, rows }] of missing) if (high === 0 && low === 0 && rows === 0) missing.delete(key);
  return missing;
}

export function createBucketTable(db: Db): BucketTable {
  const all = db.query<BucketSum>(
    'bucket.all',
    'SELECT portfolio, bucket, high, low, rows FROM bucket WHERE rows <> 0 OR high <> 0 OR low <> 0',
  );
  // SQLite has no exclusive or: what either has, without what both have.
  const add = db.query(
    'bucket.add',
    `INSERT INTO bucket (portfolio, bucket, high, low, rows) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (portfolio, bucket) DO UPDATE SET
       high = (high | excluded.high) - (high & excluded.high),
       low = (low | excluded.low) - (low & excluded.low),
       rows = rows + excluded.rows`,
  );
  const removePortfolio = db.query('bucket.removePortfolio', 'DELETE FROM bucket WHERE portfolio = ?');
  let counting = createSums();
  function write(sums: Sums): void {
    for (const [key, { high, low, rows }] of sums)
      add.run(Math.floor(key / bucketCount), key % bucketCount, high, low, rows);
  }
  return {
    all: () => all.all(),
    count: (row, n) => counting.count(row, n),
    add: write,
    settle() {
      if (counting.sums.size === 0) return;
      write(counting.sums);
      counting = createSums();
    },
    forget() {
      counting = createSums();
    },
    removePortfolio: (portfolio) => void removePortfolio.run(portfolio),
  };
}
