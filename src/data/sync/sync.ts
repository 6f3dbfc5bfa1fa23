// Keeps the cache abreast of the backend: one pull at a time, on a hint, when the line comes back, and slowly by itself.
import type { SyncState } from '#shared/contract/deskData';
import type { FailureCode } from '#shared/contract/failure';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { BoardPoke } from '../boards/boards.ts';
import type { Clock } from '../clock.ts';
import type { CacheReader } from '../db/cache.ts';
import type { Files } from '../db/files.ts';
import type { Progress } from '../db/segmentTable.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { type Proved, provedSchema } from '../writer/contract.ts';
import { listenToEvents } from './events.ts';
import type { Pulled } from './outcome.ts';
import { createPace } from './pace.ts';
import { pull } from './pull.ts';
import { nobody, type Touched, touchedBy } from './touched.ts';

export interface Sync {
  state(): Pick<SyncState, 'link' | 'load' | 'proved'>;
  /** Pulls soon; many kicks are one pull. */
  kick(): void;
  /** The cache is another one by now, which is empty. */
  cacheLost(): void;
  /** Somebody else has reached the backend (true) or has not. */
  heard(reached: boolean): void;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export interface SyncDeps {
  readonly files: Files;
  readonly backend: Backend;
  readonly agentId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onTouched: (touched: Touched) => void;
  readonly onState: () => void;
  /** The backend answers again after it did not. */
  readonly onOnline: () => void;
  /** The stream of hints stands (again). */
  readonly onConnected: () => void;
  readonly onHandover: (id: string) => void;
  readonly onLists: () => void;
  /** This agent has chosen something on another PC. */
  readonly onPreferences: () => void;
  readonly onBoard: (part: BoardPoke) => void;
  /** Who waits in chats is different; or that chat is. */
  readonly onChats: (id?: string) => void;
  readonly onChatTyping: (id: string, on: boolean) => void;
  /** The knowledge base is different. */
  readonly onArticles: () => void;
  readonly onUpToDate: () => void;
  readonly onSignIn: () => void;
}

const policy: RetryPolicy = { baseMs: 500, capMs: 60_000 };
/** The floor beneath lost hints, spread so that an office does not ask in step. */
const pollMs = 60_000;
const tellMs = 250;
const tidySliceMs = 30;
/** Where there is no room for what comes, nothing is asked for: somebody has to make some. */
const fullRestMs = 30_000;
/** How long nothing gives cause for doubt: six hours, spread so that an office does not ask in step. */
const unquestionedMs = 6 * 3_600_000;

function provedIn(cache: Pick<CacheReader, 'mark'>): Proved | null {
  const kept = cache.mark('proved');
  return kept === null ? null : provedSchema.parse(JSON.parse(kept));
}

/** Failures that mean: for now there is no backend to work with. */
const awayCodes: readonly FailureCode[] = ['backend.unreachable', 'backend.unavailable', 'backend.notCornetta'];

export function createSync(deps: SyncDeps): Sync {
  const { files, clock } = deps;
  const stopping = new AbortController();
  let link: SyncState['link'] = { kind: 'offline', sinceAt: clock.now().toISOString() };
  let load: SyncState['load'] = loadedNow();
  let proved = provedNow();
  let nap = new AbortController();
  let again = false;
  /** The backend asked for quiet: hints do not end this rest. */
  let resting = false;
  const doubtMs = unquestionedMs * (0.75 + clock.random() / 2);

  function loadedNow(): SyncState['load'] {
    return files.cache((cache) => {
      if (cache.mark('owner') !== deps.agentId) return { kind: 'none' };
      if (cache.mark('changes') !== null) return { kind: 'complete', customers: cache.portfolios.customers() };
      if (cache.mark('feed') === null) return { kind: 'none' };
      return { kind: 'loading', ...cache.segments.progress(), perSecond: null, secondsLeft: null };
    });
  }

  /** Of this agent's rows. */
  function provedNow(): SyncState['proved'] {
    return files.cache((cache) => (cache.mark('owner') === deps.agentId ? provedIn(cache) : null));
  }

  function heard(reached: boolean): void {
    if (reached === (link.kind === 'online')) return;
    link = reached ? { kind: 'online' } : { kind: 'offline', sinceAt: clock.now().toISOString() };
    deps.onState();
    if (!reached) return;
    deps.onOnline();
    events.retryNow();
    kick();
  }

  function kick(): void {
    again = true;
    if (!resting) nap.abort();
  }

  const pace = createPace();
  let stored: Touched = nobody;
  let toldAt = 0;
  /** What a load has brought, some at a time: it brings a thousand customers in the time of a look at the screen. */
  function tellStored(now: number): void {
    toldAt = now;
    deps.onState();
    deps.onTouched(stored);
    stored = nobody;
  }

  const pullDeps = {
    ...deps,
    now: clock.now,
    onStored(touched: Touched, progress: Progress) {
      stored = touchedBy(stored, touched);
      const now = clock.steadyMs();
      load = { kind: 'loading', ...pace.at(progress, now) };
      heard(true);
      if (now - toldAt >= tellMs || progress.done >= progress.total) tellStored(now);
    },
    onLoaded() {
      const before = JSON.stringify([load, proved]);
      load = loadedNow();
      proved = provedNow();
      if (before !== JSON.stringify([load, proved])) deps.onState();
    },
    onTouched(touched: Touched) {
      deps.onTouched(touched);
      if (load.kind !== 'complete') return;
      pullDeps.onLoaded();
    },
  };

  async function run(): Promise<void> {
    let attempt = 0;
    while (!stopping.signal.aborted) {
      again = false;
      const pulled: Pulled = await pull(pullDeps, stopping.signal);
      if (stored !== nobody) tellStored(clock.steadyMs());
      if (stopping.signal.aborted) return;
      if (pulled.kind === 'signIn') return deps.onSignIn();
      if (pulled.kind === 'upToDate') {
        attempt = 0;
        heard(true);
        pullDeps.onLoaded();
        deps.onUpToDate();
        await doubtWhenDue();
        tidying ??= tidy().finally(() => {
          tidying = null;
        });
        if (!again) await rest(pollMs * (0.5 + clock.random()), false);
      } else {
        const { failure } = pulled;
        deps.log.info('pull failed', { code: failure.code });
        // What goes wrong on this disk says nothing of the backend.
        if (failure.origin !== 'data') heard(!awayCodes.includes(failure.code));
        if (load.kind === 'loading') {
          // It goes at no speed now.
          load = { ...load, perSecond: null, secondsLeft: null };
          deps.onState();
        }
        again = false;
        if (failure.code === 'files.cacheFull') await rest(fullRestMs, true);
        else
          await rest(
            retryDelayMs(policy, attempt, clock.random(), failure.retryAfterMs ?? 0),
            failure.retryAfterMs !== undefined,
          );
        attempt += 1;
      }
    }
  }

  /** Now and then the rows are shown to be right, also when nothing gives cause for doubt. */
  async function doubtWhenDue(): Promise<void> {
    const { proved, unproved } = files.cache((cache) => ({
      proved: provedIn(cache),
      unproved: cache.mark('unproved'),
    }));
    if (proved === null || unproved !== null) return;
    const past = clock.now().getTime() - Date.parse(proved.at);
    // Of the future: the clock has been set back since.
    if (past >= doubtMs || past < 0) await files.write('doubt', null);
  }

  /** Slice by slice: whatever else is to be written comes in between. */
  async function tidy(): Promise<void> {
    try {
      while (!stopping.signal.aborted && (await files.write('tidy', { budgetMs: tidySliceMs })).more);
      // Counted by now: to be compared.
      if (!stopping.signal.aborted && files.cache((cache) => cache.mark('unproved')) === 'sums') kick();
    } catch (error) {
      deps.log.warn('tidy', { error: errorName(error) });
    }
  }
  let tidying: Promise<void> | null = null;

  async function rest(ms: number, untroubled: boolean): Promise<void> {
    nap = new AbortController();
    resting = untroubled;
    await clock.sleep(ms, AbortSignal.any([nap.signal, stopping.signal]));
    resting = false;
  }

  const events = listenToEvents({
    backend: deps.backend,
    clock,
    log: deps.log,
    onPoke(poke) {
      if (poke.kind === 'handover') deps.onHandover(poke.id);
      else if (poke.kind === 'changes') kick();
      else if (poke.kind === 'lists') deps.onLists();
      else if (poke.kind === 'preferences') deps.onPreferences();
      else if (poke.kind === 'articles') deps.onArticles();
      else if (poke.kind === 'chats') deps.onChats();
      else if (poke.kind === 'chat') deps.onChats(poke.id);
      else if (poke.kind === 'chatTyping') deps.onChatTyping(poke.id, poke.on);
      else deps.onBoard(poke.kind);
    },
    onOpen() {
      heard(true);
      kick();
      deps.onConnected();
    },
    onLost: kick,
    onSignIn: deps.onSignIn,
  });
  const running = run();

  return {
    state: () => ({ link, load, proved }),
    kick,
    cacheLost() {
      pullDeps.onLoaded();
      kick();
    },
    heard,
    async stop() {
      stopping.abort();
      events.stop();
      await Promise.all([running, tidying]);
    },
  };
}
