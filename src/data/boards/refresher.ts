// Many hints are one request: at once when there has been none lately, and one more when hints came while it ran.
import type { Clock } from '../clock.ts';

const leastGapMs = 400;

/** The result asks for a refresh. `refresh` does not reject. */
export function createRefresher(clock: Clock, stopped: AbortSignal, refresh: () => Promise<void>): () => void {
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    running = true;
    do {
      again = false;
      await refresh();
      await clock.sleep(leastGapMs, stopped);
    } while (again && !stopped.aborted);
    running = false;
  }

  return () => {
    if (stopped.aborted) return;
    again = true;
    if (!running) void run();
  };
}
