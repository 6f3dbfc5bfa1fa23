// When to try again: a pure policy, used wherever something outside may be away for a while.

export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * Full-jitter exponential back-off: a random wait in [0, min(cap, base * 2^attempt)].
 * `attempt` counts from 0; `random` is in [0, 1). `retryAfterMs`, where the other side gave one, is the least wait.
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempt, 30));
  return Math.max(retryAfterMs, Math.round(ceiling * random));
}
