// The segments of a load under way, in the order in which they are loaded, and how far each is.
import type { PortfolioId } from '#shared/model/ids';
import type { Manifest } from '#shared/protocol/sync';
import type { Db } from './driver.ts';

export interface SegmentAt {
  readonly generation: string;
  readonly number: number;
  /** Of the bytes that were reached; null before any came. */
  readonly etag: string | null;
  /** Bytes whose rows are here, and the customers among those. */
  readonly reached: number;
  readonly loaded: number;
}

export interface Progress {
  /** Customers. */
  readonly done: number;
  readonly total: number;
}

export interface SegmentTable {
  /** The first that is not done; null when all are. */
  pending(): SegmentAt | null;
  find(generation: string, number: number): SegmentAt | null;
  /** The portfolios of those that are not done. */
  portfolios(): PortfolioId[];
  progress(): Progress;
  /** What was reached of those that are there already stays. */
  replace(segments: Manifest['segments']): void;
  reach(segment: SegmentAt, done: boolean): void;
  clear(): void;
}

const untouched = { etag: null, reached: 0, loaded: 0, done: 0 };
const columns = 'generation, number, etag, reached, loaded';

export function createSegmentTable(db: Db): SegmentTable {
  const pending = db.query<SegmentAt>(
    'segment.pending',
    `SELECT ${columns} FROM segment WHERE done = 0 ORDER BY place LIMIT 1`,
  );
  const find = db.query<SegmentAt>(
    'segment.find',
    `SELECT ${columns} FROM segment WHERE generation = ? AND number = ? AND done = 0`,
  );
  const portfolios = db.query<{ id: PortfolioId }>(
    'segment.portfolios',
    'SELECT DISTINCT portfolio_id AS id FROM segment WHERE done = 0',
  );
  const progress = db.query<Progress>(
    'segment.progress',
    `SELECT coalesce(sum(loaded), 0) AS done, coalesce(sum(iif(done, loaded, max(customers, loaded))), 0) AS total
     FROM segment`,
  );
  const all = db.query<SegmentAt & { readonly done: number }>('segment.all', `SELECT ${columns}, done FROM segment`);
  const clear = db.query('segment.clear', 'DELETE FROM segment');
  const add = db.query(
    'segment.add',
    `INSERT INTO segment (portfolio_id, generation, number, customers, etag, reached, loaded, done)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const reach = db.query(
    'segment.reach',
    'UPDATE segment SET etag = ?, reached = ?, loaded = ?, done = ? WHERE generation = ? AND number = ?',
  );
  return {
    pending: () => pending.get() ?? null,
    find: (generation, number) => find.get(generation, number) ?? null,
    portfolios: () => portfolios.all().map(({ id }) => id),
    progress: () => progress.get() ?? { done: 0, total: 0 },
    replace(segments) {
      const before = new Map(all.all().map((one) => [`${one.generation} ${one.number}`, one]));
      clear.run();
      for (const { portfolioId, generation, number, customers } of segments) {
        const { etag, reached, loaded, done } = before.get(`${generation} ${number}`) ?? untouched;
        add.run(portfolioId, generation, number, customers, etag, reached, loaded, done);
      }
    },
    reach: ({ generation, number, etag, reached, loaded }, done) =>
      void reach.run(etag, reached, loaded, done ? 1 : 0, generation, number),
    clear: () => void clear.run(),
  };
}
