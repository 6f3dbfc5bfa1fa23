// With whose eyes cases are decided on this PC: who has signed in, and the company's lists as they were told last.
import { caseListsIn, caseRulesFor } from '#shared/model/caseRules';
import type { PortfolioId } from '#shared/model/ids';
import { type KeptList, listsFor } from '#shared/model/lists/lists';
import type { Workstation } from '#shared/protocol/workstation';
import type { CaseEyes } from './writtenCases.ts';

type Signed = Pick<Workstation, 'agent' | 'offices' | 'policy' | 'reasons' | 'clients' | 'queues'>;

export function caseEyes(workstation: Signed, lists: readonly KeptList[]): CaseEyes {
  const { agent, offices, policy, reasons } = workstation;
  const { id, name, role } = agent;
  return {
    doer: { kind: 'agent', id, name, role, offices },
    rulesOf({ portfolioId, reasonCode, file }) {
      const clientId = clientOf(workstation, portfolioId);
      const known = caseListsIn(listsFor(lists, clientId));
      if (known === null) return null;
      const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === reasonCode);
      const target = reason?.target ?? null;
      return caseRulesFor(file, { lists: known, policy: policy.complaints, clientId, target, letters: null });
    },
  };
}

/** A portfolio is a client company's, or a closed queue's of one. */
function clientOf({ clients, queues }: Pick<Signed, 'clients' | 'queues'>, portfolioId: PortfolioId): PortfolioId {
  if (clients.some((client) => client.id === portfolioId)) return portfolioId;
  return queues.find((queue) => `${queue.id}` === `${portfolioId}`)?.clientId ?? portfolioId;
}
