// cache.db and the file that is to follow it: one connection here that reads, one writer, and how one file takes another's place.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { type FailureCode, FailureError, failure } from '#shared/contract/failure';
import { errorName, type Log } from '../log.ts';
import { type Input, type Output, type StartWriter, TaskFailed, type TaskName } from '../writer/contract.ts';
import { type CacheReader, openCacheReader, openEmptyCache } from './cache.ts';
import { removeFile } from './dbFile.ts';
import { fileTroubleOf } from './driver.ts';

export interface CacheFiles {
  /** Waits for no writer. Of a damaged file throws `files.cacheDamaged`; from then on an empty one answers, to be filled anew. */
  cache<T>(use: (cache: CacheReader) => T): T;
  /** Throws `files.cacheFull`, `files.unwritable`, `files.cacheDamaged` (an empty file has taken its place), `program.bug`. */
  write<K extends TaskName>(task: K, input: Input<K>): Promise<Output<K>>;
  /** The second file, in which a new set is gathered: left by an earlier run, or begun by a task. */
  hasNextCache(): boolean;
  dropNextCache(): Promise<void>;
  /** Puts the second file in the cache's place. */
  swapCache(): Promise<void>;
  /** An empty cache, from this moment on: another agent's rows are not this one's to see. */
  clearCache(): Promise<void>;
  closeCache(): Promise<void>;
}

export interface CacheFilesOptions {
  readonly folder: string;
  readonly key: string;
  readonly log: Log;
  readonly startWriter: StartWriter;
  /** Path of a file of the folder. */
  readonly at: (name: string) => string;
  readonly setAside: (name: string, why: 'damaged') => void;
  /** Opens; a file that cannot be opened is set aside, said, and opened anew. */
  readonly openMended: (name: string, open: () => CacheReader) => CacheReader;
  readonly notice: (code: FailureCode, message: string) => void;
  /** Says so, and gives what is to be thrown. */
  readonly unwritten: (trouble: 'full' | 'unwritable') => FailureError;
  readonly onWritten: () => void;
  /** The cache is empty and must be fetched. */
  readonly onLost: () => void;
}

const nextName = 'cache-next.db';
/** Those that have to write whatever the file holds. */
const writingTasks: readonly TaskName[] = ['begin', 'blocks', 'page'];

export function openCacheFiles(options: CacheFilesOptions): CacheFiles {
  const { key, log, at, notice } = options;
  const openReader = () => options.openMended('cache.db', () => openCacheReader(at('cache.db'), key, log));
  let reader = openReader();
  const writer = options.startWriter({ folder: options.folder, key, log });
  /** Counts the files that have stood in the cache's place: what is said of an earlier one concerns nobody. */
  let nth = 0;
  let exchange: Promise<void> = Promise.resolve();

  /** Runs `work` while the writer has no file open; whoever writes meanwhile waits for the end of it. */
  function exchanging(work: () => void): Promise<void> {
    const mine = exchange.then(async () => {
      // A writer that cannot answer has died, and its files are closed.
      await writer.ask('release', null).catch((error) => log.warn('release', { error: errorName(error) }));
      work();
    });
    exchange = mine.catch(() => {});
    return mine;
  }

  async function settled(): Promise<void> {
    let seen: Promise<void>;
    do {
      seen = exchange;
      await seen;
    } while (seen !== exchange);
  }

  /** Nobody reads from the file any more, as of now. */
  function answerFromNone(): void {
    nth += 1;
    reader.close();
    reader = openEmptyCache(log);
  }

  function reopen(): void {
    reader.close();
    reader = openReader();
  }

  function replaceDamaged(): void {
    answerFromNone();
    void exchanging(() => {
      options.setAside('cache.db', 'damaged');
      reopen();
      notice('files.cacheDamaged', 'cache.db: it is fetched again');
      options.onLost();
    });
  }

  async function write<K extends TaskName>(task: K, input: Input<K>): Promise<Output<K>> {
    await settled();
    const asked = nth;
    try {
      const output = await writer.ask(task, input);
      if (writingTasks.includes(task)) options.onWritten();
      return output;
    } catch (error) {
      if (!(error instanceof TaskFailed)) throw error;
      const { trouble, failure: found } = error.problem;
      if (trouble === 'full' || trouble === 'unwritable') throw options.unwritten(trouble);
      if (!isDamage(trouble) && found?.code !== 'files.damaged')
        throw found === null ? failure('program.bug', 'data', error.problem.error) : new FailureError(found);
      if (isOfNext(input)) await exchanging(() => options.setAside(nextName, 'damaged'));
      else if (asked === nth) replaceDamaged();
      throw failure('files.cacheDamaged', 'data', 'found while writing');
    }
  }

  return {
    cache(use) {
      try {
        return use(reader);
      } catch (error) {
        if (!isDamage(fileTroubleOf(error))) throw error;
        replaceDamaged();
        throw failure('files.cacheDamaged', 'data', 'cache.db');
      }
    },
    write,
    hasNextCache: () => existsSync(at(nextName)),
    dropNextCache: () => exchanging(() => removeFile(at(nextName))),
    swapCache: () =>
      exchanging(() => {
        // Closing has written both logs back, unless there was no room for it: from here on one rename decides.
        if (existsSync(at(`${nextName}-wal`))) throw options.unwritten('full');
        reader.close();
        for (const part of ['-wal', '-shm']) rmSync(at(`cache.db${part}`), { force: true });
        renameSync(at(nextName), at('cache.db'));
        nth += 1;
        reader = openReader();
      }),
    clearCache() {
      answerFromNone();
      return exchanging(() => {
        removeFile(at(nextName));
        removeFile(at('cache.db'));
        reopen();
      });
    },
    async closeCache() {
      await exchange;
      reader.close();
      await writer.close();
    },
  };
}

const isDamage = (trouble: ReturnType<typeof fileTroubleOf>): boolean =>
  trouble === 'damaged' || trouble === 'notADatabase';

const isOfNext = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'target' in input && input.target === 'next';
