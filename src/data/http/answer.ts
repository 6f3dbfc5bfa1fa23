// What the backend answered, as a value: it said yes, it said no, or it could not be understood at all.
import { type Failure, type FailureCode, FailureError } from '#shared/contract/failure';
import { type ProblemType, problemSchema, problemTypeOf } from '#shared/protocol/errors';

export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  /** Null where it is no problem document of ours: a proxy answered. */
  readonly problem: ProblemType | null;
  /** The whole document, for the members that one type adds. */
  readonly document: unknown;
  readonly failure: Failure;
}

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | Refused
  /** No answer, half of one, or somebody else's page: whether the request was carried out is not known. */
  | { readonly kind: 'silent'; readonly failure: Failure };

const codes: Partial<Record<ProblemType, FailureCode>> = {
  'wrong-credentials': 'backend.wrongCredentials',
  'locked-out': 'backend.lockedOut',
  'password-due': 'backend.passwordDue',
  'browser-only': 'signIn.browserOnly',
  'sign-in-refused': 'signIn.refused',
  'no-such-agent': 'signIn.noSuchAgent',
  'provider-away': 'signIn.providerAway',
  'clock-off': 'signIn.clockOff',
  'session-expired': 'backend.sessionExpired',
  'version-conflict': 'backend.conflict',
  restricted: 'backend.restricted',
  'no-consent': 'backend.noConsent',
  'still-running': 'backend.unavailable',
  'too-many-requests': 'backend.unavailable',
  unavailable: 'backend.unavailable',
  bug: 'backend.unavailable',
};

function codeOf(status: number, problem: ProblemType | null, fields: readonly string[]): FailureCode {
  if (problem === 'invalid-request' && fields.includes('customerId')) return 'backend.noSuchCustomer';
  const known = problem === null ? undefined : codes[problem];
  if (known !== undefined) return known;
  if (status === 401) return 'backend.sessionExpired';
  if (status === 409 || status === 412) return 'backend.conflict';
  return status === 408 || status === 429 || status >= 500 ? 'backend.unavailable' : 'backend.refused';
}

/** An answer of 400 and above. `retryAfter`: the header as it came. */
export function refusedOf(status: number, document: unknown, retryAfter: string | null, now: Date): Refused {
  const parsed = problemSchema.safeParse(document);
  const problem = parsed.success ? problemTypeOf(parsed.data) : null;
  const retryAfterMs = retryAfterOf(retryAfter, now);
  const fields = parsed.success ? (parsed.data.errors ?? []).map((error) => error.field) : [];
  const reference = parsed.success ? parsed.data.instance?.split(':').at(-1)?.slice(0, 40) : undefined;
  return {
    kind: 'refused',
    status,
    problem,
    document,
    failure: {
      code: codeOf(status, problem, fields),
      origin: 'server',
      message:
        `${status} ${problem ?? 'no problem document'}${fields.length === 0 ? '' : `: ${fields.join(', ')}`}`.slice(
          0,
          400,
        ),
      ...(retryAfterMs !== null && { retryAfterMs }),
      ...(reference !== undefined && { reference }),
    },
  };
}

const mostMs = 60 * 60_000;

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3); never believed beyond an hour. */
export function retryAfterOf(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(mostMs, Math.max(0, ms));
}

export const silent = (code: FailureCode, message: string): { kind: 'silent'; failure: Failure } => ({
  kind: 'silent',
  failure: { code, origin: 'network', message: message.slice(0, 400) },
});

/** Of what is done at once or not at all. Throws a FailureError; what was refused is kept nowhere, and says so. */
export function valueOrThrow<T>(answer: Answer<T>): T {
  if (answer.kind === 'ok') return answer.value;
  const { failure } = answer;
  const isRefused = failure.code === 'backend.refused' || failure.code === 'backend.conflict';
  throw new FailureError(isRefused ? { ...failure, code: 'backend.notDone' } : failure);
}

/** Which field of what was sent is not right; null: it is not about one. */
export function wrongField(answer: Answer<unknown>): string | null {
  if (answer.kind !== 'refused' || answer.problem !== 'invalid-request') return null;
  return problemSchema.safeParse(answer.document).data?.errors?.[0]?.field ?? null;
}
