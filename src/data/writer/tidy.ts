// What is done when there is nothing else to write: what the full texts have to merge, what they still hold of rows that were taken off
// the disk, and whether the rows come to what is kept of them.
import type { Cache, CacheReader } from '../db/cache.ts';
import { pagesAtOnce } from '../db/fullText.ts';
import type { Log } from '../log.ts';
import { createRecount, type Recount } from './proof.ts';

const wordsAtOnce = 200;

export interface Tidying {
  /** One small step, within a transaction; false when there is nothing left to do. */
  step(): boolean;
  stop(): void;
}

/** `openMoment`: to count what is there now. */
export function createTidying(cache: Cache, openMoment: () => CacheReader, log: Log): Tidying {
  const { words, digits } = cache;
  let purging = false;
  let pruned = '';
  let recount: Recount | null = null;

  function purge(): boolean {
    if (!purging) {
      purging = true;
      cache.setMark('purge', 'going');
      words.mergeAll(pagesAtOnce);
      digits.mergeAll(pagesAtOnce);
      return true;
    }
    const last = words.prune(pruned, wordsAtOnce);
    if (last !== null) {
      pruned = last;
      return true;
    }
    purging = false;
    pruned = '';
    if (cache.mark('purge') === 'going') cache.setMark('purge', 'log');
    return true;
  }

  function count(): boolean {
    recount ??= createRecount(cache, openMoment(), log);
    if (recount.step()) return true;
    recount = null;
    cache.setMark('unproved', 'sums');
    return true;
  }

  return {
    step() {
      if (words.merge(pagesAtOnce) || digits.merge(pagesAtOnce)) return true;
      if (['yes', 'going'].includes(cache.mark('purge') ?? '')) return purge();
      return cache.mark('unproved') === 'rows' && count();
    },
    stop() {
      recount?.stop();
      recount = null;
    },
  };
}
