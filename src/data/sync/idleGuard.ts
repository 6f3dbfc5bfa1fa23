// Watches over a long answer: when nothing has come for a while, nothing will.

export interface IdleGuard {
  /** Something came. */
  alive(): void;
  stop(): void;
}

export function createIdleGuard(ms: number, onIdle: () => void): IdleGuard {
  const timer = setTimeout(onIdle, ms);
  return { alive: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
