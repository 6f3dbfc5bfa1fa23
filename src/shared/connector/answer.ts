// What comes back from a CRM, and what a refusal means.
import type { Description } from './description.ts';
import { at } from './pointer.ts';

export interface CrmAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The body as JSON; undefined for what is none (a proxy's page, half a body). */
export function parsed({ body }: CrmAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** When the CRM says that it answered, by its own clock (ms). */
export function sentAtOf({ headers }: CrmAnswer): number | null {
  const ms = Date.parse(headers.date ?? '');
  return Number.isNaN(ms) ? null : ms;
}

type Meaning = 'unreachable' | 'busy' | 'signIn';

/** Null: it is none, or one that waiting does not mend. What the description says of it goes first. */
export function refusalOf(
  { refusals }: Description,
  answer: CrmAnswer,
): { readonly code: Meaning; readonly atLeastMs: number } | null {
  const { status } = answer;
  const body = parsed(answer);
  const said = refusals.find(
    (refusal) => refusal.status === status && (refusal.at === undefined || at(body, refusal.at) === refusal.is),
  );
  const of = (code: Meaning) => ({ code, atLeastMs: (said?.seconds ?? 0) * 1_000 });
  if (said?.means === 'signIn' || (said === undefined && status === 401)) return of('signIn');
  if (status === 408 || status >= 500) return of('unreachable');
  return status === 429 || said?.means === 'wait' ? of('busy') : null;
}
