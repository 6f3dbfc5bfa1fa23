// One question to the backend at a time: while an answer is on its way, of what would be asked next only the newest is.

/** What it gives resolves when nothing is left to be asked, or at once while somebody else's answer is on its way. */
export function askOneAtATime(): (ask: () => Promise<void>) => Promise<void> {
  let asking = false;
  let next: (() => Promise<void>) | null = null;
  return async (ask) => {
    next = ask;
    if (asking) return;
    asking = true;
    try {
      while (next !== null) {
        const asked: () => Promise<void> = next;
        next = null;
        await asked();
      }
    } finally {
      asking = false;
    }
  };
}
