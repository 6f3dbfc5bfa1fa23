// Customers who may be one and the same: what an agent, or who may merge, can want. A refusal is shown like any other, and answers null.
import type { MergeAnswer, UndoAnswer } from '#shared/contract/duplicates';
import type { CustomerId } from '#shared/model/ids';
import type { Duplicates, MergeWish, OpenPairs, Pair } from '#shared/protocol/merges';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

export function duplicateIntents({ data }: Programs, attempt: (work: Promise<unknown>) => Promise<boolean>) {
  async function answer<T>(work: Promise<T>): Promise<T | null> {
    let given: T | null = null;
    await attempt(
      work.then((value) => {
        given = value;
      }),
    );
    return given;
  }
  return {
    /** By what is on this PC, at once; then by the backend, which knows all of them and what has been said of them. */
    async loadDuplicates(id: CustomerId, tell: (found: Duplicates) => void): Promise<void> {
      const here = await had(data.duplicatesHere({ id }));
      if (here !== null) tell(here);
      const asked = await had(data.duplicates({ id }));
      if (asked !== null) tell(asked);
    },
    /** `after`: what the page before has told; null: the first. */
    loadOpenPairs: (after: string | null): Promise<OpenPairs | null> => answer(data.openPairs({ after })),
    reportDuplicate: (pair: Pair): Promise<boolean> => attempt(data.reportDuplicate(pair)),
    partPair: (pair: Pair): Promise<boolean> => attempt(data.partPair(pair)),
    mergeCustomers: (wish: MergeWish): Promise<MergeAnswer | null> => answer(data.mergeCustomers(wish)),
    undoMerge: (id: string): Promise<UndoAnswer | null> => answer(data.undoMerge({ id })),
  };
}
