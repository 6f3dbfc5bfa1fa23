// What is asked of the backend about customers who may be one and the same, and what its answers mean.
import { z } from 'zod';
import type { deskData } from '#shared/contract/deskData';
import type { duplicateMethods } from '#shared/contract/duplicates';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError } from '#shared/contract/failure';
import { type Customer, customerSchema } from '#shared/model/customer';
import { ulidSchema } from '#shared/model/ids';
import { mergeObstacleSchema } from '#shared/protocol/merges';
import type { Answer } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';

type Methods = Omit<Pick<Implementation<typeof deskData>, keyof typeof duplicateMethods>, 'duplicatesHere'>;

interface Asking {
  /** Throws while nobody is signed in. */
  readonly reach: () => Backend;
  readonly newId: () => string;
  /** As the backend has just answered: shown at once. */
  readonly onRow: (customer: Customer) => void;
}

export function duplicatesOf({ reach, newId, onRow }: Asking): Methods {
  async function value<T>(answer: Promise<Answer<T>>): Promise<T> {
    const given = await answer;
    if (given.kind !== 'ok') throw new FailureError(given.failure);
    return given.value;
  }
  return {
    duplicates: ({ id }, signal) => value(reach().duplicates(id, signal)),
    async reportDuplicate(pair, signal) {
      await value(reach().reportDuplicate(newId(), pair, signal));
      return null;
    },
    openPairs: ({ after }, signal) => value(reach().openPairs(after, signal)),
    async partPair(pair, signal) {
      await value(reach().partPair(newId(), pair, signal));
      return null;
    },
    async mergeCustomers(wish, signal) {
      const id = ulidSchema.parse(newId());
      const answer = await reach().merge(id, { id, ...wish }, signal);
      if (answer.kind !== 'ok') return refusal(answer);
      onRow(answer.value.customer);
      return { kind: 'merged', merged: answer.value };
    },
    async undoMerge({ id }, signal) {
      const answer = await reach().undoMerge(newId(), id, signal);
      if (answer.kind !== 'ok') return refusal(answer);
      onRow(answer.value.kept);
      onRow(answer.value.back);
      return { kind: 'undone', unmerged: answer.value };
    },
  };
}

const refusedSchema = z.object({ why: mergeObstacleSchema.optional(), current: customerSchema.optional() });

/** Throws FailureError for what is no matter of these two. */
function refusal(answer: Exclude<Answer<unknown>, { kind: 'ok' }>) {
  if (answer.kind === 'silent') throw new FailureError(answer.failure);
  const { why, current = null } = refusedSchema.safeParse(answer.document).data ?? {};
  if (why !== undefined) return { kind: 'cannot' as const, why };
  const isChanged = ['version-conflict', 'merged-away', 'not-found'].includes(answer.problem ?? '');
  if (!isChanged) throw new FailureError(answer.failure);
  return { kind: 'changed' as const, current };
}
