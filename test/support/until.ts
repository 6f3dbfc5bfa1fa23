// Waiting for a fact, with a deadline and the fact's name when it does not come. The deadline only guards against
// waiting for ever: a test that holds is over long before, also on a busy machine.
import { vi } from 'vitest';

export const usualDeadlineMs = 15_000;

/** Asks again and again, many times a second, until it is so. Throws with `what`, and what was seen last, after 15 s or as said. */
export async function until(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  seen = () => '',
  deadlineMs = usualDeadlineMs,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  let lastError = '';
  while (performance.now() < deadline) {
    try {
      if (await isSo()) return;
    } catch (error) {
      lastError = ` (${String(error).slice(0, 200)})`;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`did not come true in ${deadlineMs / 1000} s: ${what} ${seen()}${lastError}`);
}

/** Makes the expectation again and again until it holds, and resolves with what it gives; rejects with its last error. */
export const untilHolds = <T>(expectation: () => T | Promise<T>, deadlineMs = usualDeadlineMs): Promise<T> =>
  vi.waitFor(expectation, { timeout: deadlineMs, interval: 20 });
