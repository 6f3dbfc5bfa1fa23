// What each task does to the files. Knows nothing of threads: whoever calls it waits.
import { join } from 'node:path';
import type { Customer } from '#shared/model/customer';
import type { CustomerId, PortfolioId } from '#shared/model/ids';
import { type Cache, openCache, openCacheMoment } from '../db/cache.ts';
import { partsOf } from '../db/customerTable.ts';
import { type Merging, pagesAtOnce } from '../db/fullText.ts';
import { applyChange } from '../sync/apply.ts';
import { nobody, touchedOf } from '../sync/touched.ts';
import type { Target, Tasks, WriterOptions } from './contract.ts';
import { createGathering, createWalk, type Gathering, sumsOf } from './proof.ts';
import { articlesIn, pageIn, rowsInBlocks } from './reading.ts';
import { createTidying, type Tidying } from './tidy.ts';

/** A transaction ends when it has taken so long, or grown so big. */
const sliceMs = 20;
const sliceRows = 200;

/** Customers whose numbers are cut up in one task, and in one transaction. */
const partsAtOnce = 10_000;
const partsInSlice = 250;

const fileNames: Record<Target, string> = { cache: 'cache.db', next: 'cache-next.db' };

export function createTasks({ folder, key, log }: WriterOptions): Tasks {
  const open = new Map<Target, Cache>();
  let sweep: Sweep | null = null;
  let tidying: Tidying | null = null;
  let gathering: { readonly asked: string; readonly found: Gathering } | null = null;

  function at(target: Target): Cache {
    const found = open.get(target);
    if (found !== undefined) return found;
    const opened = openCache(join(folder, fileNames[target]), key, log);
    open.set(target, opened);
    if (target === 'cache') openedByWriter(opened);
    return opened;
  }

  return {
    standing({ target }) {
      const cache = at(target);
      return {
        owner: cache.mark('owner'),
        changes: cache.mark('changes'),
        feed: cache.mark('feed'),
        pending: cache.segments.pending(),
        loading: cache.segments.portfolios(),
        portfolios: cache.portfolios.all(),
        ...cache.segments.progress(),
      };
    },
    begin({ target, owner, portfolios, manifest }) {
      const cache = at(target);
      cache.transact(() => {
        cache.setMark('owner', owner);
        cache.setMark('feed', manifest.changes);
        cache.digits.leaveOut();
        for (const id of portfolios) cache.portfolios.no(id);
        cache.segments.replace(manifest.segments);
      });
      return null;
    },
    blocks({ target, segment, bytes, last }) {
      const cache = at(target);
      const { generation, number, etag, reached } = segment;
      const stored = cache.segments.find(generation, number);
      // From the first byte on it may always be begun again: the bytes may be others by now.
      if (stored === null || (reached > 0 && (stored.reached !== reached || stored.etag !== etag))) return null;
      const touched = new Set<CustomerId>();
      // Nobody's rows are deleted by it: free pages are left as they are.
      cache.db.pragma('secure_delete = FAST');
      const began = performance.now();
      const after = cache.transact(() => {
        let loaded = reached > 0 ? stored.loaded : 0;
        for (const row of rowsInBlocks(bytes)) {
          if (row.kind === 'customer') loaded += 1;
          applyChange(cache, row, touched, true);
        }
        const now = { ...segment, reached: reached + bytes.length, loaded };
        cache.segments.reach(now, last);
        return now;
      });
      const longestMs = performance.now() - began;
      mergeAdded(cache, cache.words);
      return { touched: touchedOf(touched), longestMs, segment: after, progress: cache.segments.progress() };
    },
    finish({ target }) {
      const cache = at(target);
      cache.db.pragma('secure_delete = ON');
      cache.transact(() => {
        const feed = cache.mark('feed');
        if (feed === null) return;
        cache.setMark('changes', feed);
        cache.setMark('feed', null);
        if (cache.mark('unproved') === null) cache.setMark('unproved', 'new');
        cache.segments.clear();
      });
      return null;
    },
    page({ target, from, bytes }) {
      const cache = at(target);
      if (cache.mark('changes') !== from) return null;
      const { changes, next, more, portfolios } = pageIn(bytes);
      const touched = new Set<CustomerId>();
      const longestMs = inSlices(
        cache,
        changes,
        (change) => applyChange(cache, change, touched),
        () => cache.setMark('changes', next),
      );
      mergeAdded(cache, cache.words);
      mergeAdded(cache, cache.digits);
      writeBack(cache);
      return { touched: touchedOf(touched), longestMs, more, portfolios };
    },
    parts({ target }) {
      const cache = at(target);
      let more = true;
      for (let done = 0; more && done < partsAtOnce; done += partsInSlice) {
        more = cache.transact(() => cache.digits.catchUp(partsIn, partsInSlice));
      }
      mergeAdded(cache, cache.digits);
      writeBack(cache);
      return { more };
    },
    keepOnly({ target, portfolios }) {
      const cache = at(target);
      const lost = cache.portfolios.all().find((id) => !portfolios.includes(id));
      if (lost === undefined) return { touched: nobody, longestMs: 0, more: false, ...cache.segments.progress() };
      if (sweep?.cache !== cache || sweep.portfolio !== lost) sweep = sweepOf(cache, lost);
      const touched = new Set<CustomerId>();
      const some = sweep.walk(sliceRows);
      const longestMs = inSlices(
        cache,
        some?.rows ?? [],
        ({ id }) => some !== null && touch(touched, cache.fed[some.entity].remove(id)),
        () => {
          if (some !== null) return;
          cache.buckets.removePortfolio(cache.portfolios.no(lost));
          cache.portfolios.remove(lost);
          cache.setMark('purge', 'yes');
        },
      );
      return { touched: touchedOf(touched), longestMs, more: true, ...cache.segments.progress() };
    },
    tidy({ budgetMs }) {
      const cache = at('cache');
      if (cache.mark('feed') !== null) return { more: false };
      tidying ??= createTidying(cache, () => openCacheMoment(join(folder, fileNames.cache), key, log), log);
      const { step } = tidying;
      const began = performance.now();
      let more = true;
      // Each step is a transaction of its own.
      while (more && performance.now() - began < budgetMs) more = cache.transact(step);
      if (!more && cache.mark('purge') === 'log' && emptyLog(cache)) cache.setMark('purge', null);
      // Nothing is left to do: what was kept of the file in memory is given back until there is.
      if (!more) cache.db.pragma('shrink_memory');
      return { more };
    },
    refresh(row) {
      const cache = at('cache');
      if (cache.customers.version(row.id) > 0)
        cache.transact(() => applyChange(cache, { kind: 'customer', row }, new Set()));
      return null;
    },
    doubt() {
      const cache = at('cache');
      cache.transact(() => cache.setMark('unproved', 'rows'));
      return null;
    },
    sums() {
      const cache = at('cache');
      const cursor = cache.mark('changes');
      const unproved = cache.mark('unproved');
      if (cursor === null || cache.mark('feed') !== null || (unproved !== 'sums' && unproved !== 'new')) return null;
      // Gathered for a comparison that broke off: rows have moved since.
      gathering = null;
      return { cursor, isNew: unproved === 'new', portfolios: sumsOf(cache) };
    },
    gather({ buckets }) {
      const asked = JSON.stringify(buckets);
      if (gathering?.asked !== asked) gathering = { asked, found: createGathering(at('cache'), buckets) };
      return { more: gathering.found.step() };
    },
    replace({ from, bytes, ...bucket }) {
      const cache = at('cache');
      if (gathering === null || cache.mark('changes') !== from) return null;
      const { found } = gathering;
      const rows = [...rowsInBlocks(bytes)];
      const began = performance.now();
      const touched = cache.transact(() => found.replace(bucket, rows));
      return { touched: touchedOf(touched), longestMs: performance.now() - began };
    },
    proved(proved) {
      const cache = at('cache');
      gathering = null;
      cache.transact(() => {
        cache.setMark('unproved', null);
        cache.setMark('proved', proved === null ? null : JSON.stringify(proved));
      });
      return null;
    },
    keepArticles({ owner, ids, mark }) {
      const cache = at('cache');
      if (cache.mark('owner') !== owner) return null;
      return cache.transact(() => {
        const changed = cache.articles.keepOnly(new Set(ids));
        cache.setMark('articles', mark);
        return { changed };
      });
    },
    putArticles({ owner, bytes }) {
      const cache = at('cache');
      if (cache.mark('owner') !== owner) return null;
      const { articles } = articlesIn(bytes);
      return { longestMs: inSlices(cache, articles, cache.articles.put, () => {}) };
    },
    release() {
      tidying?.stop();
      const cache = open.get('cache');
      cache?.transact(() => cache.setMark('open', null));
      for (const one of open.values()) one.close();
      open.clear();
      sweep = null;
      tidying = null;
      gathering = null;
      return null;
    },
  };
}

