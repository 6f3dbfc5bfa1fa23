// One open SQLite file: the driver, its settings at every opening, named statements, transactions. Nobody else knows the driver.
/// <reference path="./betterSqlite3.d.ts" />
import Database from 'better-sqlite3';
import { errorName, type Log } from '../log.ts';

export type Value = string | number | null;

/** A prepared statement. `Row` is what its own SELECT list says. */
export interface Query<Row> {
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
  /** Rows changed. */
  run(...values: Value[]): number;
  /** The number of the row that is new; null: none is. (RETURNING would have both full texts written out before each row.) */
  insert(...values: Value[]): number | null;
}

export interface Db {
  /** Prepares once; `name` is what the log says when it is slow. */
  query<Row>(name: string, sql: string): Query<Row>;
  /** All or nothing. A transaction inside another becomes part of it. */
  transact<T>(work: () => T): T;
  exec(sql: string): void;
  pragma(name: string): unknown;
  readonly file: string;
  close(): void;
}

export interface OpenOptions {
  readonly file: string;
  /** 256 bits, hex: used raw, so that no derivation slows the start. Null: nothing reaches a disk. */
  readonly key: string | null;
  /** FULL where a commit must survive power loss; NORMAL where all can be fetched again. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Memory for pages, in KiB. */
  readonly pagesKb?: number;
  readonly log: Log;
}

const slowMs = 40;

/** Opens (or makes) the file and reads from it once: a wrong key shows only at the first read. Throws the driver's errors. */
export function openDb(options: OpenOptions): Db {
  const { file, log } = options;
  const database = new Database(file, { timeout: 5_000 });
  try {
    if (options.key !== null) database.pragma(`key='raw:${options.key}'`);
    database.prepare<[], unknown>('SELECT count(*) FROM sqlite_master').get();
    applySettings(database, options);
  } catch (error) {
    database.close();
    throw error;
  }

  function timed<T>(name: string, work: () => T): T {
    const began = performance.now();
    const result = work();
    const ms = performance.now() - began;
    if (ms > slowMs) log.warn('slow query', { name, ms: Math.round(ms) });
    return result;
  }

  return {
    file,
    query<Row>(name: string, sql: string): Query<Row> {
      const statement = database.prepare<Value[], Row>(sql);
      return {
        get: (...values) => timed(name, () => statement.get(...values)),
        all: (...values) => timed(name, () => statement.all(...values)),
        run: (...values) => timed(name, () => statement.run(...values).changes),
        insert(...values) {
          const { changes, lastInsertRowid } = timed(name, () => statement.run(...values));
          return changes === 0 ? null : Number(lastInsertRowid);
        },
      };
    },
    transact<T>(work: () => T): T {
      if (database.inTransaction) return work();
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk has rolled it back already.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    exec: (sql) => void database.exec(sql),
    pragma: (name) => database.pragma(name, { simple: true }),
    close() {
      if (!database.open) return;
      try {
        database.pragma('optimize');
      } catch (error) {
        log.warn('optimize at close', { error: errorName(error) });
      }
      database.close();
    },
  };
}

/** At every opening: the file remembers only journal_mode, and this build falls back to NORMAL by itself. */
function applySettings(database: Database, { synchronous, pagesKb = 8_000 }: OpenOptions): void {
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('temp_store = MEMORY');
  // What is deleted is overwritten: whoever is erased is not to be read out of a free page.
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('mmap_size = 0');
  database.pragma(`cache_size = ${-pagesKb}`);
  database.pragma('journal_size_limit = 67108864');
  // Does something on macOS alone, where a plain fsync stops at the disk's own cache.
  if (synchronous === 'FULL') database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
}

/** A disk without room shows as one of these, by what SQLite was about to write. */
const fullCodes = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_FSYNC'];
/** The disk gives back something else than what was written, or nothing. */
const damaged = /^SQLITE_(CORRUPT|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA)$)/;
/** A folder that became read-only, a disk that is gone. */
const unwritable = /^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/;

export type FileTrouble = 'damaged' | 'notADatabase' | 'full' | 'unwritable' | 'other';

/** What kind of trouble a driver's error is; null for errors that are not the driver's. */
export function fileTroubleOf(error: unknown): FileTrouble | null {
  if (!(error instanceof Database.SqliteError)) return null;
  if (damaged.test(error.code)) return 'damaged';
  if (error.code === 'SQLITE_NOTADB') return 'notADatabase';
  if (fullCodes.includes(error.code)) return 'full';
  return unwritable.test(error.code) ? 'unwritable' : 'other';
}

/** Behind everything that begins so, in the order of an index: no character is higher. */
export const afterAll = (beginning: string): string => `${beginning}\u{10FFFF}`;
