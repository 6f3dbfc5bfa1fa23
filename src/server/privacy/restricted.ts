// Restriction of processing (GDPR art. 18): what is kept of a customer is not used, but by whoever answers for privacy.
import { may } from '#shared/model/role';
import type { Agent } from '#shared/protocol/sessions';
import type { Seen } from '../db/seenBy.ts';
import { ProblemError } from '../problems.ts';

export const seesRestricted = ({ role }: Pick<Agent, 'role'>): boolean => may(role, 'handlePrivacy');

/** Throws ProblemError `restricted` where `by` is not to use that customer's data. Of somebody who is not there it says nothing. */
export async function refuseRestricted(tx: Seen, by: Pick<Agent, 'role'>, customerId: string): Promise<void> {
  if (seesRestricted(by)) return;
  const row = await tx
    .selectFrom('customers')
    .select('id')
    .where('id', '=', customerId)
    .where('restricted_at', 'is not', null)
    .executeTakeFirst();
  if (row !== undefined) throw new ProblemError('restricted');
}
