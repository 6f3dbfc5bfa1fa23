// Tables of the rows that the feed gives: what they have in common, and the whole of those that hang on a customer's card.
import type { PortfolioId } from '#shared/model/ids';
import type { Entity } from '#shared/protocol/sync';
import type { BucketTable, Counted } from './bucketTable.ts';
import type { Db, Value } from './driver.ts';
import type { PortfolioTable } from './portfolioTable.ts';

/** Before every row. */
export const first = Number.MIN_SAFE_INTEGER;

export interface Stored extends Omit<Counted, 'entity'> {
  /** Its row number. */
  readonly place: number;
}

export interface FedReader {
  /** 0 when there is no such row. */
  version(id: string): number;
  /** Rows behind a place (null: from the first on), in an order that stays; of one portfolio, or of all (null). */
  behind(after: number | null, limit: number, portfolio: number | null): Stored[];
}

export interface FedTable extends FedReader {
  /** The customer whose card changes; null when there was none. */
  remove(id: string): string | null;
}

/** What belongs to a customer. */
interface Belonging {
  readonly id: string;
  readonly customerId: string;
  readonly portfolioId: PortfolioId;
  readonly version: number;
}

export interface BelongingTable<Row extends Belonging> extends FedTable {
  /** The customer whose card changes; null when what is stored is as new or newer. */
  put(row: Row): string | null;
}

export interface Beside {
  readonly portfolios: PortfolioTable;
  readonly buckets: BucketTable;
}

/**
 * A table with `row`, `id`, `customer_id`, `portfolio`, `version`, `body`, and further columns by which it is asked.
 * `further`: what they hold, worked out of the row.
 */
export function createBelongingTable<Row extends Belonging>(
  db: Db,
  { portfolios, buckets }: Beside,
  {
    entity,
    table,
    further,
  }: {
    readonly entity: Entity;
    readonly table: string;
    readonly further: Readonly<Record<string, (row: Row) => Value>>;
  },
): BelongingTable<Row> {
  const columns = ['customer_id', 'portfolio', 'version', 'body', ...Object.keys(further)];
  const stored = db.query<Pick<Stored, 'version' | 'portfolio'> & { readonly customerId: string }>(
    `${table}.stored`,
    `SELECT version, customer_id AS customerId, portfolio FROM ${table} WHERE id = ?`,
  );
  const insert = db.query(
    `${table}.insert`,
    `INSERT INTO ${table} (${columns.join(', ')}, id) VALUES (${columns.map(() => '?').join(', ')}, ?)
     ON CONFLICT (id) DO NOTHING`,
  );
  const update = db.query(
    `${table}.update`,
    `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  );
  const remove = db.query(`${table}.remove`, `DELETE FROM ${table} WHERE id = ?`);
  const behind = db.query<Stored>(
    `${table}.behind`,
    `SELECT row AS place, id, version, portfolio FROM ${table}
     WHERE row > CAST(? AS INTEGER) AND portfolio = coalesce(?, portfolio) ORDER BY row LIMIT ?`,
  );
  return {
    version: (id) => stored.get(id)?.version ?? 0,
    behind: (after, limit, portfolio) => behind.all(after ?? first, portfolio, limit),
    put(row) {
      const { id, customerId, version } = row;
      const portfolio = portfolios.no(row.portfolioId);
      const values = [
        customerId,
        portfolio,
        version,
        JSON.stringify(row),
        ...Object.values(further).map((of) => of(row)),
      ];
      // Nearly all are new.
      if (insert.run(...values, id) === 0) {
        const old = stored.get(id);
        if (old !== undefined && old.version >= version) return null;
        if (old !== undefined) buckets.count({ entity, id, ...old }, -1);
        update.run(...values, id);
      }
      buckets.count({ entity, id, version, portfolio }, 1);
      return customerId;
    },
    remove(id) {
      const old = stored.get(id);
      if (old === undefined) return null;
      buckets.count({ entity, id, ...old }, -1);
      remove.run(id);
      return old.customerId;
    },
  };
}
