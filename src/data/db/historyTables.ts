// Cases, past contacts and notes in the cache: what hangs on a customer's card.
import type { z } from 'zod';
import { type CaseShelf, caseShelfSchema, type ShelfReader, shelfMarks } from '#shared/model/caseShelf';
import {
  type Case,
  type Contact,
  caseSchema,
  contactSchema,
  isOpenCase,
  type Note,
  noteSchema,
} from '#shared/model/customer';
import type { Place } from '#shared/protocol/timeline';
import { joined } from '../search/text.ts';
import { afterAll, type Db } from './driver.ts';
import { type BelongingTable, type Beside, createBelongingTable, type FedReader } from './fedTable.ts';

export interface HistoryReader<Row> extends FedReader {
  /** Cases: the open ones. Contacts and notes: the most recent ones. Newest first, at most `limit`. */
  ofCustomer(customerId: string, limit: number): Row[];
  /** All, newest first, older than that place; cases by the moment at which they were opened. At most `limit`. */
  page(customerId: string, before: Place | null, limit: number): Row[];
}

export interface CaseReader extends HistoryReader<Case> {
  byId(id: string): Case | null;
  countClosed(customerId: string): number;
  /** Whose number begins so, letters and digits alone, in small letters; or whose digits do. */
  byNumber(beginning: string, limit: number): Case[];
  /** Those on that shelf: what is due first comes first, then the oldest. At most `limit`. */
  shelf(shelf: CaseShelf, reader: ShelfReader, limit: number): Case[];
  shelfCounts(reader: ShelfReader): Record<CaseShelf, number>;
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
  const countClosed = db.query<{ n: number }>(
    'case.countClosed',
    'SELECT count(*) AS n FROM customer_case WHERE customer_id = ? AND open = 0',
  );
  return {
    ...shelfQueries(db),
    countClosed: (customerId) => countClosed.get(customerId)?.n ?? 0,
    page: pagesOf(db, 'customer_case', 'opened_at', caseSchema),
    ...createBelongingTable<Case>(db, beside, {
      entity: 'case',
      table: 'customer_case',
      further: {
        open: (row) => (isOpenCase(row) ? 1 : 0),
        opened_at: (row) => row.openedAt,
        owner_id: (row) => marksOf(row).ownerId,
        office: (row) => marksOf(row).office,
        due_day: (row) => marksOf(row).dueDay,
        warn_day: (row) => marksOf(row).warnDay,
        to_tell: (row) => (marksOf(row).toTell ? 1 : 0),
        asked: (row) => (marksOf(row).asked.length === 0 ? null : JSON.stringify(marksOf(row).asked)),
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

const marksOf = ({ file, status }: Case) => shelfMarks(file, status);

/** As `isOn` has it. */
const onShelf: Readonly<Record<CaseShelf, string>> = {
  mine: 'open = 1 AND owner_id = agentId',
  office: 'open = 1 AND office IN (SELECT value FROM json_each(offices))',
  soon: 'open = 1 AND due_day >= today AND warn_day <= today',
  late: 'open = 1 AND due_day < today',
  toTell: 'to_tell = 1',
  toConfirm: `open = 1 AND confirms = 1 AND asked IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(asked) AS one
    WHERE NOT EXISTS (SELECT 1 FROM json_each(one.value) AS cannot WHERE cannot.value = agentId))`,
  all: 'open = 1',
};

function shelfQueries(db: Db): Pick<CaseReader, 'shelf' | 'shelfCounts'> {
  const reading = 'WITH reader AS (SELECT ? AS agentId, ? AS offices, ? AS today, ? AS confirms)';
  const rowsOf = (shelf: CaseShelf) =>
    db.query<{ body: string }>(
      `case.shelf.${shelf}`,
      // Which they are is in an index; only of those is the rest read.
      `${reading} SELECT body FROM (
         SELECT customer_case.rowid AS place, due_day, opened_at FROM reader, customer_case INDEXED BY case_shelves
         WHERE ${onShelf[shelf]} ORDER BY coalesce(due_day, '9999'), opened_at LIMIT ?
       ) AS found JOIN customer_case ON customer_case.rowid = found.place
       ORDER BY coalesce(found.due_day, '9999'), found.opened_at`,
    );
  const rows: Readonly<Record<CaseShelf, ReturnType<typeof rowsOf>>> = {
    ...{ mine: rowsOf('mine'), office: rowsOf('office'), soon: rowsOf('soon'), late: rowsOf('late') },
    ...{ toTell: rowsOf('toTell'), toConfirm: rowsOf('toConfirm'), all: rowsOf('all') },
  };
  const each = caseShelfSchema.options.map((shelf) => `count(*) FILTER (WHERE ${onShelf[shelf]}) AS "${shelf}"`);
  const counts = db.query<Record<CaseShelf, number>>(
    'case.shelfCounts',
    `${reading} SELECT ${each.join(', ')} FROM reader, customer_case INDEXED BY case_shelves WHERE open = 1 OR to_tell = 1`,
  );
  const values = ({ agentId, offices, today, confirms }: ShelfReader) =>
    [agentId, JSON.stringify(offices), today, confirms ? 1 : 0] as const;
  return {
    shelf: (shelf, reader, limit) =>
      rows[shelf].all(...values(reader), limit).map((row) => caseSchema.parse(JSON.parse(row.body))),
    shelfCounts: (reader) =>
      counts.get(...values(reader)) ?? { mine: 0, office: 0, soon: 0, late: 0, toTell: 0, toConfirm: 0, all: 0 },
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
    page: pagesOf(db, 'contact', 'at', contactSchema),
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

export interface NoteReader extends HistoryReader<Note> {
  byId(id: string): Note | null;
  count(customerId: string): number;
}
export type NoteTable = NoteReader & BelongingTable<Note>;

export function createNoteTable(db: Db, beside: Beside): NoteTable {
  const byId = db.query<{ body: string }>('note.byId', 'SELECT body FROM note WHERE id = ?');
  const count = db.query<{ n: number }>('note.count', 'SELECT count(*) AS n FROM note WHERE customer_id = ?');
  const page = pagesOf(db, 'note', 'at', noteSchema);
  return {
    ...createBelongingTable<Note>(db, beside, { entity: 'note', table: 'note', further: { at: (row) => row.at } }),
    byId(id) {
      const row = byId.get(id);
      return row === undefined ? null : noteSchema.parse(JSON.parse(row.body));
    },
    count: (customerId) => count.get(customerId)?.n ?? 0,
    ofCustomer: (customerId, limit) => page(customerId, null, limit),
    page,
  };
}

/** Behind every place. */
const theFuture: Place = { at: '9999-12-31T23:59:59.999Z', id: '~' };

function pagesOf<Row>(
  db: Db,
  table: 'customer_case' | 'contact' | 'note',
  at: 'opened_at' | 'at',
  schema: z.ZodType<Row>,
): HistoryReader<Row>['page'] {
  const page = db.query<{ body: string }>(
    `${table}.page`,
    `SELECT body FROM ${table} WHERE customer_id = ? AND (${at}, id) < (?, ?) ORDER BY ${at} DESC, id DESC LIMIT ?`,
  );
  return (customerId, before, limit) => {
    const place = before ?? theFuture;
    return page.all(customerId, place.at, place.id, limit).map((row) => schema.parse(JSON.parse(row.body)));
  };
}
