// The outbox at work: in order for each target, several targets side by side, until the backend says yes.
import { type Failure, FailureError } from '#shared/contract/failure';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Customer } from '#shared/model/customer';
import type { Clock } from '../clock.ts';
import type { Files } from '../db/files.ts';
import type { Entry, OutboxTable } from '../db/outboxTable.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { rebase } from './conflict.ts';
import { rebaseNote, setNoteAside } from './notes.ts';
import { type Remote, type Sent, sendEntry } from './send.ts';

export interface Outbox {
  /** There is something new to send. */
  kick(): void;
  /** The line is there again: what waited for it goes now. */
  wake(): void;
  /** Resolves when nothing is being sent. */
  stop(): Promise<void>;
}

export interface OutboxDeps {
  readonly files: Files;
  readonly backend: Backend;
  readonly agentId: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** Counts or pending fields have changed. */
  readonly onChange: () => void;
  /**
   * The backend's row after an edit, or the one that an edit collided with. Resolves when it is in the cache, where the customer is; rejects
   * where it could not be written.
   */
  readonly onRow: (customer: Customer) => Promise<void>;
  /** The row is there, and what was pending on it is not any more, or differently. */
  readonly onCustomer: (id: Customer['id']) => void;
  /** Nobody is signed in any more: stops this. */
  readonly onSignIn: () => void;
  readonly onAnswer: () => void;
  /** No answer came: whether the backend is away others find out, for what asks may come through where this does not. */
  readonly onSilence: () => void;
}

export const retryPolicy: RetryPolicy = { baseMs: 500, capMs: 60_000 };
/** Nothing is told to wait longer. What seems to have to was written down by a clock that was ahead, and goes now. */
const longestWaitMs = 60 * 60_000;
const mostAtOnce = 4;

