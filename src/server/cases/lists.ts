// The lists by which cases go, as they are in force for a client company.
import { must } from '#shared/lib/must';
import { type CaseLists, caseListCodes, caseListsIn } from '#shared/model/caseRules';
import { portfolioIdSchema } from '#shared/model/ids';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import type { Seen } from '../db/seenBy.ts';
import { writtenLists } from '../repositories/lists.ts';

/** There from the first start on: each has a proposal that comes with the program. */
export async function caseLists(tx: Seen, clientId: string): Promise<CaseLists> {
  const kept = keptListSchema.array().parse(await writtenLists(tx, caseListCodes));
  return must(caseListsIn(listsFor(kept, portfolioIdSchema.parse(clientId))), 'the lists of cases');
}
