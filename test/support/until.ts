// Waiting for a fact, with a deadline and the fact's name when it does not come.

const usualDeadlineMs = 15_000;

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
