// Hints by which a CRM says that something has changed there: what it signs, where it does. Nothing in them is taken for true.
import type { Description } from './description.ts';
import { fill } from './template.ts';

export interface Hint {
  readonly method: string;
  /** As the CRM has called it. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface Signed {
  /** What was signed, and its signature (base64 of HMAC-SHA256). */
  readonly text: string;
  readonly signature: string;
  /** When, in ms. */
  readonly at: number;
}

/** Null: a header is missing, or says no moment. `signature` is the description's. */
export function signedBy(
  signature: NonNullable<NonNullable<Description['hints']>['signature']>,
  { method, url, headers, body }: Hint,
): Signed | null {
  const [proof, moment] = [headers[signature.header], headers[signature.moment]];
  if (typeof proof !== 'string' || typeof moment !== 'string') return null;
  const at = /^\d+$/.test(moment) ? Number(moment) : Date.parse(moment);
  if (!Number.isFinite(at)) return null;
  return { text: fill(signature.of, { method, url, moment, body }), signature: proof, at };
}
