// What happens to cases by the calendar alone: a complaint that was answered long enough ago is closed, in the house's own name.
import { next } from '#shared/model/caseActs';
import { audit, ofCustomers } from '../audit/audit.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { answeredCases, changeCase, lockCases } from '../repositories/cases.ts';
import { rulesFor } from './act.ts';

/** One after the other, each by itself: whoever works on one of them waits for that one alone. Resolves to how many were closed. */
export async function closeAnswered(deps: ServerDeps): Promise<number> {
  const { query } = deps.db;
  let closed = 0;
  for (const id of await seenBy(query, house, answeredCases, { readOnly: true })) {
    if (await seenBy(query, house, (tx) => close(deps, tx, id))) closed += 1;
  }
  return closed;
}

/** False: it is too early, or somebody has been quicker. */
async function close(deps: ServerDeps, tx: Seen, id: string): Promise<boolean> {
  const [found] = await lockCases(tx, [id]);
  if (found?.file.stage.step !== 'answered') return false;
  const { file, queueId, customerId, portfolioId } = found;
  const { rules } = await rulesFor(tx, portfolioId, file.reasonCode, file);
  const { verdict: outcome } = found.file.stage;
  const at = deps.clock();
  const act = { id: newId(deps), kind: 'close', outcome, rootCause: null, executed: true } as const;
  const done = next(file, act, { kind: 'house' }, at.toISOString(), rules);
  if (!done.ok) return false;
  await changeCase(tx, { id, file: done.value, queueId, agentId: null, contactId: null });
  const detail = { case: id, act: act.kind };
  await audit(tx, { by: null, at, action: 'caseStepped', subject: ofCustomers(customerId), detail });
  return true;
}
