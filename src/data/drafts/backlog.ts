// Writes of facts that have happened, whether there is room on the disk or not: in order, and kept in memory until there is.
import { FailureError } from '#shared/contract/failure';
import type { Files } from '../db/files.ts';
import type { Work } from '../db/work.ts';
import { errorName, type Log } from '../log.ts';

export type Write = (work: Work) => void;

export interface Backlog {
  /** Writes now, or once with the next write that can, however often it is asked under that key. Throws when it is not on the disk yet, so that nobody says it is. */
  add(key: string, write: Write): void;
  /** Whether what was asked under that key is not on the disk yet. */
  waits(key: string): boolean;
  /** What waits is written now. Throws while it cannot be. */
  flush(): void;
  /** Everything that waits and then this, in one transaction. Throws `files.diskFull`. */
  through<T>(write: (work: Work) => T): T;
  /** What is on the disk, without what waits. */
  read<T>(use: (work: Work) => T): T;
}

export function createBacklog(files: Files, log: Log): Backlog {
  const waiting = new Map<string, Write>();

  function through<T>(write: (work: Work) => T): T {
    const result = files.work((work) => {
      for (const earlier of waiting.values()) earlier(work);
      return write(work);
    });
    waiting.clear();
    return result;
  }

  return {
    add(key, write) {
      try {
        through(write);
      } catch (error) {
        log.warn('not written yet', { error: error instanceof FailureError ? error.failure.code : errorName(error) });
        waiting.set(key, write);
        throw error;
      }
    },
    waits: (key) => waiting.has(key),
    flush() {
      if (waiting.size > 0) through(() => undefined);
    },
    through,
    read: (use) => files.readWork(use),
  };
}
