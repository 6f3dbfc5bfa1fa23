// Closes wrap-ups whose time is up, when it is up: one alarm for the earliest, set anew whenever something changes.
import type { Clock } from '../clock.ts';

export interface WrapUpLimit {
  /** Something about the open wrap-ups is different. */
  changed(): void;
  stop(): void;
}

export interface WrapUpLimitDeps {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Closes what is due; the time until the next one is, in ms, or null. */
  readonly closeOverdue: () => number | null;
}

export function createWrapUpLimit({ clock, closeOverdue }: WrapUpLimitDeps): WrapUpLimit {
  let alarm = new AbortController();

  async function watch(mine: AbortController): Promise<void> {
    for (;;) {
      const wait = closeOverdue();
      if (wait === null || mine.signal.aborted) return;
      await clock.sleep(wait, mine.signal);
      if (mine.signal.aborted) return;
    }
  }

  function stop(): void {
    alarm.abort();
  }

  return {
    stop,
    changed() {
      stop();
      alarm = new AbortController();
      const mine = alarm;
      // Whoever tells of a change is in the middle of it.
      queueMicrotask(() => {
        if (!mine.signal.aborted) void watch(mine);
      });
    },
  };
}
