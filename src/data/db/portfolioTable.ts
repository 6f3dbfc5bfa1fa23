// The portfolios whose rows are in the cache.
import { must } from '#shared/lib/must';
import type { PortfolioId } from '#shared/model/ids';
import type { Db } from './driver.ts';

export interface PortfolioReader {
  all(): PortfolioId[];
  /** In all of them: counted as they come and go, since counting a million takes its time. */
  customers(): number;
  /** The one whose rows bear that number; null: there is none. */
  id(no: number): PortfolioId | null;
}

export interface PortfolioTable extends PortfolioReader {
  /** The number that its rows bear; it is given one where it has none. */
  no(id: PortfolioId): number;
  /** Customers who have come to it, or less than none who have gone: written by `settle`. */
  count(no: number, more: 1 | -1): void;
  /** Before a transaction's end. */
  settle(): void;
  /** After one that came to nothing. */
  forget(): void;
  remove(id: PortfolioId): void;
}

export function createPortfolioTable(db: Db): PortfolioTable {
  const all = db.query<{ id: PortfolioId }>('portfolio.all', 'SELECT id FROM portfolio ORDER BY id');
  const find = db.query<{ no: number }>('portfolio.find', 'SELECT no FROM portfolio WHERE id = ?');
  const idOf = db.query<{ id: PortfolioId }>('portfolio.id', 'SELECT id FROM portfolio WHERE no = ?');
  const add = db.query<{ no: number }>('portfolio.add', 'INSERT INTO portfolio (id) VALUES (?) RETURNING no');
  const customers = db.query<{ n: number }>(
    'portfolio.customers',
    'SELECT coalesce(sum(customers), 0) AS n FROM portfolio',
  );
  const count = db.query('portfolio.count', 'UPDATE portfolio SET customers = customers + ? WHERE no = ?');
  const remove = db.query('portfolio.remove', 'DELETE FROM portfolio WHERE id = ?');
  const known = new Map<PortfolioId, number>();
  const counted = new Map<number, number>();
  return {
    all: () => all.all().map(({ id }) => id),
    customers: () => customers.get()?.n ?? 0,
    count: (no, more) => void counted.set(no, (counted.get(no) ?? 0) + more),
    settle() {
      for (const [no, more] of counted) count.run(more, no);
      counted.clear();
    },
    forget() {
      known.clear();
      counted.clear();
    },
    id: (no) => idOf.get(no)?.id ?? null,
    no(id) {
      const found = known.get(id) ?? must(find.get(id) ?? add.get(id), 'a number').no;
      known.set(id, found);
      return found;
    },
    remove(id) {
      known.delete(id);
      remove.run(id);
    },
  };
}
