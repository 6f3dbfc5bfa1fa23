// How often a CRM is asked. Requests are evenly spaced rather than counted: whatever window the CRM counts in, it never sees more than its share.

export type Paces = Readonly<Record<string, { readonly requests: number; readonly seconds: number }>>;

/** For each pace: when the next request may go (ms of the clock that is asked with). */
export type Pace = Readonly<Record<string, number>>;

/** Requests travel: two that left well apart may arrive a little nearer. */
const margin = 1.02;
/** Nobody is obeyed who says to come back next year. */
const longestWaitMs = 3_600_000;
const shortestWaitMs = 1_000;

/** Takes the next place: when it may go, and the paces after it. */
export function takePlace(paces: Paces, pace: Pace, name: string, now: number): { goesAt: number; pace: Pace } {
  const { requests, seconds } = paces[name] ?? { requests: 1, seconds: 1 };
  const goesAt = Math.max(now, pace[name] ?? now);
  return { goesAt, pace: { ...pace, [name]: goesAt + Math.ceil((seconds * 1_000 * margin) / requests) } };
}

/**
 * How long to wait after a refusal, in ms. `retryAfter` is the header's text (RFC 9110, 10.2.3: seconds or a date), `sentAt` what the answer's own Date
 * header says, so that the CRM's clock is compared with itself. Absurd or absent: doubling from one second, up to an hour.
 */
export function waitAfter(retryAfter: string | null, sentAt: number | null, tries: number, atLeastMs = 0): number {
  const said = retryAfter === null ? null : readRetryAfter(retryAfter, sentAt);
  const ms = said ?? Math.max(atLeastMs, shortestWaitMs * 2 ** Math.min(tries, 12));
  return Math.min(longestWaitMs, Math.max(shortestWaitMs, ms));
}

function readRetryAfter(text: string, sentAt: number | null): number | null {
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) || sentAt === null ? null : date - sentAt;
}
