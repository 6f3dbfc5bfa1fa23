// Writes that must happen but may not hold anything up: in order, and kept in memory while the disk has no room.
import { FailureError } from '#shared/contract/failure';
import type { Files } from '../db/files.ts';
import type { Work } from '../db/work.ts';
import { errorName, type Log } from '../log.ts';

export type Write = (work: Work) => void;

export interface Backlog {
  /** Writes now if it can; otherwise with the next write that can. Never throws. */
  add(write: Write): void;
  /** Everything that waits and then this, in one transaction. Throws `files.diskFull`. */
  through<T>(write: (work: Work) => T): T;
}

export function createBacklog(files: Files, log: Log): Backlog {
  const waiting: Write[] = [];

  function through<T>(write: (work: Work) => T): T {
    const result = files.work((work) => {
      for (const earlier of waiting) earlier(work);
      return write(work);
    });
    waiting.length = 0;
    return result;
  }

  return {
    add(write) {
      try {
        through(write);
      } catch (error) {
        log.warn('not written yet', { error: error instanceof FailureError ? error.failure.code : errorName(error) });
        waiting.push(write);
      }
    },
    through,
  };
}
