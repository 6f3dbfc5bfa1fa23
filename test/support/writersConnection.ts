// The connection that writes the cache, to do to its file what a full or broken disk does.
/// <reference path="../../src/data/db/betterSqlite3.d.ts" />
import Database from 'better-sqlite3';

export interface WritersConnection {
  /** Pages that the file may have from now on; null: as many as it likes. */
  limit(pages: (now: number) => number | null): void;
  /** Everything is in the file, and nothing of it in memory: what is written next is read from the disk before. */
  forget(): void;
  stop(): void;
}

/** Catches each one that is opened from here on. `opened`: told of it before anything is written. */
export function catchWritersConnection(opened: (connection: WritersConnection) => void = () => {}): WritersConnection {
  let database: Database | null = null;
  const { exec } = Database.prototype;
  const ask = (pragma: string) => database?.pragma(pragma, { simple: true });
  const connection: WritersConnection = {
    limit: (pages) => void ask(`max_page_count = ${pages(Number(ask('page_count'))) ?? 4_294_967_294}`),
    forget() {
      ask('wal_checkpoint(TRUNCATE)');
      ask('shrink_memory');
    },
    stop: () => void Object.assign(Database.prototype, { exec }),
  };
  Database.prototype.exec = function (sql) {
    const done = exec.call(this, sql);
    // Only whoever writes it says when its log is written back.
    if (sql.startsWith('PRAGMA wal_autocheckpoint')) {
      database = this;
      opened(connection);
    }
    return done;
  };
  return connection;
}
