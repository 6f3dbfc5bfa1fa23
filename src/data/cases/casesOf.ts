// What the desk may ask of cases.
import type { caseMethods } from '#shared/contract/cases';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError, failure } from '#shared/contract/failure';
import { type CustomerId, portfolioIdSchema } from '#shared/model/ids';
import type { Workstation } from '#shared/protocol/workstation';
import type { Files } from '../db/files.ts';
import type { Backend } from '../http/backend.ts';
import type { Cards } from '../lookup/cards.ts';
import { type ActingDeps, actAgain, actOnCase, tryOnCase } from './acting.ts';
import { type CaseListsDeps, caseShown, listCases, registrationShown } from './caseLists.ts';
import type { Numbers } from './numbers.ts';
import type { CaseEyes } from './writtenCases.ts';

export interface CasesDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly cases: { readonly eyes: () => CaseEyes | null; readonly numbers: Numbers };
  /** Throws where nobody is. */
  readonly signedIn: () => Pick<Workstation, 'agent'>;
  /** Throws while the backend is away. */
  readonly reach: () => Backend;
  readonly onEdited: (id: CustomerId) => void;
}

/** As `reach` has it. */
function throws(reach: () => unknown): boolean {
  try {
    reach();
    return false;
  } catch {
    return true;
  }
}

const company = portfolioIdSchema.parse('company');

export function casesOf(deps: CasesDeps): Pick<Implementation<typeof deskData>, keyof typeof caseMethods> {
  const { files, cards, newId, now, cases } = deps;
  const reading = (): CaseListsDeps => {
    const eyes = cases.eyes();
    if (eyes === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return { files, agentId: deps.signedIn().agent.id, eyes, now, portfolioId: company };
  };
  const isAway = () => throws(deps.reach);
  const acting = (): ActingDeps => ({ ...reading(), cards, numbers: cases.numbers, newId, isAway });
  return {
    actOnCase(deed) {
      const done = actOnCase(acting(), deed);
      if (done.kind === 'done') deps.onEdited(deed.customerId);
      return done;
    },
    registrationShown: ({ customerId }) => registrationShown(reading(), cards.get(customerId)?.customer),
    tryOnCase: (deed) => tryOnCase(acting(), deed),
    listCases: (wanted) => listCases(reading(), wanted),
    caseShown: ({ id }) => caseShown(reading(), id),
    actAgain({ id }) {
      const customerId = actAgain(acting(), id);
      if (customerId !== null) deps.onEdited(customerId);
      return null;
    },
    async caseLog({ id }, signal) {
      const answer = await deps.reach().wholeCase(id, signal);
      if (answer.kind === 'ok') return answer.value.log;
      throw new FailureError(answer.failure);
    },
  };
}
