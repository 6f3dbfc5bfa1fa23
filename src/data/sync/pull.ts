// One pull: the first load where it is missing or incomplete, then everything that changed since the cursor.
import { type Failure, FailureError, failure } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import type { Files } from '../db/files.ts';
import type { Refused } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { applyChange } from './apply.ts';
import { createIdleGuard } from './idleGuard.ts';
import { applySnapshotPage, type SnapshotProgress, type UseCache } from './snapshot.ts';

export type Pulled =
  | { readonly kind: 'upToDate' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'signIn' };

export interface PullDeps {
  readonly files: CacheFiles;
  readonly backend: Backend;
  readonly agentId: string;
  readonly log: Log;
  /** Rows of the cache that is read from are new. */
  readonly onTouched: (ids: ReadonlySet<CustomerId>) => void;
  readonly onProgress: (progress: SnapshotProgress) => void;
  /** The cache reaches as far as the cursor says. */
  readonly onLoaded: () => void;
}

/** One page, one transaction: a lookup waits for at most one. */
const changesAtOnce = 100;
const idleMs = 30_000;
const upToDate: Pulled = { kind: 'upToDate' };

/** Never throws: what goes wrong outside is the answer. Nothing is lost by stopping anywhere. */
export async function pull(given: PullDeps, signal: AbortSignal): Promise<Pulled> {
  const deps = { ...given, files: untilStopped(given.files, signal) };
  const { files, agentId, log } = deps;
  const useMain: UseCache = (use) => files.cache(use);
  const useNext: UseCache = (use) => files.nextCache(use);
  try {
    if (files.cache((cache) => cache.mark('owner')) !== agentId) {
      files.clearCache();
      files.cache((cache) => cache.setMark('owner', agentId));
    }
    if (files.cache((cache) => cache.mark('changes')) === null) {
      const loaded = await load(deps, useMain, true, signal);
      if (loaded.kind !== 'upToDate') {
        if (loaded.kind === 'expired') files.clearCache();
        return failed(loaded);
      }
    }
    // Left by a run that was cut off in the middle of taking a new snapshot.
    if (files.hasNextCache()) {
      const renewed = await renew(deps, useNext, signal);
      if (renewed.kind !== 'upToDate') return renewed;
    }
    deps.onLoaded();
    const changed = await pullChanges(deps, useMain, signal);
    if (changed.kind !== 'expired') return failed(changed);
    log.info('cursor expired: a new snapshot');
    files.dropNextCache();
    const renewed = await renew(deps, useNext, signal);
    return renewed.kind === 'upToDate' ? failed(await pullChanges(deps, useMain, signal)) : renewed;
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failed', failure: error.failure };
    log.warn('pull', { error: errorName(error) });
    return { kind: 'failed', failure: { code: 'backend.unreachable', origin: 'network', message: errorName(error) } };
  }
}

type CacheFiles = Pick<Files, 'cache' | 'nextCache' | 'hasNextCache' | 'dropNextCache' | 'swapCache' | 'clearCache'>;

/** Whoever was stopped in the middle of an answer touches nothing more: by now the cache may be another agent's. */
function untilStopped(files: CacheFiles, signal: AbortSignal): CacheFiles {
  const running = (): CacheFiles => {
    if (signal.aborted) throw failure('contract.cancelled', 'data', 'the pull was stopped');
    return files;
  };
  return {
    cache: (use) => running().cache(use),
    nextCache: (use) => running().nextCache(use),
    hasNextCache: () => running().hasNextCache(),
    dropNextCache: () => running().dropNextCache(),
    swapCache: () => running().swapCache(),
    clearCache: () => running().clearCache(),
  };
}

interface Expired {
  readonly kind: 'expired';
  readonly failure: Failure;
}

const failed = (pulled: Pulled | Expired): Pulled =>
  pulled.kind === 'expired' ? { kind: 'failed', failure: pulled.failure } : pulled;

const refusedAs = ({ status, failure }: Refused): Pulled | Expired => {
  if (status === 401) return { kind: 'signIn' };
  return { kind: status === 410 ? 'expired' : 'failed', failure };
};

/** A whole new set in the second file, then in the cache's place: until then the old one answers. */
async function renew(deps: PullDeps, useNext: UseCache, signal: AbortSignal): Promise<Pulled> {
  const { files, agentId } = deps;
  if (useNext((cache) => cache.mark('owner') ?? agentId) !== agentId) files.dropNextCache();
  useNext((cache) => cache.setMark('owner', agentId));
  if (useNext((cache) => cache.mark('changes')) === null) {
    const loaded = await load(deps, useNext, false, signal);
    if (loaded.kind === 'expired') files.dropNextCache();
    if (loaded.kind !== 'upToDate') return failed(loaded);
  }
  files.swapCache();
  deps.onLoaded();
  return upToDate;
}

async function load(deps: PullDeps, use: UseCache, shown: boolean, signal: AbortSignal): Promise<Pulled | Expired> {
  for (;;) {
    const guard = new AbortController();
    const idle = createIdleGuard(idleMs, () => guard.abort());
    try {
      const cursor = use((cache) => cache.mark('snapshot'));
      const page = await deps.backend.snapshot(cursor, AbortSignal.any([signal, guard.signal]));
      if (page.kind === 'refused') return refusedAs(page);
      if (page.kind === 'silent') return { kind: 'failed', failure: page.failure };
      const complete = await applySnapshotPage(page.value, use, {
        bytes: idle.alive,
        piece(touched, progress) {
          deps.onProgress(progress);
          if (shown) deps.onTouched(touched);
        },
      });
      if (complete) return upToDate;
    } finally {
      idle.stop();
    }
  }
}

async function pullChanges(deps: PullDeps, use: UseCache, signal: AbortSignal): Promise<Pulled | Expired> {
  for (;;) {
    const cursor = use((cache) => cache.mark('changes'));
    // Lost in the meantime: the next pull loads it again.
    if (cursor === null) return upToDate;
    const page = await deps.backend.changes(cursor, changesAtOnce, signal);
    if (page.kind === 'refused') return refusedAs(page);
    if (page.kind === 'silent') return { kind: 'failed', failure: page.failure };
    const touched = new Set<CustomerId>();
    use((cache) =>
      cache.transact(() => {
        for (const change of page.value.changes) applyChange(cache, change, touched);
        cache.setMark('changes', page.value.next);
      }),
    );
    if (touched.size > 0) deps.onTouched(touched);
    if (!page.value.more) return upToDate;
  }
}
