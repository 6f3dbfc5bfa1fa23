// The backend's hints: there is something new. Losing one loses nothing.
import { createParser } from 'eventsource-parser';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import { type Poke, pokeSchema } from '#shared/protocol/sync';
import type { Clock } from '../clock.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';
import { createIdleGuard } from './idleGuard.ts';

export interface EventsDeps {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPoke: (poke: Poke) => void;
  /** The stream stands: whatever was missed meanwhile can be asked for. */
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onSignIn: () => void;
}

export interface Events {
  /** Does not wait for its back-off any longer. */
  retryNow(): void;
  stop(): void;
}

const policy = { baseMs: 500, capMs: 30_000 };
/** A stream that did not last so long counts as a failure: something between us and the backend knows no streams. */
const soundMs = 10_000;
/** The backend says something every 15 s. */
const idleMs = 45_000;

export function listenToEvents(deps: EventsDeps): Events {
  const stopping = new AbortController();
  let nap = new AbortController();
  let lastEventId: string | null = null;

  async function listenOnce(): Promise<'ended' | 'refused' | 'signIn'> {
    const guard = new AbortController();
    const idle = createIdleGuard(idleMs, () => guard.abort());
    try {
      const answer = await deps.backend.events(lastEventId, AbortSignal.any([stopping.signal, guard.signal]));
      if (answer.kind === 'refused' && answer.status === 401) return 'signIn';
      if (answer.kind !== 'ok') return 'refused';
      deps.onOpen();
      const parser = createParser({
        onEvent(event) {
          if (event.id !== undefined) lastEventId = event.id;
          const poke = pokeSchema.safeParse(parsed(event.data));
          if (poke.success) deps.onPoke(poke.data);
        },
      });
      const decoder = new TextDecoder();
      for await (const bytes of answer.value.body) {
        idle.alive();
        parser.feed(decoder.decode(bytes, { stream: true }));
      }
      return 'ended';
    } catch (error) {
      deps.log.info('events ended', { error: errorName(error) });
      return 'ended';
    } finally {
      idle.stop();
    }
  }

  async function run(): Promise<void> {
    let attempt = 0;
    while (!stopping.signal.aborted) {
      const began = deps.clock.steadyMs();
      const outcome = await listenOnce();
      if (stopping.signal.aborted) return;
      if (outcome === 'signIn') return deps.onSignIn();
      if (outcome === 'ended') {
        if (deps.clock.steadyMs() - began >= soundMs) attempt = 0;
        deps.onLost();
      }
      nap = new AbortController();
      await deps.clock.sleep(
        retryDelayMs(policy, attempt, deps.clock.random()),
        AbortSignal.any([nap.signal, stopping.signal]),
      );
      attempt += 1;
    }
  }

  void run();
  return { retryNow: () => nap.abort(), stop: () => stopping.abort() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
