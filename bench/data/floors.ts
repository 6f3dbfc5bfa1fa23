// What stands beside our figures: the same rows, the same questions, by SQLite alone.
import { rmSync } from 'node:fs';
import { type Cache, openCache } from '../../src/data/db/cache.ts';
import { createCustomerTable } from '../../src/data/db/customerTable.ts';
import { type Db, openDb } from '../../src/data/db/driver.ts';
import { silentLog } from '../../src/data/log.ts';
import { applyChange } from '../../src/data/sync/apply.ts';
import { pageIn } from '../../src/data/writer/reading.ts';
import { testKey } from '../../test/support/dataProcess.ts';
import { personAt } from './people.ts';

const perTransaction = 5_000;

/** Milliseconds of bare inserts of everybody's rows into the cache's own tables, without what is searched. */
export function bareLoad(file: string, customers: number): number {
  const cache = openCache(file, testKey, silentLog);
  const { db } = cache;
  const customer = db.query('', 'INSERT INTO customer (row, id, portfolio, version, body) VALUES (?, ?, 1, 1, ?)');
  const phone = db.query('', 'INSERT INTO phone (key, customer_row) VALUES (?, ?)');
  const tail = db.query('', 'INSERT INTO phone_tail (tail, customer_row) VALUES (?, ?)');
  const contact = db.query(
    '',
    'INSERT INTO contact (id, customer_id, portfolio, at, version, body) VALUES (?, ?, 1, ?, 1, ?)',
  );
  const openCase = db.query(
    '',
    'INSERT INTO customer_case (id, customer_id, portfolio, open, opened_at, number, digits, version, body) VALUES (?, ?, 1, ?, ?, ?, ?, 1, ?)',
  );
  let ms = 0;
  for (let start = 0; start < customers; start += perTransaction) {
    const length = Math.min(perTransaction, customers - start);
    // What is bound is made before the clock runs.
    const people = Array.from({ length }, (_none, n) => {
      const { rows, numbers } = personAt(start + n);
      return {
        rows: rows.map((one) => ({ ...one, body: JSON.stringify(one.row) })),
        keys: numbers.map((number) => number.slice(1)),
      };
    });
    const began = performance.now();
    db.transact(() => {
      for (const [n, { rows, keys }] of people.entries()) {
        const row = start + n + 1;
        for (const one of rows) {
          if (one.kind === 'customer') customer.run(row, one.row.id, one.body);
          else if (one.kind === 'contact') contact.run(one.row.id, one.row.customerId, one.row.at, one.body);
          else if (one.kind === 'case')
            openCase.run(one.row.id, one.row.customerId, 1, one.row.openedAt, one.row.number, one.row.number, one.body);
        }
        for (const key of keys) {
          phone.run(key, row);
          tail.run([...key.slice(-9)].reverse().join(''), row);
        }
      }
    });
    ms += performance.now() - began;
  }
  cache.close();
  return ms;
}

/** The statement of a lookup by number, and nothing around it. */
export function bareLookup(file: string): { find(e164: string): unknown; close(): void } {
  const db = openDb({ file, key: testKey, synchronous: 'NORMAL', log: silentLog });
  const statement = db.query(
    '',
    `SELECT body, (SELECT max(at) FROM contact WHERE contact.customer_id = customer.id) AS lastContactAt
     FROM phone JOIN customer ON customer.row = phone.customer_row
     WHERE phone.key = ? ORDER BY lastContactAt DESC NULLS LAST, customer.id LIMIT 20`,
  );
  return { find: (e164) => statement.all(e164.slice(1)), close: () => db.close() };
}

/** A plain full text of the same words, asked for its twenty best. */
export function plainFullText(file: string, customers: number): { search(typed: string): unknown; close(): void } {
  const db = openDb({ file, key: testKey, synchronous: 'NORMAL', log: silentLog });
  db.exec(`CREATE VIRTUAL TABLE plain USING fts5(name, code, numbers, email, city, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 2", prefix='2 3')`);
  const put = db.query('', 'INSERT INTO plain (rowid, name, code, numbers, email, city) VALUES (?, ?, ?, ?, ?, ?)');
  for (let start = 0; start < customers; start += perTransaction) {
    db.transact(() => {
      for (let n = start; n < Math.min(customers, start + perTransaction); n += 1) {
        const { name, code, numbers, email, town } = personAt(n);
        put.run(
          n + 1,
          name,
          code,
          numbers.map((number) => `${number.slice(1)} ${number.slice(3)}`).join(' '),
          email,
          town,
        );
      }
    });
  }
  const best = db.query('', 'SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20');
  return {
    search: (typed) => best.all((typed.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"*`).join(' ')),
    close: () => db.close(),
  };
}

/** Pages of changes written as the writer does, but for what is searched. Milliseconds. */
export function deltaWithoutSearch(file: string, pages: readonly Uint8Array[]): number {
  const cache = openCache(file, testKey, silentLog);
  const none = {
    rows: () => [],
    beginningWith: () => [],
    has: () => false,
    put: () => {},
    remove: () => {},
    leaveOut: () => {},
    catchUp: () => false,
    merge: () => false,
    mergeAll: () => false,
    prune: () => null,
    forget: () => {},
  };
  const { portfolios, buckets } = cache;
  const customers = createCustomerTable(cache.db, { portfolios, buckets, words: none, digits: none });
  const plain: Cache = { ...cache, customers, fed: { ...cache.fed, customer: customers } };
  const began = performance.now();
  for (const page of pages) {
    const { changes } = pageIn(page);
    for (let start = 0; start < changes.length; start += 500) {
      plain.transact(() => {
        for (const change of changes.slice(start, start + 500)) applyChange(plain, change, new Set());
      });
    }
  }
  const ms = performance.now() - began;
  cache.close();
  return ms;
}

export function removeDb(file: string): void {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
}

/** Bytes of each table with its indexes, the largest first. */
export function sizes(db: Db): { readonly name: string; readonly bytes: number }[] {
  return db
    .query<{ name: string; bytes: number }>(
      '',
      'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC',
    )
    .all();
}
