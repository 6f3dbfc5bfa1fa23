// A call written into a CRM's log, as pure functions over a description's steps. Each step may be repeated without harm, so that a call whose answers
// were lost is written from the first step again and is there once.
import type { Description } from './description.ts';
import { waitAfter } from './pace.ts';
import { textAt } from './pointer.ts';
import { type CrmAnswer, type CrmRequest, requestOf, type Site } from './request.ts';
import type { Values } from './template.ts';

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
  /** The company's number or queue; '' where unknown. */
  readonly line: string;
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
  const atLeast = againAfterSeconds * 1_000;
  const again = (why: 'unreachable' | 'busy' | 'signIn'): Written => ({
    kind: 'again',
    why,
    waitMs: Math.max(atLeast, waitAfter(answer?.headers['retry-after'] ?? null, dateOf(answer), tries, atLeast)),
  });
  if (answer === null) return again('unreachable');
  if (done.ok.includes(answer.status)) return goOn(description, step, { ...taken, ...take(done.take, answer.body) });
  const said = description.refusals.find(({ status, at }) => status === answer.status && at === undefined);
  if (answer.status === 401 || said?.means === 'signIn') return again('signIn');
  if (answer.status === 429 || said?.means === 'wait') return again('busy');
  if (answer.status === 408 || answer.status >= 500) return again('unreachable');
  return { kind: 'refused', status: answer.status };
}

function goOn({ callLog: { steps } }: Description, done: number, taken: Values): Written {
  const step = steps.findIndex(({ unless }, place) => place > done && !(unless !== undefined && unless in taken));
  return step === -1 ? { kind: 'written' } : { kind: 'goesOn', writing: { step, taken } };
}

function take(pointers: Readonly<Record<string, string>>, body: string): Values {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return {};
  }
  const found = Object.entries(pointers).map(([name, pointer]) => [name, textAt(answer, pointer)] as const);
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

function dateOf(answer: CrmAnswer | null): number | null {
  const ms = Date.parse(answer?.headers.date ?? '');
  return Number.isNaN(ms) ? null : ms;
}
