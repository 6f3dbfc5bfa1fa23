// How a piece of pulling ended.
import type { Failure } from '#shared/contract/failure';
import type { Answer, Refused } from '../http/answer.ts';

export type Pulled =
  | { readonly kind: 'upToDate' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'signIn' };

/** expired: the backend does not know any more where to go on. */
export type Outcome = Pulled | { readonly kind: 'expired'; readonly failure: Failure };

export const upToDate: Pulled = { kind: 'upToDate' };

export const failed = (outcome: Outcome): Pulled =>
  outcome.kind === 'expired' ? { kind: 'failed', failure: outcome.failure } : outcome;

export function endedBy(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Outcome {
  if (answer.kind === 'silent') return { kind: 'failed', failure: answer.failure };
  if (answer.status === 401) return { kind: 'signIn' };
  return { kind: isGone(answer) ? 'expired' : 'failed', failure: answer.failure };
}

const isGone = ({ status }: Refused): boolean => status === 410;
