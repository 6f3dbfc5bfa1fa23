// Cases and past contacts in the cache: what hangs on a customer's card.
import { type Case, type Contact, caseSchema, contactSchema, isOpenCase } from '#shared/model/customer';
import { joined } from '../search/text.ts';
import { afterAll, type Db } from './driver.ts';
import { type BelongingTable, type Beside, createBelongingTable, type FedReader } from './fedTable.ts';

export interface HistoryReader<Row> extends FedReader {
  /** Cases: the open ones, newest first. Contacts: the most recent ones. At most `limit`. */
  ofCustomer(customerId: string, limit: number): Row[];
}

export interface CaseReader extends HistoryReader<Case> {
  byId(id: string): Case | null;
  /** Whose number begins so, letters and digits alone, in small letters; or whose digits do. */
  byNumber(beginning: string, limit: number): Case[];
}
export type CaseTable = CaseReader & BelongingTable<Case>;

export function createCaseTable(db: Db, beside: Beside): CaseTable {
  const byId = db.query<{ body: string }>('case.byId', 'SELECT body FROM customer_case WHERE id = ?');
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
  return {
    ...createBelongingTable<Case>(db, beside, {
      entity: 'case',
      table: 'customer_case',
      further: {
        open: (row) => (isOpenCase(row) ? 1 : 0),
        opened_at: (row) => row.openedAt,
        number: (row) => joined(row.number),
        // "T-21": "21".
        digits: (row) => joined(row.number).replace(/^\p{L}+/u, ''),
      },
    }),
    byId(id) {
      const row = byId.get(id);
      return row === undefined ? null : caseSchema.parse(JSON.parse(row.body));
    },
    byNumber(beginning, limit) {
      const query = /^\d/.test(beginning) ? byDigits : byNumber;
      return query.all(beginning, afterAll(beginning), limit).map((row) => caseSchema.parse(JSON.parse(row.body)));
    },
    ofCustomer: (customerId, limit) =>
      ofCustomer.all(customerId, limit).map((row) => caseSchema.parse(JSON.parse(row.body))),
  };
}

export interface ContactTable extends HistoryReader<Contact>, BelongingTable<Contact> {
  /** When the customer was last spoken to; null for never. */
  lastAt(customerId: string): string | null;
}

export function createContactTable(db: Db, beside: Beside): ContactTable {
  const ofCustomer = db.query<{ body: string }>(
    'contact.ofCustomer',
    'SELECT body FROM contact WHERE customer_id = ? ORDER BY at DESC LIMIT ?',
  );
  const lastAt = db.query<{ at: string | null }>(
    'contact.lastAt',
    'SELECT max(at) AS at FROM contact WHERE customer_id = ?',
  );
  return {
    ...createBelongingTable<Contact>(db, beside, {
      entity: 'contact',
      table: 'contact',
      further: { at: (row) => row.at },
    }),
    lastAt: (customerId) => lastAt.get(customerId)?.at ?? null,
    ofCustomer: (customerId, limit) =>
      ofCustomer.all(customerId, limit).map((row) => contactSchema.parse(JSON.parse(row.body))),
  };
}
