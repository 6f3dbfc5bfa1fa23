// Cases: what the agent can want of them. What a rule refuses is said where it was wanted.
import type { ActOutcome, Doing } from '#shared/contract/cases';
import type { CaseShelf } from '#shared/model/caseShelf';
import type { CustomerId } from '#shared/model/ids';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';
import type { DeskState } from './deskState.ts';
import type { HalfAct } from './halfAct.ts';

interface Kept {
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}
type Attempt = (work: Promise<unknown>) => Promise<boolean>;

export function caseIntents({ data }: Programs, attempt: Attempt, { get, set }: Kept) {
  return {
    /** `caseId` null: it is to be registered. Null: it could not be written, and the agent has been told. */
    async actOnCase(customerId: CustomerId, caseId: string | null, doing: Doing): Promise<ActOutcome | null> {
      let outcome: ActOutcome | null = null;
      await attempt(
        data.actOnCase({ customerId, caseId, doing }).then((found) => {
          outcome = found;
          // Whoever shows cases does not wait for the feed.
          if (found.kind === 'done') set({ casesChanged: get().casesChanged + 1 });
        }),
      );
      return outcome;
    },
    /** From what somebody chooses who registers a case; null: that cannot be said now. */
    registrationShown: (customerId: CustomerId) => had(data.registrationShown({ customerId })),
    /** How it would be; null: that cannot be said now. */
    tryOnCase: (customerId: CustomerId, caseId: string | null, doing: Doing) =>
      had(data.tryOnCase({ customerId, caseId, doing })),
    listCases: (shelf: CaseShelf, text: string, limit: number) => had(data.listCases({ shelf, text, limit })),
    /** Null: it is not on this PC. */
    caseShown: (id: string) => had(data.caseShown({ id })),
    /** What is being written of an act; null: it is done, or given up. */
    writeAct(caseId: string, half: HalfAct | null): void {
      const { [caseId]: _, ...others } = get().halfActs;
      set({ halfActs: half === null ? others : { ...others, [caseId]: half } });
    },
    /** What is being written in a form; null: it is done, or given up. */
    writeForm(key: string, form: DeskState['halfForms'][string] | null): void {
      const { [key]: _, ...others } = get().halfForms;
      set({ halfForms: form === null ? others : { ...others, [key]: form } });
    },
    actAgain: (id: string) => attempt(data.actAgain({ id })),
  };
}