const partsIn = (body: string): string[] => partsOf(JSON.parse(body) as Pick<Customer, 'phones'>);

/** False: somebody reads from it. */
const emptyLog = (cache: Cache): boolean => cache.db.pragma('wal_checkpoint(TRUNCATE)') === 0;

/** A search looks into each piece that has been added: they are made few at once, in transactions that are kept short. */
function mergeAdded(cache: Cache, added: Merging): void {
  while (cache.transact(() => added.merge(pagesAtOnce)));
}

/** What the log holds goes into the file, as far as nobody reads it: here, and in no transaction that somebody else's may wait for. */
const writeBack = (cache: Cache): void => void cache.db.pragma('wal_checkpoint(PASSIVE)');

const touch = (touched: Set<CustomerId>, owner: string | null) => owner !== null && touched.add(owner as CustomerId);

/** All of them, in transactions that are kept short; `finish` belongs to the last. Returns the longest one's milliseconds. */
function inSlices<T>(cache: Cache, all: readonly T[], apply: (one: T) => void, finish: () => void): number {
  let longestMs = 0;
  let next = 0;
  do {
    const began = performance.now();
    cache.transact(() => {
      const end = Math.min(next + sliceRows, all.length);
      do {
        const some = all[next];
        if (next < end && some !== undefined) apply(some);
        next += 1;
      } while (next < end && performance.now() - began < sliceMs);
      if (next >= all.length) finish();
    });
    longestMs = Math.max(longestMs, performance.now() - began);
  } while (next < all.length);
  return longestMs;
}

/** Whoever has had it open before was cut off: what they have left is looked at once more. */
function openedByWriter(cache: Cache): void {
  cache.transact(() => {
    if (cache.mark('open') !== null && cache.mark('changes') !== null) cache.setMark('unproved', 'rows');
    cache.setMark('open', 'yes');
  });
}

/** The rows of one portfolio, found from one end of the tables to the other. */
interface Sweep {
  readonly cache: Cache;
  readonly portfolio: PortfolioId;
  readonly walk: ReturnType<typeof createWalk>;
}

const sweepOf = (cache: Cache, portfolio: PortfolioId): Sweep => ({
  cache,
  portfolio,
  walk: createWalk(cache, cache.portfolios.no(portfolio)),
});
