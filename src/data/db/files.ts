// The profile's two files, open: what to do when one is damaged, locked by another key, newer than the program, or has no room.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, type FailureCode, FailureError, failure } from '#shared/contract/failure';
import type { Log } from '../log.ts';
import { type Cache, openCache } from './cache.ts';
import { fileTroubleOf } from './driver.ts';
import { checkKey, writeKeyCheck } from './keyCheck.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { DamagedFile, openWork, type Work } from './work.ts';

export interface Files {
  /** One transaction on work.db, on the disk when it returns. Throws `files.diskFull`; mends the file once when it is damaged. */
  work<T>(use: (work: Work) => T): T;
  /** Reads work.db: waits for no writer, needs no room. */
  readWork<T>(use: (work: Work) => T): T;
  /** Reads or writes the cache. A damaged one is set aside and an empty one put in its place: throws `files.damaged`. */
  cache<T>(use: (cache: Cache) => T): T;
  /** The second file, in which a new snapshot is gathered; left by an earlier run or made now. */
  nextCache<T>(use: (cache: Cache) => T): T;
  hasNextCache(): boolean;
  dropNextCache(): void;
  /** Puts the second file in the cache's place. */
  swapCache(): void;
  /** An empty cache: another agent's rows are not this one's to see. */
  clearCache(): void;
  close(): void;
}

export interface FilesOptions {
  readonly folder: string;
  readonly key: string;
  readonly now: () => Date;
  readonly log: Log;
  /** What the agent has to know. */
  readonly onNotice: (notice: Failure) => void;
  /** Writing works again. */
  readonly onWritten: () => void;
  /** The cache is empty and must be fetched. */
  readonly onCacheLost: () => void;
}

/** Throws `files.newer` when a file belongs to a newer program; every other trouble is mended and told by `onNotice`. */
export function openFiles(options: FilesOptions): Files {
  const { folder, key, log, onNotice } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(folder, name);
  const keyFile = at('key.check');
  const keyWas = checkKey(keyFile, key);

  const notice = (code: FailureCode, message: string) => onNotice(failure(code, 'data', message).failure);
  const dateNow = () => options.now().toISOString().replaceAll(/[:.]/g, '-');

  /** The file with what belongs to it, kept under its date. Returns its new name. */
  function setAside(name: string, why: string): string {
    const kept = at(`${name}.${why}-${dateNow()}`);
    for (const part of ['', '-wal', '-shm']) {
      if (existsSync(at(name + part))) renameSync(at(name + part), kept + part);
    }
    log.warn('file set aside', { name, why });
    return kept;
  }

  function openMended<T>(name: string, open: () => T, mend: (kept: string) => T): T {
    try {
      return open();
    } catch (error) {
      const trouble = error instanceof DamagedFile ? 'damaged' : fileTroubleOf(error);
      const foreign = error instanceof FailureError && error.failure.code === 'files.damaged';
      if (trouble === 'notADatabase' && keyWas !== 'right') {
        setAside(name, 'locked');
        notice('files.keyLost', `${name} cannot be opened with this key and was kept aside`);
        return open();
      }
      if (trouble !== 'damaged' && trouble !== 'notADatabase' && !foreign) throw error;
      return mend(setAside(name, 'damaged'));
    }
  }

  function openSalvaged(kept: string): Work {
    const fresh = openWork(at('work.db'), key, log);
    const saved: Salvaged = salvage(kept, key, fresh.db, log);
    notice('files.damaged', `work.db: ${saved.rows} rows recovered, ${saved.lost} could not be read`);
    return fresh;
  }

  const openTheWork = () => openMended('work.db', () => openWork(at('work.db'), key, log), openSalvaged);
  const openTheCache = (name: string) =>
    openMended(
      name,
      () => openCache(at(name), key, log),
      () => {
        notice('files.damaged', `${name}: it is fetched again`);
        return openCache(at(name), key, log);
      },
    );

  let work = openTheWork();
  let cache = openTheCache('cache.db');
  let next: Cache | null = null;
  if (keyWas !== 'right') writeKeyCheck(keyFile, key);

  const remove = (name: string) => {
    for (const part of ['', '-wal', '-shm']) rmSync(at(name + part), { force: true });
  };
  const isDamage = (error: unknown) => {
    const trouble = fileTroubleOf(error);
    return trouble === 'damaged' || trouble === 'notADatabase';
  };
  const whenFull = (error: unknown): unknown => {
    if (fileTroubleOf(error) !== 'full') return error;
    const full = failure('files.diskFull', 'data', 'no room to write');
    onNotice(full.failure);
    return full;
  };

  function dropNextCache(): void {
    next?.close();
    next = null;
    remove('cache-next.db');
  }

  /** Mends a damaged work.db once, then tries again. */
  function mending<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      if (!isDamage(error)) throw whenFull(error);
      work.close();
      const kept = setAside('work.db', 'damaged');
      work = openSalvaged(kept);
      return use();
    }
  }

  return {
    work: (use) =>
      mending(() => {
        const result = work.transact(() => use(work));
        options.onWritten();
        return result;
      }),
    readWork: (use) => mending(() => use(work)),
    cache(use) {
      try {
        return use(cache);
      } catch (error) {
        if (!isDamage(error)) throw whenFull(error);
        cache.close();
        setAside('cache.db', 'damaged');
        cache = openCache(at('cache.db'), key, log);
        notice('files.damaged', 'cache.db: it is fetched again');
        options.onCacheLost();
        throw failure('files.damaged', 'data', 'cache.db');
      }
    },
    nextCache(use) {
      next ??= openTheCache('cache-next.db');
      try {
        return use(next);
      } catch (error) {
        if (isDamage(error)) {
          next.close();
          next = null;
          setAside('cache-next.db', 'damaged');
        }
        throw whenFull(error);
      }
    },
    hasNextCache: () => next !== null || existsSync(at('cache-next.db')),
    dropNextCache,
    swapCache() {
      next?.close();
      next = null;
      // Closing has emptied both write-ahead logs: from here on one rename decides.
      cache.close();
      renameSync(at('cache-next.db'), at('cache.db'));
      cache = openTheCache('cache.db');
    },
    clearCache() {
      dropNextCache();
      cache.close();
      remove('cache.db');
      cache = openCache(at('cache.db'), key, log);
    },
    close() {
      next?.close();
      cache.close();
      work.close();
    },
  };
}
