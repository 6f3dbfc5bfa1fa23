// Keeps what is typed a few hundred milliseconds behind the fingers: one save at a time for each interaction,
// the newest text last, tried again until the disk has it.
import { type Failure, FailureError } from '#shared/contract/failure';
import type { InteractionId } from '#shared/model/ids';
import type { DraftPatch } from '#shared/model/interaction';
import type { TypedDraft } from './deskState.ts';

/** How far the disk may lag behind the fingers, and how soon a failed save is tried again. */
const lagMs = 250;
const retryMs = 2_000;

export interface DraftKeeper {
  /** Writes `patch` over the draft: shown at once, saved soon. */
  edit(id: InteractionId, patch: DraftPatch): void;
  /** Saves now; resolves when the disk has the newest text, rejects with the failure that prevented it. */
  flush(id: InteractionId): Promise<void>;
  flushAll(): void;
  /** The data process is back: whatever waited is saved. */
  retryAll(): void;
  /** The interaction is over. */
  forget(id: InteractionId): void;
  dispose(): void;
}

export interface DraftKeeperDeps {
  /** Only what was typed here: the other fields are whoever's set them meanwhile. */
  readonly save: (id: InteractionId, patch: DraftPatch) => Promise<unknown>;
  readonly onTyped: (id: InteractionId, typed: TypedDraft | null) => void;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

interface Entry {
  patch: DraftPatch;
  dirty: boolean;
  running: boolean;
  saving: TypedDraft['saving'];
  cancelTimer: (() => void) | null;
  waiters: { resolve: () => void; reject: (error: FailureError) => void }[];
}

const unknownFailure: Failure = { code: 'program.bug', origin: 'desk', message: 'saving a draft' };

export function createDraftKeeper(deps: DraftKeeperDeps): DraftKeeper {
  const entries = new Map<InteractionId, Entry>();

  function show(id: InteractionId, entry: Entry, saving: TypedDraft['saving']): void {
    entry.saving = saving;
    deps.onTyped(id, { patch: entry.patch, saving });
  }

  function sendLater(id: InteractionId, entry: Entry, ms: number): void {
    if (entry.running || entry.cancelTimer !== null) return;
    entry.cancelTimer = deps.after(ms, () => {
      entry.cancelTimer = null;
      void send(id, entry);
    });
  }

  async function send(id: InteractionId, entry: Entry): Promise<void> {
    entry.cancelTimer?.();
    entry.cancelTimer = null;
    if (entry.running || !entry.dirty) return;
    entry.running = true;
    entry.dirty = false;
    try {
      await deps.save(id, entry.patch);
      entry.running = false;
      settle(id, entry);
    } catch (error) {
      entry.running = false;
      entry.dirty = true;
      const failed = error instanceof FailureError ? error : new FailureError(unknownFailure);
      for (const waiter of entry.waiters.splice(0)) waiter.reject(failed);
      if (entries.get(id) !== entry) return;
      show(id, entry, 'failed');
      sendLater(id, entry, retryMs);
    }
  }

  function settle(id: InteractionId, entry: Entry): void {
    if (entry.dirty) {
      void send(id, entry);
      return;
    }
    for (const waiter of entry.waiters.splice(0)) waiter.resolve();
    if (entries.get(id) === entry) show(id, entry, 'saved');
  }

  function flush(id: InteractionId): Promise<void> {
    const entry = entries.get(id);
    if (entry === undefined || (!entry.dirty && !entry.running)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      entry.waiters.push({ resolve, reject });
      void send(id, entry);
    });
  }

  function sendAll(): void {
    for (const [id, entry] of entries) void send(id, entry);
  }

  return {
    edit(id, patch) {
      const entry = entries.get(id) ?? {
        patch: {},
        dirty: false,
        running: false,
        saving: 'saved',
        cancelTimer: null,
        waiters: [],
      };
      entries.set(id, entry);
      entry.patch = { ...entry.patch, ...patch };
      entry.dirty = true;
      show(id, entry, entry.saving === 'failed' ? 'failed' : 'saving');
      sendLater(id, entry, lagMs);
    },
    flush,
    flushAll: sendAll,
    retryAll: sendAll,
    forget(id) {
      const entry = entries.get(id);
      entry?.cancelTimer?.();
      entries.delete(id);
      if (entry !== undefined) deps.onTyped(id, null);
    },
    dispose() {
      for (const entry of entries.values()) entry.cancelTimer?.();
    },
  };
}
