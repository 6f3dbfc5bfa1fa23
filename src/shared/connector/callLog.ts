// A call written into a CRM's log, as pure functions over a description's steps. Each step may be repeated without harm, so that a call whose answers
// were lost is written from the first step again and is there once.
import { type CrmAnswer, parsed, refusalOf, sentAtOf } from './answer.ts';
import type { Description } from './description.ts';
import { waitAfter } from './pace.ts';
import { textAt } from './pointer.ts';
import { type CrmRequest, requestOf, type Site } from './request.ts';
import { namesIn, type Values } from './template.ts';

export interface LoggedCall {
  /** Ours; a ULID. */
  readonly id: string;
  /** The customer, as the CRM calls them. */
  readonly person: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly subject: string;
  readonly note: string;
  /** The customer's, as it was called or shown. */
  readonly number: string;
  readonly agent: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** How far the writing has come; begun anew after each failure. */
export interface Writing {
  readonly step: number;
  readonly taken: Values;
}
export const newWriting: Writing = { step: 0, taken: {} };

export type Written =
  | { readonly kind: 'goesOn'; readonly writing: Writing }
  | { readonly kind: 'written' }
  /** From the first step, after that long. */
  | { readonly kind: 'again'; readonly waitMs: number; readonly why: 'unreachable' | 'busy' | 'signIn' }
  /** It will never be taken like this. */
  | { readonly kind: 'refused'; readonly status: number };

/** The request of the step that the writing stands at; null: all steps are done. */
export function askToLog(
  description: Description,
  site: Site,
  call: LoggedCall,
  { step, taken }: Writing,
): CrmRequest | null {
  const next = description.callLog.steps[step];
  return next === undefined
    ? null
    : requestOf(description, site, next.request, { ...valuesOf(description, call), ...taken });
}

/** What the answer to that request means; null: none came. `tries`: how often this call was tried before. */
export function logged(
  description: Description,
  { step, taken }: Writing,
  answer: CrmAnswer | null,
  tries: number,
): Written {
  const { steps, againAfterSeconds } = description.callLog;
  const done = steps[step];
  if (done === undefined) return { kind: 'written' };
  const again = (why: 'unreachable' | 'busy' | 'signIn', atLeastMs: number): Written => {
    const retryAfter = answer?.headers['retry-after'] ?? null;
    const leastMs = againAfterSeconds * 1_000;
    const waitMs = waitAfter(retryAfter, answer && sentAtOf(answer), tries, Math.max(leastMs, atLeastMs));
    return { kind: 'again', why, waitMs: Math.max(leastMs, waitMs) };
  };
  if (answer === null) return again('unreachable', 0);
  // Half a body, or a proxy's page, would be taken for "not found", or for done.
  const isLegible = parsed(answer) !== undefined || (answer.body === '' && Object.keys(done.take).length === 0);
  if (answer.status < 400 && !isLegible) return again('unreachable', 0);
  if (done.ok.includes(answer.status)) return goOn(description, step, { ...taken, ...take(done.take, answer) });
  const refusal = refusalOf(description, answer);
  return refusal === null ? { kind: 'refused', status: answer.status } : again(refusal.code, refusal.atLeastMs);
}

function goOn({ callLog: { steps } }: Description, done: number, taken: Values): Written {
  const step = steps.findIndex(({ unless }, place) => place > done && !(unless !== undefined && unless in taken));
  const next = steps[step];
  if (next === undefined) return { kind: 'written' };
  // What the next step stands on was not in the answer: this CRM is not as described.
  const needed = steps.slice(0, step).flatMap((former) => Object.keys(former.take));
  const names = namesIn([next.request.path, next.request.query, next.request.headers, next.request.body]);
  const isMissing = names.some(({ name }) => needed.includes(name) && !(name in taken));
  return isMissing ? { kind: 'refused', status: 200 } : { kind: 'goesOn', writing: { step, taken } };
}

function take(pointers: Readonly<Record<string, string>>, answer: CrmAnswer): Values {
  const body = parsed(answer);
  const found = Object.entries(pointers).map(([name, pointer]) => [name, textAt(body, pointer)] as const);
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

function valuesOf({ callLog }: Description, call: LoggedCall): Values {
  const { direction, ...rest } = call;
  const ms = Math.max(0, call.endedAt - call.startedAt);
  return {
    ...rest,
    ...callLog[direction],
    uuid: uuidOf(call.id),
    seconds: Math.round(ms / 1_000),
    minutes: Math.ceil(ms / 60_000),
    milliseconds: ms,
  };
}

/** The 128 bits of a ULID, written as a UUID. */
export function uuidOf(ulid: string): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const bits = [...ulid].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n);
  const hex = bits.toString(16).padStart(32, '0').slice(-32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
