// Shows that the cache holds what the backend has: what the rows of each bucket come to is compared, and a bucket that differs is fetched again.
import type { PortfolioId } from '#shared/model/ids';
import type { Digests } from '#shared/protocol/sync';
import { type BucketSum, markOf } from '../db/bucketTable.ts';
import type { CacheFiles } from '../db/cacheFiles.ts';
import type { Backend } from '../http/backend.ts';
import type { Log } from '../log.ts';
import type { BucketAt } from '../writer/contract.ts';
import { endedBy, type Outcome, upToDate } from './outcome.ts';
import type { Touched } from './touched.ts';

export interface CompareDeps {
  readonly files: Pick<CacheFiles, 'write'>;
  readonly backend: Pick<Backend, 'digests' | 'bucket'>;
  readonly now: () => Date;
  readonly log: Log;
  readonly onTouched: (touched: Touched) => void;
  readonly signal: AbortSignal;
}

/** Where more than this differ, something else is wrong, and a new set is quicker. */
const mostFetched = 64;

/** Where a comparison is due. `expired`: all of it has to be fetched anew. Throws what writing throws. */
export async function compare(deps: CompareDeps): Promise<Outcome> {
  const { files, backend, log, signal } = deps;
  const mine = await files.write('sums', null);
  if (mine === null) return upToDate;
  const theirs = await backend.digests(mine.cursor, signal);
  if (theirs.kind !== 'ok') return endedBy(theirs);
  const buckets = differing(mine.portfolios, theirs.value);
  if (buckets.length > 0)
    log.warn('rows differ from the backend’s', { buckets: buckets.map(({ bucket }) => bucket).join() });
  if (buckets.length > mostFetched && mine.isNew) {
    // Of a set that has just been taken: another would differ as much, since it is the backend that counts wrong. Nothing is shown to be right.
    await files.write('proved', null);
    return upToDate;
  }
  if (buckets.length > mostFetched) {
    const failure = { code: 'backend.unavailable', origin: 'data', message: 'too much differs' } as const;
    return { kind: 'expired', failure };
  }
  while (buckets.length > 0 && (await files.write('gather', { buckets })).more);
  for (const at of buckets) {
    const bytes = await backend.bucket(at, signal);
    // A right that is lost meanwhile: the next page says so.
    if (bytes.kind === 'refused' && bytes.status === 404) return upToDate;
    if (bytes.kind !== 'ok') return endedBy(bytes);
    const written = await files.write('replace', { ...at, from: mine.cursor, bytes: bytes.value });
    // Another file, or another place in the feed: it is compared again.
    if (written === null) return upToDate;
    deps.onTouched(written.touched);
  }
  await files.write('proved', { at: deps.now().toISOString(), fetched: buckets.length });
  return upToDate;
}

interface Sums {
  readonly id: PortfolioId;
  readonly buckets: readonly BucketSum[];
}

/** Of portfolios that both know, the buckets of which something can be said and that differ. */
export function differing(mine: readonly Sums[], theirs: Digests): BucketAt[] {
  return theirs.portfolios.flatMap(({ id, buckets, unsettled }) => {
    const own = mine.find((portfolio) => portfolio.id === id);
    if (own === undefined) return [];
    const left = new Map(own.buckets.map((sum) => [sum.bucket, `${markOf(sum)} ${sum.rows}`]));
    for (const bucket of unsettled) left.delete(bucket);
    const others = buckets.filter(({ bucket, mark, rows }) => {
      const same = left.get(bucket) === `${mark} ${rows}`;
      if (same) left.delete(bucket);
      return !same;
    });
    const found = new Set([...others.map(({ bucket }) => bucket), ...left.keys()]);
    return [...found].sort((a, b) => a - b).map((bucket) => ({ portfolio: id, bucket }));
  });
}
