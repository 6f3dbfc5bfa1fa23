// Cases and past contacts in the cache: what hangs on a customer's card.
import { type Case, type Contact, caseSchema, contactSchema, isOpenCase } from '#shared/model/customer';
import { joined } from '../search/text.ts';
import { afterAll, type Db } from './driver.ts';
import type { PortfolioTable } from './portfolioTable.ts';

export interface HistoryReader<Row> {
  /** Cases: the open ones, newest first. Contacts: the most recent ones. At most `limit`. */
  ofCustomer(customerId: string, limit: number): Row[];
  /** 0 when there is no such row. */
  version(id: string): number;
}

export interface HistoryTable<Row> extends HistoryReader<Row> {
  /** The customer whose card changes; null when what is stored is as new or newer. */
  put(row: Row): string | null;
  /** The customer whose card changes; null when there was none. */
  remove(id: string): string | null;
  /** Those of a portfolio behind row `after`, in order. */
  rowsIn(portfolio: number, after: number, limit: number): { readonly row: number; readonly id: string }[];
}

export interface CaseReader extends HistoryReader<Case> {
  /** Whose number begins so, letters and digits alone, in small letters; or whose digits do. */
  byNumber(beginning: string, limit: number): Case[];
}
export type CaseTable = CaseReader & HistoryTable<Case>;

export function createCaseTable(db: Db, portfolios: PortfolioTable): CaseTable {
  const byNumber = db.query<{ body: string }>(
    'case.byNumber',
    'SELECT body FROM customer_case WHERE number >= ? AND number < ? ORDER BY number LIMIT ?',
  );
  const byDigits = db.query<{ body: string }>(
    'case.byDigits',
    'SELECT body FROM customer_case WHERE digits >= ? AND digits < ? ORDER BY digits LIMIT ?',
  );
  const ofCustomer = db.query<{ body: string }>(
    'case.ofCustomer',
    'SELECT body FROM customer_case WHERE customer_id = ? AND open = 1 ORDER BY opened_at DESC LIMIT ?',
  );
  const put = db.query(
    'case.put',
    `INSERT INTO customer_case (id, customer_id, portfolio, open, opened_at, number, digits, version, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, portfolio = excluded.portfolio, open = excluded.open,
       opened_at = excluded.opened_at, number = excluded.number, digits = excluded.digits, version = excluded.version,
       body = excluded.body
     WHERE excluded.version > customer_case.version`,
  );
  return {
    ...common(db, 'customer_case'),
    byNumber(beginning, limit) {
      const query = /^\d/.test(beginning) ? byDigits : byNumber;
      return query.all(beginning, afterAll(beginning), limit).map((row) => caseSchema.parse(JSON.parse(row.body)));
    },
    ofCustomer: (customerId, limit) =>
      ofCustomer.all(customerId, limit).map((row) => caseSchema.parse(JSON.parse(row.body))),
    put: (row) =>
      put.run(
        row.id,
        row.customerId,
        portfolios.no(row.portfolioId),
        isOpenCase(row) ? 1 : 0,
        row.openedAt,
        ...numberWords(row.number),
        row.version,
        JSON.stringify(row),
      ) > 0
        ? row.customerId
        : null,
  };
}

/** "T-21": "t21", and "21". */
function numberWords(number: string): [string, string] {
  const all = joined(number);
  return [all, all.replace(/^\p{L}+/u, '')];
}

export interface ContactTable extends HistoryTable<Contact> {
  /** When the customer was last spoken to; null for never. */
  lastAt(customerId: string): string | null;
}

export function createContactTable(db: Db, portfolios: PortfolioTable): ContactTable {
  const ofCustomer = db.query<{ body: string }>(
    'contact.ofCustomer',
    'SELECT body FROM contact WHERE customer_id = ? ORDER BY at DESC LIMIT ?',
  );
  const lastAt = db.query<{ at: string | null }>(
    'contact.lastAt',
    'SELECT max(at) AS at FROM contact WHERE customer_id = ?',
  );
  const put = db.query(
    'contact.put',
    `INSERT INTO contact (id, customer_id, portfolio, at, version, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, portfolio = excluded.portfolio, at = excluded.at,
       version = excluded.version, body = excluded.body
     WHERE excluded.version > contact.version`,
  );
  return {
    ...common(db, 'contact'),
    lastAt: (customerId) => lastAt.get(customerId)?.at ?? null,
    ofCustomer: (customerId, limit) =>
      ofCustomer.all(customerId, limit).map((row) => contactSchema.parse(JSON.parse(row.body))),
    put: (row) =>
      put.run(row.id, row.customerId, portfolios.no(row.portfolioId), row.at, row.version, JSON.stringify(row)) > 0
        ? row.customerId
        : null,
  };
}

function common(
  db: Db,
  table: 'customer_case' | 'contact',
): Pick<HistoryTable<never>, 'version' | 'remove' | 'rowsIn'> {
  const version = db.query<{ version: number }>(`${table}.version`, `SELECT version FROM ${table} WHERE id = ?`);
  const remove = db.query<{ owner: string }>(
    `${table}.remove`,
    `DELETE FROM ${table} WHERE id = ? RETURNING customer_id AS owner`,
  );
  const rowsIn = db.query<{ row: number; id: string }>(
    `${table}.rowsIn`,
    `SELECT row, id FROM ${table} WHERE portfolio = ? AND row > ? ORDER BY row LIMIT ?`,
  );
  return {
    version: (id) => version.get(id)?.version ?? 0,
    remove: (id) => remove.get(id)?.owner ?? null,
    rowsIn: (portfolio, after, limit) => rowsIn.all(portfolio, after, limit),
  };
}
