// cache.db open: every table of what was fetched from the backend, and the marks that say how far it reaches.
import type { Contact } from '#shared/model/customer';
import type { Entity } from '#shared/protocol/sync';
import type { Log } from '../log.ts';
import { type ArticleReader, type ArticleTable, createArticleTable } from './articleTable.ts';
import { type BucketReader, type BucketTable, createBucketTable } from './bucketTable.ts';
import { type CustomerReader, type CustomerTable, createCustomerTable } from './customerTable.ts';
import { removeFile } from './dbFile.ts';
import { createDigitTable, type DigitReader, type DigitTable } from './digitTable.ts';
import { type Db, type OpenOptions, openDb } from './driver.ts';
import type { FedReader, FedTable } from './fedTable.ts';
import {
  type CaseReader,
  type CaseTable,
  type ContactTable,
  createCaseTable,
  createContactTable,
  createNoteTable,
  type HistoryReader,
  type NoteReader,
  type NoteTable,
} from './historyTables.ts';
import { isOfAnother, migrate } from './migrate.ts';
import { createPortfolioTable, type PortfolioReader, type PortfolioTable } from './portfolioTable.ts';
import { cacheSchema } from './schemas.ts';
import { createSegmentTable, type SegmentTable } from './segmentTable.ts';
import { createWordTable, type WordReader, type WordTable } from './wordTable.ts';

/**
 * owner: the agent whose rows these are. changes: the feed's cursor; there is none before a first load is through. feed: the one that
 * follows the load under way. digits: kept by digitTable.ts.
 * purge: rows were taken off the disk of whom the indexes still hold something ('yes'; 'going' while
 * that is taken out, unless there are others by then), or the log alone ('log').
 * open: by whoever writes. unproved: what is to be shown of the rows ('rows': that they come to what is kept of them, and then; 'sums':
 * that this is what the backend's come to; 'new': the same, of a set that has just been taken). proved: when that was shown last, and what had to be fetched for it (JSON, `provedSchema`).
 * articles: the mark of the list of articles that are all here.
 */
export type MarkName = 'owner' | 'changes' | 'feed' | 'purge' | 'open' | 'unproved' | 'proved' | 'articles';

/** What is asked of the cache. */
export interface CacheReader {
  readonly customers: CustomerReader;
  readonly words: WordReader;
  readonly digits: DigitReader;
  readonly cases: CaseReader;
  readonly contacts: HistoryReader<Contact>;
  readonly notes: NoteReader;
  readonly portfolios: PortfolioReader;
  readonly segments: Pick<SegmentTable, 'progress'>;
  readonly buckets: BucketReader;
  readonly articles: ArticleReader;
  /** Every table that the feed fills. */
  readonly fed: Readonly<Record<Entity, FedReader>>;
  mark(name: MarkName): string | null;
  /** The version at which this row went; 0 when it never did. */
  goneAt(entity: Entity, id: string): number;
  close(): void;
}

/** The one connection that writes. */
export interface Cache extends CacheReader {
  readonly customers: CustomerTable;
  readonly words: WordTable;
  readonly digits: DigitTable;
  readonly cases: CaseTable;
  readonly contacts: ContactTable;
  readonly notes: NoteTable;
  readonly portfolios: PortfolioTable;
  readonly segments: SegmentTable;
  readonly buckets: BucketTable;
  readonly articles: ArticleTable;
  readonly fed: Readonly<Record<Entity, FedTable>>;
  /** Null takes it away. */
  setMark(name: MarkName, value: string | null): void;
  setGone(entity: Entity, id: string, version: number): void;
  setBack(entity: Entity, id: string): void;
  transact<T>(work: () => T): T;
  readonly db: Db;
}

/** Changes hit random pages of the numbers' and words' trees. */
const writersPagesKb = 16_000;
/** Pages of the log beyond which a commit writes them back. */
const longestLog = 16_000;

