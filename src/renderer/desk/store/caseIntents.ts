// Cases: what the agent can want of them. What a rule refuses is said where it was wanted.
import type { ActOutcome, Doing } from '#shared/contract/cases';
import type { CaseShelf } from '#shared/model/caseShelf';
import type { CustomerId } from '#shared/model/ids';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

type Attempt = (work: Promise<unknown>) => Promise<boolean>;

export function caseIntents({ data }: Programs, attempt: Attempt) {
  return {
    /** `caseId` null: it is to be registered. Null: it could not be written, and the agent has been told. */
    async actOnCase(customerId: CustomerId, caseId: string | null, doing: Doing): Promise<ActOutcome | null> {
      let outcome: ActOutcome | null = null;
      await attempt(
        data.actOnCase({ customerId, caseId, doing }).then((found) => {
          outcome = found;
        }),
      );
      return outcome;
    },
    /** How it would be; null: that cannot be said now. */
    tryOnCase: (customerId: CustomerId, caseId: string | null, doing: Doing) =>
      had(data.tryOnCase({ customerId, caseId, doing })),
    listCases: (shelf: CaseShelf, text: string, limit: number) => had(data.listCases({ shelf, text, limit })),
    /** Null: it is not on this PC. */
    caseShown: (id: string) => had(data.caseShown({ id })),
    actAgain: (id: string) => attempt(data.actAgain({ id })),
  };
}
