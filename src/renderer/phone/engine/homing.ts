// The way back to the preferred server: while the line goes over another one and nobody is on the phone, the first is tried
// beside it, now and then. What is there is left only once the other has taken us: no moment without a registration.
import type { Clock } from '../clock.ts';

const firstAfterMs = 20_000;
const atMostMs = 300_000;

export interface HomingDeps {
  /** Registered, but not at the preferred server. */
  readonly isAway: () => boolean;
  readonly isIdle: () => boolean;
  /** Resolves with whether the line goes over the preferred server now. */
  readonly goHome: () => Promise<boolean>;
  readonly clock: Clock;
}

/** Goes on until the result is called. */
export function createHoming({ isAway, isIdle, goHome, clock }: HomingDeps): () => void {
  let wait = firstAfterMs;
  let over = false;
  let callOff = (): void => {};

  /** Never all telephones of a house at once. */
  function later(): void {
    if (!over) callOff = clock.after(Math.round(wait * (0.5 + clock.random())), () => void look());
  }

  async function look(): Promise<void> {
    if (!isAway()) wait = firstAfterMs;
    else if (isIdle()) wait = (await goHome().catch(() => false)) ? firstAfterMs : Math.min(wait * 2, atMostMs);
    later();
  }

  later();
  return () => {
    over = true;
    callOff();
  };
}
