// When a program that died is started again: at once, then later and later, and not for ever.

export interface RestartDecision {
  readonly kind: 'restart';
  readonly attempt: number;
  readonly delayMs: number;
}

const windowMs = 60_000;
const mostInWindow = 8;
const firstDelaysMs = [0, 0, 100, 500, 1_000, 2_000, 4_000, 8_000];

/** `deathsMs`: when it died before (including now), milliseconds of a steady clock. */
export function afterDeath(deathsMs: readonly number[], nowMs: number): RestartDecision | { readonly kind: 'giveUp' } {
  const recent = deathsMs.filter((at) => nowMs - at < windowMs).length;
  if (recent > mostInWindow) return { kind: 'giveUp' };
  return { kind: 'restart', attempt: recent, delayMs: firstDelaysMs[recent - 1] ?? 0 };
}
