// A call rings while another program is in front: the system says so, with the queue's name at most. It may stand on a lock screen, or on a wall.
import type { Glance } from '#shared/contract/main';

/** The system's own: a notification, a taskbar that flashes, a number on the icon. */
export interface Attention {
  /** Returns what takes it away. Pressed, it brings the desk to the front. */
  notify(title: string, body: string): () => void;
  flash(on: boolean): void;
}

export interface RingingDeps {
  readonly attention: Attention;
  readonly isInFront: () => boolean;
  readonly isWanted: () => boolean;
  /** What is written; `queue` null: the call came directly. */
  readonly words: (queue: string | null) => { readonly title: string; readonly body: string };
}

export interface RingingNotice {
  /** What the phone is doing now. */
  follow(glance: Pick<Glance, 'ringing'>): void;
  /** The desk is in front now: nothing has to be said any more. */
  seen(): void;
}

export function createRingingNotice({ attention, isInFront, isWanted, words }: RingingDeps): RingingNotice {
  let told: string | null = null;
  let takeAway: (() => void) | null = null;

  function quiet(): void {
    if (takeAway === null) return;
    takeAway();
    takeAway = null;
    attention.flash(false);
  }

  return {
    follow({ ringing }) {
      if (ringing?.callId === told) return;
      told = ringing?.callId ?? null;
      quiet();
      if (ringing === null || isInFront() || !isWanted()) return;
      const { title, body } = words(ringing.queueId);
      takeAway = attention.notify(title, body);
      attention.flash(true);
    },
    seen: quiet,
  };
}