/** To write. One of another program, earlier or later, is thrown away and begun anew: all of it can be fetched. Throws the driver's errors and those of `migrate`. */
export function openCache(file: string, key: string, log: Log): Cache {
  const db = openMigrated({ file, key, synchronous: 'NORMAL', pagesKb: writersPagesKb, log });
  // Pages that many transactions change (the trees of numbers and words) are written back once for all of them.
  db.exec(`PRAGMA wal_autocheckpoint = ${longestLog}`);
  return tablesOf(db);
}

/** To read: sees what was committed when each statement begins, waits for no writer. Throws as `openCache` does. */
export function openCacheReader(file: string, key: string, log: Log): CacheReader {
  const db = openMigrated({ file, key, synchronous: 'NORMAL', log });
  db.exec('PRAGMA query_only = ON');
  return tablesOf(db);
}

/** To read the file as it is now, whatever is written meanwhile. The log grows until it is closed. Throws as `openCache` does. */
export function openCacheMoment(file: string, key: string, log: Log): CacheReader {
  const db = openMigrated({ file, key, synchronous: 'NORMAL', pagesKb: 2_048, log });
  db.exec('PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM mark');
  return tablesOf(db);
}

/** Nobody is in it: what answers while the file is exchanged. */
export const openEmptyCache = (log: Log): CacheReader =>
  tablesOf(openMigrated({ file: ':memory:', key: null, synchronous: 'NORMAL', log }));

function openMigrated(options: OpenOptions): Db {
  let db = openDb(options);
  try {
    if (isOfAnother(db, cacheSchema)) {
      db.close();
      removeFile(options.file);
      db = openDb(options);
    }
    migrate(db, cacheSchema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function tablesOf(db: Db): Cache {
  const mark = db.query<{ value: string }>('mark.get', 'SELECT value FROM mark WHERE name = ?');
  const setMark = db.query('mark.set', 'INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)');
  const clearMark = db.query('mark.clear', 'DELETE FROM mark WHERE name = ?');
  const goneAt = db.query<{ version: number }>(
    'tombstone.get',
    'SELECT version FROM tombstone WHERE entity = ? AND id = ?',
  );
  const setGone = db.query(
    'tombstone.set',
    `INSERT INTO tombstone (entity, id, version) VALUES (?, ?, ?)
     ON CONFLICT (entity, id) DO UPDATE SET version = max(version, excluded.version)`,
  );
  const setBack = db.query('tombstone.remove', 'DELETE FROM tombstone WHERE entity = ? AND id = ?');
  const words = createWordTable(db);
  const digits = createDigitTable(db);
  const portfolios = createPortfolioTable(db);
  const buckets = createBucketTable(db);
  const customers = createCustomerTable(db, { portfolios, buckets, words, digits });
  const cases = createCaseTable(db, { portfolios, buckets });
  const contacts = createContactTable(db, { portfolios, buckets });
  const notes = createNoteTable(db, { portfolios, buckets });
  return {
    customers,
    words,
    digits,
    cases,
    contacts,
    notes,
    fed: { customer: customers, case: cases, contact: contacts, note: notes },
    portfolios,
    buckets,
    segments: createSegmentTable(db),
    articles: createArticleTable(db),
    mark: (name) => mark.get(name)?.value ?? null,
    setMark(name, value) {
      if (value === null) clearMark.run(name);
      else setMark.run(name, value);
    },
    goneAt: (entity, id) => goneAt.get(entity, id)?.version ?? 0,
    setGone: (entity, id, version) => void setGone.run(entity, id, version),
    setBack: (entity, id) => void setBack.run(entity, id),
    transact(work) {
      try {
        return db.transact(() => {
          const result = work();
          portfolios.settle();
          buckets.settle();
          return result;
        });
      } catch (error) {
        portfolios.forget();
        buckets.forget();
        words.forget();
        throw error;
      }
    },
    db,
    close: () => db.close(),
  };
}
