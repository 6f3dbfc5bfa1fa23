// Customers in the cache: their rows, the numbers that lead to them, the words that find them. All three change together.
import { must } from '#shared/lib/must';
import { type Customer, customerSchema } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { lastDigits } from '#shared/model/phoneNumber';
import { digitsOf, searchWordsOf } from '../search/text.ts';
import type { BucketTable } from './bucketTable.ts';
import type { DigitTable } from './digitTable.ts';
import { afterAll, type Db, type Query } from './driver.ts';
import { type FedReader, type FedTable, first, type Stored } from './fedTable.ts';
import type { PortfolioTable } from './portfolioTable.ts';
import type { WordTable } from './wordTable.ts';

/**
 * What a list of candidates needs of a customer, with the moment of the last contact, by which they are ordered. Not checked once more: it
 * was when it was written, the file's pages carry their own proof, and twenty of these are read while somebody waits. What a card shows is.
 */
export interface FoundCustomer {
  readonly customer: Pick<
    Customer,
    'id' | 'code' | 'kind' | 'name' | 'phones' | 'email' | 'address' | 'restrictedAt' | 'mergedFrom'
  >;
  readonly lastContactAt: string | null;
}

export interface CustomerReader extends FedReader {
  byId(id: CustomerId): Customer | null;
  /** With whom somebody of that id was made one; null: with nobody. */
  ledTo(id: string): CustomerId | null;
  /** By the whole number in E.164: most recent contact first. */
  byNumber(e164: string): FoundCustomer[];
  /** By the last nine digits: a guess. Most recent contact first. */
  byTail(number: string): FoundCustomer[];
  byRow(row: number): FoundCustomer | null;
  /** Rows stand in the order of search. Null: no such customer. */
  rowOf(id: string): number | null;
  /** Rows with a number (digits alone) that begins or ends so, lowest first among the first of them that are found. */
  rowsByBeginning(digits: string, limit: number): number[];
  rowsByEnding(digits: string, limit: number): number[];
}

export interface CustomerTable extends CustomerReader, FedTable {
  /** The customer's id; null when what is stored is as new or newer. */
  put(customer: Customer): string | null;
  /** Gives the customer the lowest row, unless it is among the lowest already. */
  toFront(id: string): void;
}

/** So many were spoken to lately: among them the order is not kept. */
const front = 1_000;

/** More owners than this on one number are a switchboard; nobody reads a longer list in mid-call. */
const mostOwners = 20;

interface FoundRow {
  readonly body: string;
  readonly lastContactAt: string | null;
}
const lastContact = '(SELECT max(at) FROM contact WHERE contact.customer_id = customer.id) AS lastContactAt';

interface Beside {
  readonly portfolios: PortfolioTable;
  readonly buckets: BucketTable;
  readonly words: WordTable;
  readonly digits: DigitTable;
}

