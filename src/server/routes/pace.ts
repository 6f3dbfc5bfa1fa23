// How often one agent may ask something in a minute. Counted by each instance for itself: it stands in the way of a script, not of a person.
import { ProblemError } from '../problems.ts';

const minuteMs = 60_000;

/** Throws ProblemError `too-many-requests`, with when to ask again. */
export function createPace(perMinute: number, clock: () => Date): (agentId: string) => void {
  let minute = 0;
  let asked = new Map<string, number>();
  return (agentId) => {
    const now = clock().getTime();
    const current = Math.floor(now / minuteMs);
    if (current !== minute) [minute, asked] = [current, new Map()];
    const count = (asked.get(agentId) ?? 0) + 1;
    asked.set(agentId, count);
    if (count <= perMinute) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(((current + 1) * minuteMs - now) / 1_000));
    throw new ProblemError('too-many-requests', { retryAfterSeconds });
  };
}
