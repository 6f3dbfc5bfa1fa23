// What is done when there is nothing else to write: what the full texts have to merge, and what they still hold of rows that were taken off
// the disk.
import type { Cache } from '../db/cache.ts';

const pagesAtOnce = 64;
const wordsAtOnce = 200;

/** One small step, within a transaction; false when there is nothing left to do. */
export function createTidying(cache: Cache): () => boolean {
  const { words, digits } = cache;
  let purging = false;
  let pruned = '';

  function purge(): boolean {
    if (!purging) {
      purging = true;
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
    cache.setMark('purge', null);
    return true;
  }

  return () => {
    if (words.merge(pagesAtOnce) || digits.merge(pagesAtOnce)) return true;
    return cache.mark('purge') === null ? false : purge();
  };
}
