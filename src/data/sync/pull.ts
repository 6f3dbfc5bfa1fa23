// One pull: the first load where it is missing or incomplete, then everything that changed since the cursor.
import { type Failure, FailureError, failure } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import type { CacheFiles as AllCacheFiles } from '../db/cacheFiles.ts';
import type { Refused } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import type { Target } from '../writer/contract.ts';
import { createIdleGuard } from './idleGuard.ts';
import { applySnapshotPage, type SnapshotProgress } from './snapshot.ts';

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

type CacheFiles = Omit<AllCacheFiles, 'closeCache'>;

/** Never throws: what goes wrong outside is the answer. Nothing is lost by stopping anywhere. */
export async function pull(given: PullDeps, signal: AbortSignal): Promise<Pulled> {
  const deps = { ...given, files: untilStopped(given.files, signal) };
  const { files, agentId, log } = deps;
  try {
    const owner = files.cache((cache) => cache.mark('owner'));
    if (owner !== agentId) {
      if (owner !== null) await files.clearCache();
      await files.write('setMarks', { target: 'cache', marks: { owner: agentId } });
    }
    if ((await files.write('marks', { target: 'cache' })).changes === null) {
      const loaded = await load(deps, 'cache', signal);
      if (loaded.kind !== 'upToDate') {
        if (loaded.kind === 'expired') await files.clearCache();
        return failed(loaded);
      }
    }
    // Left by a run that was cut off in the middle of taking a new snapshot.
    if (files.hasNextCache()) {
      const renewed = await renew(deps, signal);
      if (renewed.kind !== 'upToDate') return renewed;
    }
    deps.onLoaded();
    const changed = await pullChanges(deps, signal);
    if (changed.kind !== 'expired') return failed(changed);
    log.info('cursor expired: a new snapshot');
    await files.dropNextCache();
    const renewed = await renew(deps, signal);
    return renewed.kind === 'upToDate' ? failed(await pullChanges(deps, signal)) : renewed;
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failed', failure: error.failure };
    log.warn('pull', { error: errorName(error) });
    return { kind: 'failed', failure: { code: 'backend.unreachable', origin: 'network', message: errorName(error) } };
  }
}

/** Whoever was stopped in the middle of an answer touches nothing more: by now the cache may be another agent's. */
function untilStopped(files: CacheFiles, signal: AbortSignal): CacheFiles {
  const running = (): CacheFiles => {
    if (signal.aborted) throw failure('contract.cancelled', 'data', 'the pull was stopped');
    return files;
  };
  return {
    cache: (use) => running().cache(use),
    write: async (task, input) => running().write(task, input),
    hasNextCache: () => running().hasNextCache(),
    dropNextCache: async () => running().dropNextCache(),
    swapCache: async () => running().swapCache(),
    clearCache: async () => running().clearCache(),
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
async function renew(deps: PullDeps, signal: AbortSignal): Promise<Pulled> {
  const { files, agentId } = deps;
  let marks = await files.write('marks', { target: 'next' });
  if ((marks.owner ?? agentId) !== agentId) {
    await files.dropNextCache();
    marks = {};
  }
  if ((marks.owner ?? null) === null) await files.write('setMarks', { target: 'next', marks: { owner: agentId } });
  if ((marks.changes ?? null) === null) {
    const loaded = await load(deps, 'next', signal);
    if (loaded.kind === 'expired') await files.dropNextCache();
    if (loaded.kind !== 'upToDate') return failed(loaded);
  }
  await files.swapCache();
  return upToDate;
}

/** Shows what came only in the file that is read from. */
async function load(deps: PullDeps, target: Target, signal: AbortSignal): Promise<Pulled | Expired> {
  for (;;) {
    const guard = new AbortController();
    const idle = createIdleGuard(idleMs, () => guard.abort());
    try {
      const { snapshot: cursor = null } = await deps.files.write('marks', { target });
      const page = await deps.backend.snapshot(cursor, AbortSignal.any([signal, guard.signal]));
      if (page.kind === 'refused') return refusedAs(page);
      if (page.kind === 'silent') return { kind: 'failed', failure: page.failure };
      const complete = await applySnapshotPage(page.value, deps.files, target, {
        bytes: idle.alive,
        piece(touched, progress) {
          deps.onProgress(progress);
          if (target === 'cache') deps.onTouched(touched);
        },
      });
      if (complete) return upToDate;
    } finally {
      idle.stop();
    }
  }
}

async function pullChanges(deps: PullDeps, signal: AbortSignal): Promise<Pulled | Expired> {
  for (;;) {
    const { changes: cursor = null } = await deps.files.write('marks', { target: 'cache' });
    // Lost in the meantime: the next pull loads it again.
    if (cursor === null) return upToDate;
    const page = await deps.backend.changes(cursor, changesAtOnce, signal);
    if (page.kind === 'refused') return refusedAs(page);
    if (page.kind === 'silent') return { kind: 'failed', failure: page.failure };
    const written = await deps.files.write('apply', {
      target: 'cache',
      from: { changes: cursor },
      changes: page.value.changes,
      marks: { changes: page.value.next },
    });
    if (written === null) return upToDate;
    if (written.touched.length > 0) deps.onTouched(new Set(written.touched));
    if (!page.value.more) return upToDate;
  }
}
