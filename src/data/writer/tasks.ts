// What each task does to the files. Knows nothing of threads: whoever calls it waits.
import { join } from 'node:path';
import type { CustomerId } from '#shared/model/ids';
import { type Cache, type MarkName, type Marks, markNames, openCache } from '../db/cache.ts';
import { applyChange } from '../sync/apply.ts';
import type { Target, Tasks, WriterOptions } from './contract.ts';

/** A transaction ends when it has taken so long, or grown so big: those behind it wait no longer. */
const sliceMs = 20;
const sliceRows = 500;

const fileNames: Record<Target, string> = { cache: 'cache.db', next: 'cache-next.db' };

export function createTasks({ folder, key, log }: WriterOptions): Tasks {
  const open = new Map<Target, Cache>();

  function at(target: Target): Cache {
    const found = open.get(target);
    if (found !== undefined) return found;
    const opened = openCache(join(folder, fileNames[target]), key, log);
    open.set(target, opened);
    return opened;
  }

  return {
    marks({ target }) {
      const cache = at(target);
      return Object.fromEntries(markNames.map((name) => [name, cache.mark(name)]));
    },
    setMarks({ target, marks }) {
      const cache = at(target);
      cache.transact(() => setMarks(cache, marks));
      return null;
    },
    apply({ target, from, changes, marks }) {
      const cache = at(target);
      if (!stands(cache, from)) return null;
      const touched = new Set<CustomerId>();
      let longestMs = 0;
      let next = 0;
      do {
        const began = performance.now();
        cache.transact(() => {
          const end = Math.min(next + sliceRows, changes.length);
          for (; next < end && performance.now() - began < sliceMs; next += 1) {
            const change = changes[next];
            if (change !== undefined) applyChange(cache, change, touched);
          }
          if (next >= changes.length) setMarks(cache, marks);
        });
        longestMs = Math.max(longestMs, performance.now() - began);
      } while (next < changes.length);
      return { touched: [...touched], longestMs };
    },
    refresh(row) {
      const cache = at('cache');
      if (cache.customers.version(row.id) > 0)
        cache.transact(() => applyChange(cache, { kind: 'customer', row }, new Set()));
      return null;
    },
    release() {
      for (const cache of open.values()) cache.close();
      open.clear();
      return null;
    },
  };
}

function setMarks(cache: Cache, marks: Marks): void {
  for (const [name, value] of Object.entries(marks)) cache.setMark(name as MarkName, value);
}

const stands = (cache: Cache, from: Marks): boolean =>
  Object.entries(from).every(([name, value]) => cache.mark(name as MarkName) === value);
