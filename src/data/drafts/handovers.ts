// Fetches what goes with a passed-on call: at once, again a few times, and whenever the backend says that it is there.
import type { InteractionId } from '#shared/model/ids';
import type { Handover } from '#shared/protocol/interactions';
import type { Clock } from '../clock.ts';
import type { Backend } from '../http/backend.ts';

export interface Handovers {
  await(continues: InteractionId): void;
  /** The backend says that this one is there now. */
  poke(id: string): void;
  stop(): void;
}

export interface HandoversDeps {
  readonly backend: Backend;
  readonly clock: Clock;
  /** Null: it did not come in time; asked again by `poke`. */
  readonly onHandover: (continues: InteractionId, handover: Handover | null) => void;
  /** Whether there still is a call that it goes with. */
  readonly isWanted: (continues: InteractionId) => boolean;
}

/** The colleague's app sends it before the call: what is not there after these is not on its way. */
const retriesMs = [200, 300, 500, 1_000, 2_000, 3_000, 5_000];

export function createHandovers(deps: HandoversDeps): Handovers {
  const stopping = new AbortController();
  const running = new Map<string, AbortController>();

  async function fetchIt(continues: InteractionId): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const delay = retriesMs[attempt];
      const nap = new AbortController();
      running.set(continues, nap);
      const answer = await deps.backend.handover(continues, stopping.signal);
      if (stopping.signal.aborted) return;
      if (answer.kind === 'ok') {
        deps.onHandover(continues, answer.value);
        // Written anew while we asked: what we were told may be old.
        if (!nap.signal.aborted) return;
        continue;
      }
      if (!deps.isWanted(continues)) break;
      // It was left while we asked: what we were told is old.
      if (nap.signal.aborted) continue;
      if (delay === undefined) break;
      await deps.clock.sleep(delay, AbortSignal.any([nap.signal, stopping.signal]));
      if (stopping.signal.aborted) return;
    }
    deps.onHandover(continues, null);
  }

  function begin(continues: InteractionId): void {
    if (running.has(continues)) return;
    running.set(continues, new AbortController());
    void fetchIt(continues).finally(() => running.delete(continues));
  }

  return {
    await: begin,
    poke(id) {
      const nap = running.get(id);
      if (nap !== undefined) nap.abort();
      else if (deps.isWanted(id as InteractionId)) begin(id as InteractionId);
    },
    stop: () => stopping.abort(),
  };
}