export function createCustomerTable(db: Db, { portfolios, buckets, words, digits }: Beside): CustomerTable {
  const byId = db.query<{ body: string }>('customer.byId', 'SELECT body FROM customer WHERE id = ?');
  const ledTo = db.query<{ id: CustomerId }>('led.get', 'SELECT kept_id AS id FROM led WHERE gone_id = ?');
  const lead = db.query(
    'led.set',
    'INSERT INTO led (gone_id, kept_id) VALUES (?, ?) ON CONFLICT (gone_id) DO UPDATE SET kept_id = excluded.kept_id',
  );
  const leadNot = db.query('led.remove', 'DELETE FROM led WHERE gone_id = ?');
  const leadNobody = db.query('led.removeKept', 'DELETE FROM led WHERE kept_id = ?');
  const byNumber = db.query<FoundRow>(
    'customer.byNumber',
    `SELECT body, ${lastContact} FROM phone JOIN customer ON customer.row = phone.customer_row
     WHERE phone.key = ? ORDER BY lastContactAt DESC NULLS LAST, customer.id LIMIT ${mostOwners}`,
  );
  const byTail = db.query<FoundRow>(
    'customer.byTail',
    `SELECT body, ${lastContact} FROM phone_tail JOIN customer ON customer.row = phone_tail.customer_row
     WHERE phone_tail.tail = ? ORDER BY lastContactAt DESC NULLS LAST, customer.id LIMIT ${mostOwners}`,
  );
  const byRow = db.query<FoundRow>('customer.byRow', `SELECT body, ${lastContact} FROM customer WHERE row = ?`);
  const rowOf = db.query<{ row: number }>('customer.rowOf', 'SELECT row FROM customer WHERE id = ?');
  const rowsByKey = db.query<{ row: number }>(
    'phone.beginning',
    'SELECT customer_row AS row FROM phone WHERE key >= ? AND key < ? LIMIT ?',
  );
  const rowsByTail = db.query<{ row: number }>(
    'tail.beginning',
    'SELECT customer_row AS row FROM phone_tail WHERE tail >= ? AND tail < ? LIMIT ?',
  );
  const stored = db.query<{ row: number; portfolio: number; version: number; body: string }>(
    'customer.stored',
    'SELECT row, portfolio, version, body FROM customer WHERE id = ?',
  );
  // Behind all others: the row that SQLite gives by itself is one more than the highest.
  const insert = db.query(
    'customer.insert',
    'INSERT INTO customer (id, portfolio, version, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const lowest = db.query<{ row: number | null }>('customer.lowest', 'SELECT min(row) AS row FROM customer');
  const move = db.query('customer.move', 'UPDATE customer SET row = ? WHERE row = ?');
  const update = db.query('customer.update', 'UPDATE customer SET portfolio = ?, version = ?, body = ? WHERE row = ?');
  const remove = db.query('customer.remove', 'DELETE FROM customer WHERE row = ?');
  const behind = db.query<Stored>(
    'customer.behind',
    `SELECT row AS place, id, version, portfolio FROM customer
     WHERE row > CAST(? AS INTEGER) AND portfolio = coalesce(?, portfolio) ORDER BY row LIMIT ?`,
  );
  const addPhone = db.query('phone.add', 'INSERT OR IGNORE INTO phone (key, customer_row) VALUES (?, ?)');
  const removePhone = db.query('phone.remove', 'DELETE FROM phone WHERE key = ? AND customer_row = ?');
  const addTail = db.query('tail.add', 'INSERT OR IGNORE INTO phone_tail (tail, customer_row) VALUES (?, ?)');
  const removeTail = db.query('tail.remove', 'DELETE FROM phone_tail WHERE tail = ? AND customer_row = ?');
  const read = (body: string): Customer => customerSchema.parse(JSON.parse(body));
  const found = (row: FoundRow): FoundCustomer => ({
    customer: JSON.parse(row.body) as FoundCustomer['customer'],
    lastContactAt: row.lastContactAt,
  });

  /** The ids of those who were made one with them lead to them; their own leads nowhere. */
  function leadHere({ id, mergedFrom }: Customer, before: Customer | null): void {
    if (before === null) leadNot.run(id);
    for (const gone of mergedFrom) lead.run(gone.id, id);
  }

  /** Numbers and words are the slow part of a change: left alone where they did not change. */
  function index(row: number, before: Customer | null, after: Customer | null): void {
    const numbers = { had: numbersOf(before), has: numbersOf(after) };
    exchange(numbers.had.map(keyOf), numbers.has.map(keyOf), addPhone, removePhone, row);
    exchange(numbers.had.map(tailOf), numbers.has.map(tailOf), addTail, removeTail, row);

    if (after === null) {
      words.remove(row);
      digits.remove(row);
      return;
    }
    const has = searchWordsOf(after);
    if (before === null || !same(has, searchWordsOf(before))) words.put(row, has);
    const parts = partsOf(after);
    if (before === null || !same(parts, partsOf(before))) digits.put(row, parts);
  }

  const counted = (id: string, version: number, portfolio: number, n: 1 | -1) =>
    buckets.count({ entity: 'customer', id, version, portfolio }, n);

  return {
    byId(id) {
      const row = byId.get(id);
      return row === undefined ? null : read(row.body);
    },
    ledTo: (id) => ledTo.get(id)?.id ?? null,
    byNumber: (e164) => byNumber.all(keyOf(e164)).map(found),
    byTail: (number) => byTail.all(tailOf(number)).map(found),
    byRow(row) {
      const is = byRow.get(row);
      return is === undefined ? null : found(is);
    },
    rowOf: (id) => rowOf.get(id)?.row ?? null,
    rowsByBeginning: (beginning, limit) =>
      inOrder([beginning, `~${beginning}`].flatMap((key) => rowsByKey.all(key, afterAll(key), limit))),
    rowsByEnding(ending, limit) {
      const tail = tailOf(ending);
      return inOrder(rowsByTail.all(tail, afterAll(tail), limit));
    },
    version: (id) => stored.get(id)?.version ?? 0,
    put(customer) {
      const { id, version } = customer;
      const body = JSON.stringify(customer);
      const portfolio = portfolios.no(customer.portfolioId);
      // Nearly all are new.
      const row = insert.insert(id, portfolio, version, body);
      if (row !== null) {
        counted(id, version, portfolio, 1);
        portfolios.count(portfolio, 1);
        index(row, null, customer);
        leadHere(customer, null);
        return id;
      }
      const old = must(stored.get(id), 'whoever is there already');
      if (old.version >= version) return null;
      counted(id, version, portfolio, 1);
      counted(id, old.version, old.portfolio, -1);
      if (portfolio !== old.portfolio) {
        portfolios.count(old.portfolio, -1);
        portfolios.count(portfolio, 1);
      }
      update.run(portfolio, version, body, old.row);
      const before = read(old.body);
      index(old.row, before, customer);
      leadHere(customer, before);
      return id;
    },
    toFront(id) {
      const old = stored.get(id);
      const first = lowest.get()?.row ?? null;
      if (old === undefined || first === null || old.row < first + front) return;
      const customer = read(old.body);
      index(old.row, customer, null);
      move.run(first - 1, old.row);
      index(first - 1, null, customer);
    },
    remove(id) {
      const old = stored.get(id);
      if (old === undefined) return null;
      counted(id, old.version, old.portfolio, -1);
      portfolios.count(old.portfolio, -1);
      index(old.row, read(old.body), null);
      leadNobody.run(id);
      remove.run(old.row);
      return id;
    },
    behind: (after, limit, portfolio) => behind.all(after ?? first, portfolio, limit),
  };
}

/** What parts of numbers are looked for in. */
export const partsOf = ({ phones }: Pick<Customer, 'phones'>): string[] => phones.map(digitsOf);

/** E.164, or bare digits (never mistaken for it: no plus). */
const numbersOf = (customer: Customer | null): string[] =>
  (customer?.phones ?? []).map((phone) => phone.e164 ?? phone.raw.replace(/\D/g, '')).filter((number) => number !== '');

const keyOf = (number: string): string => (number.startsWith('+') ? number.slice(1) : `~${number}`);

const tailOf = (number: string): string => [...lastDigits(number)].reverse().join('');

function exchange(
  had: readonly string[],
  has: readonly string[],
  add: Query<unknown>,
  remove: Query<unknown>,
  row: number,
): void {
  for (const value of had) if (!has.includes(value)) remove.run(value, row);
  for (const value of has) if (!had.includes(value)) add.run(value, row);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const inOrder = (found: readonly { readonly row: number }[]): number[] =>
  [...new Set(found.map(({ row }) => row))].sort((a, b) => a - b);
