// The profile's two files, open: what to do when one is damaged, locked by another key, newer than the program, or has no room.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, type FailureCode, FailureError, failure } from '#shared/contract/failure';
import type { Log } from '../log.ts';
import type { StartWriter } from '../writer/contract.ts';
import { forgetAsides, isSomeLocked } from './asides.ts';
import { type CacheFiles, openCacheFiles } from './cacheFiles.ts';
import { renameFile } from './dbFile.ts';
import { fileTroubleOf } from './driver.ts';
import { checkKey, writeKeyCheck } from './keyCheck.ts';
import { bringBack, keepVersion, lastVersion, newerFiles, unknown } from './newerFiles.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { DamagedFile, openWork, type Work } from './work.ts';

/** work.db: what agents write. cache.db: what comes from the backend. */
export type ProfileFile = 'work.db' | 'cache.db';

const unwrittenCodes: readonly FailureCode[] = ['files.diskFull', 'files.cacheFull', 'files.unwritable'];

/** Whether it says that this file cannot be written. */
export const isUnwritten = ({ code, message }: Failure, file: ProfileFile): boolean =>
  message === file && unwrittenCodes.includes(code);

export interface Files extends Omit<CacheFiles, 'closeCache'> {
  /** One transaction on work.db, on the disk when it returns. Throws `files.diskFull`, `files.unwritable`; mends the file once when it is damaged. */
  work<T>(use: (work: Work) => T): T;
  /** Reads work.db: waits for no writer, needs no room. */
  readWork<T>(use: (work: Work) => T): T;
  /** Whether a work.db lies beside it that a newer program, or another key, may open again: what belongs to its rows is to stay. */
  isSomeAside(): boolean;
  /** Lets the writer finish what it was asked. */
  close(): Promise<void>;
}

export interface FilesOptions {
  readonly folder: string;
  readonly key: string;
  /** This program's, as people know it. */
  readonly version: string;
  readonly now: () => Date;
  readonly log: Log;
  /** Where the cache is written: beside this thread, or in it. */
  readonly startWriter: StartWriter;
  /** What the agent has to know. */
  readonly onNotice: (notice: Failure) => void;
  /** Writing into it works (again). */
  readonly onWritten: (file: ProfileFile) => void;
  /** The cache is empty and must be fetched. */
  readonly onCacheLost: () => void;
}

/** Whatever trouble there is with the files' content is mended and told by `onNotice`. Throws what the file system says. */
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
    renameFile(at(name), kept);
    log.warn('file set aside', { name, why });
    return kept;
  }

  /** Of every file it is said in the same words, once. */
  const keyLost = () => notice('files.keyLost', 'what was locked with another key was kept aside');
  const salvaged = ({ rows, lost }: Salvaged) =>
    notice('files.damaged', `work.db: ${rows} rows recovered, ${lost} could not be read`);

  function openMended<T>(name: string, open: () => T, mend: (kept: string) => T): T {
    try {
      return open();
    } catch (error) {
      const trouble = error instanceof DamagedFile ? 'damaged' : fileTroubleOf(error);
      const foreign = error instanceof FailureError && error.failure.code === 'files.damaged';
      if (error instanceof FailureError && error.failure.code === 'files.newer') {
        setAside(name, `newer-${lastVersion(folder) ?? unknown}`);
        return open();
      }
      if (trouble === 'notADatabase' && keyWas !== 'right') {
        setAside(name, 'locked');
        keyLost();
        return open();
      }
      if (trouble !== 'damaged' && trouble !== 'notADatabase' && !foreign) throw error;
      return mend(setAside(name, 'damaged'));
    }
  }

  function openSalvaged(kept: string): Work {
    const fresh = openWork(at('work.db'), key, log);
    salvaged(salvage(kept, key, fresh.db, log));
    return fresh;
  }

  const openTheWork = () => openMended('work.db', () => openWork(at('work.db'), key, log), openSalvaged);
  function unwritten(file: ProfileFile, trouble: 'full' | 'unwritable'): FailureError {
    const full = file === 'work.db' ? 'files.diskFull' : 'files.cacheFull';
    const found = failure(trouble === 'full' ? full : 'files.unwritable', 'data', file);
    onNotice(found.failure);
    return found;
  }

  let work = openTheWork();
  const { closeCache, ...cacheFiles } = openCacheFiles({
    ...options,
    at,
    setAside,
    openMended: (name, open) =>
      openMended(name, open, () => {
        notice('files.cacheDamaged', `${name}: it is fetched again`);
        return open();
      }),
    notice,
    unwritten: (trouble) => unwritten('cache.db', trouble),
    onWritten: () => options.onWritten('cache.db'),
    onLost: options.onCacheLost,
  });
  if (keyWas !== 'right') writeKeyCheck(keyFile, key);
  forgetAsides(folder, options.now(), log);
  keepVersion(folder, options.version, log);
  for (const left of bringBack(folder, { value: key, isRight: keyWas === 'right' }, work.db, log)) {
    if (left.kind === 'newer')
      onNotice({ ...failure('files.newer', 'data', 'work.db').failure, version: left.version });
    else if (left.kind === 'locked') keyLost();
    else salvaged(left.saved);
  }

  const isDamage = (error: unknown) => {
    const trouble = fileTroubleOf(error);
    return trouble === 'damaged' || trouble === 'notADatabase';
  };
  /** Mends a damaged work.db once, then tries again. */
  function mending<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      const trouble = fileTroubleOf(error);
      if (trouble === 'full' || trouble === 'unwritable') throw unwritten('work.db', trouble);
      if (!isDamage(error)) throw error;
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
        options.onWritten('work.db');
        return result;
      }),
    readWork: (use) => mending(() => use(work)),
    isSomeAside: () => newerFiles(folder).length > 0 || isSomeLocked(folder),
    ...cacheFiles,
    async close() {
      await closeCache();
      work.close();
    },
  };
}
