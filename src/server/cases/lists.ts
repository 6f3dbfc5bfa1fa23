// The lists by which cases go, as they are in force for a client company, and where somebody belongs by them.
import { must } from '#shared/lib/must';
import { type CaseLists, caseListCodes, caseListsIn, officesOf } from '#shared/model/caseRules';
import { portfolioIdSchema } from '#shared/model/ids';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import type { Agent } from '#shared/protocol/sessions';
import type { Seen } from '../db/seenBy.ts';
import { namedOffices } from '../repositories/cases.ts';
import { writtenLists } from '../repositories/lists.ts';
import { queuesOfAgent } from '../repositories/workstation.ts';

/** There from the first start on: each has a proposal that comes with the program. */
export const caseLists = async (tx: Seen, clientId: string): Promise<CaseLists> =>
  must(await caseListsThere(tx, clientId), 'the lists of cases');

/** Null: one is missing, or does not fit. */
export async function caseListsThere(tx: Seen, clientId: string): Promise<CaseLists | null> {
  const written = await writtenLists(tx, caseListCodes);
  const kept = written.flatMap((list) => keptListSchema.safeParse(list).data ?? []);
  return caseListsIn(listsFor(kept, portfolioIdSchema.parse(clientId)));
}

/** The back offices that somebody belongs to, in the order of the list. */
export async function officesOfAgent(
  tx: Seen,
  { id, role }: Pick<Agent, 'id' | 'role'>,
  { backOffices }: CaseLists,
): Promise<string[]> {
  const [queues, named] = [await queuesOfAgent(tx, id), await namedOffices(tx, id)];
  return officesOf(backOffices, { role, queues, named });
}
