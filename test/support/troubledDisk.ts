// A disk as the test wants it: files of their own that cannot be read or written now, and a work.db for which there is no room.
/// <reference path="../../src/data/db/betterSqlite3.d.ts" />
import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import Database from 'better-sqlite3';

type Work = 'read' | 'write' | 'sync';

export interface TroubledDisk {
  /** What each such work on a file ends with from now on, as the system calls it (`EBUSY`, `ENOSPC`, …); null: it is done. */
  files(work: Work, code: string | null): void;
  /** Whether nothing more can be written into it. */
  workIsFull(isFull: boolean): void;
  stop(): void;
}

/** Before anything is opened. */
export async function troubleDisk(): Promise<TroubledDisk> {
  const some = await open(devNull, 'r');
  const handles = Object.getPrototypeOf(some) as Record<Work, (...args: unknown[]) => Promise<unknown>>;
  await some.close();
  const codes = new Map<Work, string>();
  const were = { read: handles.read, write: handles.write, sync: handles.sync };
  for (const work of ['read', 'write', 'sync'] as const) {
    handles[work] = async function (this: unknown, ...args: unknown[]) {
      const code = codes.get(work);
      if (code !== undefined) throw Object.assign(new Error(`${code}: told by the test`), { code });
      return were[work].apply(this, args);
    };
  }
  let isFull = false;
  const { exec } = Database.prototype;
  Database.prototype.exec = function (sql) {
    if (isFull && sql === 'COMMIT' && this.name.endsWith('work.db'))
      throw new Database.SqliteError('told by the test', 'SQLITE_FULL');
    return exec.call(this, sql);
  };
  return {
    files(work, code) {
      if (code === null) codes.delete(work);
      else codes.set(work, code);
    },
    workIsFull(is) {
      isFull = is;
    },
    stop() {
      Object.assign(handles, were);
      Object.assign(Database.prototype, { exec });
    },
  };
}