/** Starts sending at once what an earlier run left. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { files, agentId, clock, log } = deps;
  const stopping = new AbortController();
  const sending = new Map<string, Promise<void>>();
  let pause = new AbortController();
  /** The backend asked everybody to wait until then, by the steady clock. */
  let quietUntil = 0;
  /** When the first of each target may go, by the steady clock, and what the disk said when that was reckoned. */
  let due = new Map<string, { readonly written: number; readonly at: number }>();

  function kick(): void {
    pause.abort();
    pause = new AbortController();
    if (stopping.signal.aborted) return;
    let soonest = Number.POSITIVE_INFINITY;
    const now = clock.steadyMs();
    const heads = headsNow();
    due = new Map(heads.map(({ id, nextAttemptAt }) => [id, dueOf(id, nextAttemptAt, now)]));
    for (const entry of heads) {
      if (sending.has(entry.target)) continue;
      const wait = Math.max(due.get(entry.id)?.at ?? 0, quietUntil) - now;
      if (wait > 0) soonest = Math.min(soonest, wait);
      else if (sending.size < mostAtOnce) begin(entry);
    }
    if (soonest < Number.POSITIVE_INFINITY) void waitThenKick(soonest);
  }

  /** Reckoned once: a clock that is set afterwards changes nothing. */
  function dueOf(id: string, written: number, now: number): { readonly written: number; readonly at: number } {
    const known = due.get(id);
    if (known?.written === written) return known;
    const wait = written - clock.now().getTime();
    return { written, at: now + (wait > longestWaitMs ? 0 : wait) };
  }

  function headsNow(): Entry[] {
    try {
      return files.readWork((work) => work.outbox.heads(agentId));
    } catch (error) {
      log.warn('outbox cannot be read', { error: errorName(error) });
      return [];
    }
  }

  async function waitThenKick(ms: number): Promise<void> {
    const { signal } = pause;
    await clock.sleep(ms, signal);
    if (!signal.aborted) kick();
  }

  function begin(entry: Entry): void {
    const run = (async () => {
      try {
        files.work((work) => work.outbox.inFlight(entry.seq));
        const sent = await sendEntry(deps.backend, entry, stopping.signal);
        await settle(entry, sent);
      } catch (error) {
        // A full or broken disk: the entry stays as it is and is sent again, under the same key.
        log.warn('outbox', { kind: entry.kind, error: errorName(error) });
        quietUntil = clock.steadyMs() + retryPolicy.capMs;
      }
    })().finally(() => {
      sending.delete(entry.target);
      if (!stopping.signal.aborted) {
        deps.onChange();
        kick();
      }
    });
    sending.set(entry.target, run);
  }

  async function settle(entry: Entry, sent: Sent): Promise<void> {
    // Stopped in the middle: whether it arrived is not known, or the row cannot be kept any more. The key makes asking again harmless.
    if (stopping.signal.aborted && (sent.kind !== 'accepted' || sent.customer !== null)) return;
    log.info('outbox', { kind: entry.kind, outcome: sent.kind, attempts: entry.attempts + 1 });
    if (sent.kind !== 'later') deps.onAnswer();
    switch (sent.kind) {
      case 'accepted':
        await withRow(entry, sent.customer, () => accepted(entry, sent.version));
        return;
      case 'conflict': {
        const { remote, failure } = sent;
        if (remote === null) tryLater(entry, failure);
        else await withRow(entry, remote.of === 'customer' ? remote.row : null, () => merge(entry, remote, failure));
        return;
      }
      case 'refused':
        files.work(({ outbox }) => {
          // Not the agent's words, or decided against already: nothing to ask them about.
          if (entry.kind === 'views' || entry.kind === 'notTaken' || entry.kind === 'gap') outbox.remove(entry.seq);
          else if (entry.kind === 'note') setNoteAside(outbox, outbox.toSend(agentId, entry.target), sent.failure);
          else outbox.setAside(entry.seq, sent.failure);
        });
        return;
      case 'later':
        if (sent.failure.origin === 'network') deps.onSilence();
        tryLater(entry, sent.failure);
        return;
      case 'signIn':
        files.work((work) => work.outbox.waitingAgain(entry.seq, entry.attempts, 0));
        deps.onSignIn();
        return;
    }
  }

  /**
   * The row before anything else, and on the disk: between the two the edit shows as waiting, never as undone, also to whoever starts anew;
   * what is typed then is typed on what the backend has. Where it cannot be written, it is asked for again.
   */
  async function withRow(entry: Entry, row: Customer | null, work: () => void): Promise<void> {
    if (row === null) return work();
    try {
      await deps.onRow(row);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      log.warn('outbox', { kind: entry.kind, error: errorName(error) });
      return tryLater(entry, error.failure);
    }
    work();
    deps.onCustomer(row.id);
  }

  function accepted(entry: Entry, version: number | null): void {
    files.work(({ outbox }) => {
      // A report stays until its contact has come back with the feed, and a note or an act likewise, so that nothing shows a gap.
      const comesBack = entry.kind === 'interaction' || entry.kind === 'note' || entry.kind === 'caseAct';
      if (comesBack && version !== null) outbox.setDone(entry.seq, version);
      else outbox.remove(entry.seq);
      if (entry.kind !== 'customerPatch' && entry.kind !== 'note') return;
      // Edits made meanwhile were made on top of this one.
      for (const next of outbox.toSend(agentId, entry.target)) {
        if (next.kind === entry.kind) outbox.rewrite(next.seq, { ...next, baseVersion: version });
      }
    });
  }

  function merge(entry: Entry, remote: Remote, failure: Failure): void {
    files.work(({ outbox }) => {
      const entries = outbox.toSend(agentId, entry.target).filter(({ kind }) => kind === entry.kind);
      if (remote.of === 'note') rebaseNote({ outbox, newId: deps.newId }, entries, remote.row, failure);
      else rebase({ outbox, newId: deps.newId }, entries, remote.row, failure);
    });
  }

  function tryLater(entry: Entry, failure: Failure): void {
    const now = clock.now().getTime();
    const retryAfterMs = failure.retryAfterMs ?? 0;
    // Asked for by the backend of this client, not of this entry.
    if (retryAfterMs > 0) quietUntil = clock.steadyMs() + retryAfterMs;
    const wait = retryDelayMs(retryPolicy, entry.attempts, clock.random(), retryAfterMs);
    files.work((work) => work.outbox.waitingAgain(entry.seq, entry.attempts + 1, now + wait));
  }

  /** A disk without room stops nobody from starting: what was to be written down here is written the next time. */
  function attempt(write: (outbox: OutboxTable) => void): void {
    try {
      files.work((work) => write(work.outbox));
    } catch (error) {
      log.warn('outbox', { error: errorName(error) });
    }
  }

  attempt((outbox) => outbox.recover());
  kick();

  return {
    kick,
    wake() {
      attempt((outbox) => outbox.wake(agentId));
      kick();
    },
    async stop() {
      stopping.abort();
      pause.abort();
      await Promise.allSettled(sending.values());
    },
  };
}
