// Keeps the knowledge base on this PC what the backend says this agent sees: by a list of ids and editions, so that what is missing, changed or
// not theirs any more shows by itself. Never before the customers are here: a call needs those first.
import { retryDelayMs } from '#shared/lib/retryPolicy';
import { bodiesAtOnce } from '#shared/protocol/articles';
import type { Clock } from '../clock.ts';
import type { Files } from '../db/files.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';

export interface ArticlesSync {
  /** The backend has said that there is something new, or may have without being heard. */
  poke(): void;
  /** The customers are here, and as new as the backend: now it may be asked, where there is cause. */
  follow(): void;
  stop(): Promise<void>;
}

export interface ArticlesSyncDeps {
  readonly files: Files;
  readonly backend: Backend;
  readonly agentId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What is here is different. */
  readonly onChange: () => void;
}

/** The floor beneath lost hints, spread so that an office does not ask in step. */
const unaskedMs = 10 * 60_000;
const policy = { baseMs: 2_000, capMs: 120_000 };

export function createArticlesSync({ files, backend, agentId, clock, log, onChange }: ArticlesSyncDeps): ArticlesSync {
  const stopping = new AbortController();
  let due = 0;
  let failures = 0;
  let running: Promise<void> | null = null;
  let again = false;

  /** False: the backend has not answered, or the file is another agent's by now. */
  async function ask(): Promise<boolean> {
    const { signal } = stopping;
    const known = files.cache((cache) => cache.mark('articles'));
    const manifest = await backend.articles(known, signal);
    if (manifest.kind !== 'ok') {
      // A backend that knows nothing of articles has none.
      if (manifest.kind === 'refused' && manifest.status === 404) return true;
      return false;
    }
    if (manifest.value === 'unchanged') return true;
    const { mark, articles } = manifest.value;
    const here = files.cache((cache) => cache.articles.editions());
    const missing = articles.filter(({ id, edition }) => here.get(id) !== edition).map(({ id }) => id);
    const keep = { owner: agentId, ids: articles.map(({ id }) => id) };
    // What is not theirs any more goes first; the mark comes when all the rest is here.
    const kept = await files.write('keepArticles', { ...keep, mark: missing.length === 0 ? mark : null });
    if (kept === null) return false;
    let isChanged = kept.changed;
    for (let at = 0; at < missing.length; at += bodiesAtOnce) {
      const bodies = await backend.articleBodies(missing.slice(at, at + bodiesAtOnce), signal);
      if (signal.aborted || bodies.kind !== 'ok') return false;
      if ((await files.write('putArticles', { owner: agentId, bytes: bodies.value })) === null) return false;
      isChanged = true;
      onChange();
    }
    if (missing.length > 0) await files.write('keepArticles', { ...keep, mark });
    if (isChanged || known === null) onChange();
    return true;
  }

  async function run(): Promise<void> {
    do {
      again = false;
      const reached = await ask().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn('articles', { error: errorName(error) });
        return false;
      });
      failures = reached ? 0 : failures + 1;
      const rest = reached
        ? unaskedMs * (0.75 + clock.random() / 2)
        : retryDelayMs(policy, failures - 1, clock.random(), 0);
      due = clock.steadyMs() + rest;
    } while (again && failures === 0 && !stopping.signal.aborted);
  }

  function follow(): void {
    if (stopping.signal.aborted) return;
    const isMissing = failures === 0 && files.cache((cache) => cache.mark('articles')) === null;
    if (running !== null || (clock.steadyMs() < due && !isMissing)) return;
    running = run().finally(() => {
      running = null;
    });
  }

  return {
    follow,
    poke() {
      again = true;
      if (failures === 0) due = 0;
      // Of a cache that is being filled `follow` tells, when it has been.
      if (files.cache((cache) => cache.mark('changes')) !== null) follow();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
