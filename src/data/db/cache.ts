// cache.db open: every table of what was fetched from the backend, and the marks that say how far it reaches.
import type { Case, Contact } from '#shared/model/customer';
import type { Entity } from '#shared/protocol/sync';
import type { Log } from '../log.ts';
import { type CustomerTable, createCustomerTable } from './customerTable.ts';
import { type Db, openDb } from './driver.ts';
import { createCaseTable, createContactTable, type HistoryTable } from './historyTables.ts';
import { migrate } from './migrate.ts';
import { cacheSchema } from './schemas.ts';

/** owner: the agent whose rows these are. changes: the feed's cursor. snapshot, done, total: a first load under way. */
export type MarkName = 'owner' | 'changes' | 'snapshot' | 'done' | 'total';

export interface Cache {
  readonly customers: CustomerTable;
  readonly cases: HistoryTable<Case>;
  readonly contacts: HistoryTable<Contact>;
  mark(name: MarkName): string | null;
  /** Null takes it away. */
  setMark(name: MarkName, value: string | null): void;
  /** The version at which this row went; 0 when it never did. */
  goneAt(entity: Entity, id: string): number;
  setGone(entity: Entity, id: string, version: number): void;
  setBack(entity: Entity, id: string): void;
  transact<T>(work: () => T): T;
  readonly file: string;
  close(): void;
}

/** Throws the driver's errors and those of `migrate`. */
export function openCache(file: string, key: string, log: Log): Cache {
  const db = openDb({ file, key, synchronous: 'NORMAL', log });
  try {
    migrate(db, cacheSchema);
    return tablesOf(db);
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
  return {
    customers: createCustomerTable(db),
    cases: createCaseTable(db),
    contacts: createContactTable(db),
    mark: (name) => mark.get(name)?.value ?? null,
    setMark(name, value) {
      if (value === null) clearMark.run(name);
      else setMark.run(name, value);
    },
    goneAt: (entity, id) => goneAt.get(entity, id)?.version ?? 0,
    setGone: (entity, id, version) => void setGone.run(entity, id, version),
    setBack: (entity, id) => void setBack.run(entity, id),
    transact: (work) => db.transact(work),
    file: db.file,
    close: () => db.close(),
  };
}
