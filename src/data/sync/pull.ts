// One pull: the first load where it is missing or incomplete, then everything that changed since the cursor.
import { FailureError, failure } from '#shared/contract/failure';
import type { CacheFiles as AllCacheFiles } from '../db/cacheFiles.ts';
import { errorName, type Log } from '../log.ts';
import type { Target } from '../writer/contract.ts';
import { compare } from './compare.ts';
import { beginLoad, keepOnly, type LoadDeps, load } from './load.ts';
import { endedBy, failed, type Outcome, type Pulled, upToDate } from './outcome.ts';
import { nobody, type Touched } from './touched.ts';

type CacheFiles = Omit<AllCacheFiles, 'closeCache'>;

export interface PullDeps extends Pick<LoadDeps, 'backend' | 'agentId' | 'onStored'> {
  readonly files: CacheFiles;
  readonly log: Log;
  readonly now: () => Date;
  /** Rows of the cache that is read from are new. */
  readonly onTouched: (touched: Touched) => void;
  /** The cache reaches as far as the cursor says. */
  readonly onLoaded: () => void;
}

interface Running extends PullDeps {
  readonly signal: AbortSignal;
}

/** Nobody waits while they are written. */
const changesAtOnce = 2_000;

/** Never throws: what goes wrong outside is the answer. Nothing is lost by stopping anywhere. */
export async function pull(given: PullDeps, signal: AbortSignal): Promise<Pulled> {
  const deps: Running = { ...given, files: untilStopped(given.files, signal), signal };
  const { files, agentId, log } = deps;
  try {
    if (![null, agentId].includes(files.cache((cache) => cache.mark('owner')))) await files.clearCache();
    const { changes, feed } = await files.write('standing', { target: 'cache' });
    if (changes === null || feed !== null) {
      const loaded = await load(loading(deps, 'cache'));
      if (loaded.kind === 'expired') await files.clearCache();
      if (loaded.kind !== 'upToDate') return failed(loaded);
    }
    // Left by a run that was cut off in the middle of taking a new set.
    if (files.hasNextCache()) {
      const renewed = await renew(deps);
      if (renewed.kind !== 'upToDate') return renewed;
    }
    deps.onLoaded();
    let changed = await pullChanges(deps);
    // Changes go before: a first load leaves parts of a million numbers to be put in.
    while (changed.kind === 'upToDate' && (await files.write('parts', { target: 'cache' })).more)
      changed = await pullChanges(deps);
    if (changed.kind === 'upToDate') changed = await compared(deps);
    if (changed.kind !== 'expired') return changed;
    log.info('a new set is needed', { why: changed.failure.message });
    await files.dropNextCache();
    const renewed = await renew(deps);
    return renewed.kind === 'upToDate' ? failed(await pullChanges(deps)) : renewed;
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failed', failure: error.failure };
    log.warn('pull', { error: errorName(error) });
    return { kind: 'failed', failure: { code: 'backend.unreachable', origin: 'network', message: errorName(error) } };
  }
}

/** The rows are here: where they cannot be compared now, they are with the next pull, and nobody is shown an absent backend for it. */
async function compared(deps: Running): Promise<Outcome> {
  const outcome = await compare(deps);
  if (outcome.kind !== 'failed') return outcome;
  deps.log.info('not compared', { code: outcome.failure.code });
  return upToDate;
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

/** What comes into the second file is shown when it has taken the first one's place. */
const loading = (deps: Running, target: Target): LoadDeps => ({
  ...deps,
  target,
  onStored: (touched, progress) => deps.onStored(target === 'cache' ? touched : nobody, progress),
});

/** A whole new set in the second file, then in the cache's place: until then the old one answers. */
async function renew(deps: Running): Promise<Pulled> {
  const { files, agentId } = deps;
  let { owner, changes } = await files.write('standing', { target: 'next' });
  if (owner !== null && owner !== agentId) {
    await files.dropNextCache();
    changes = null;
  }
  if (changes === null) {
    const loaded = await load(loading(deps, 'next'));
    if (loaded.kind === 'expired') await files.dropNextCache();
    if (loaded.kind !== 'upToDate') return failed(loaded);
  }
  await files.swapCache();
  return upToDate;
}

async function pullChanges(deps: Running): Promise<Outcome> {
  const { files } = deps;
  for (;;) {
    const { changes: cursor, portfolios } = await files.write('standing', { target: 'cache' });
    // Lost in the meantime: the next pull loads it again.
    if (cursor === null) return upToDate;
    const page = await deps.backend.changes(cursor, changesAtOnce, deps.signal);
    if (page.kind !== 'ok') return endedBy(page);
    const written = await files.write('page', { target: 'cache', from: cursor, bytes: page.value });
    if (written === null) return upToDate;
    deps.onTouched(written.touched);
    const now = loading(deps, 'cache');
    await keepOnly(now, written.portfolios);
    const gained = written.portfolios.filter((id) => !portfolios.includes(id));
    if (gained.length > 0) {
      const { changes } = await files.write('standing', { target: 'cache' });
      const begun = await beginLoad(now, { cursor: changes, portfolios: gained });
      const loaded = begun.kind === 'upToDate' ? await load(now) : begun;
      if (loaded.kind !== 'upToDate') return loaded;
      deps.onLoaded();
    } else if (!written.more) return upToDate;
  }
}
