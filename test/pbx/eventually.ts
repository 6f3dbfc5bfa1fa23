// Waiting for facts with a deadline: tests name what they wait for, and never sleep.
import { setTimeout as pause } from 'node:timers/promises';
import type { Ami } from '#server/pbx/ami/client';
import type { AmiMessage } from '#server/pbx/ami/framing';

/** Waits until `look` gives something and returns it, looking again every 25 ms.
 * @throws Error that names `what` after `deadline` milliseconds */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  deadline = 15_000,
): Promise<T> {
  const end = performance.now() + deadline;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Not within ${deadline} ms: ${what}`);
    await pause(25);
  }
}

/** Resolves with the next event that `fits`; an error thrown by `fits` is passed on. */
export function nextEvent(
  manager: Ami,
  what: string,
  fits: (event: AmiMessage) => boolean,
  deadline = 15_000,
): Promise<AmiMessage> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => settle(() => failed(new Error(`Not within ${deadline} ms: ${what}`))), deadline);
    const stop = manager.onEvent((event) => {
      try {
        if (fits(event)) settle(() => done(event));
      } catch (error) {
        settle(() => failed(error));
      }
    });
    function settle(how: () => void): void {
      clearTimeout(late);
      stop();
      how();
    }
  });
}
