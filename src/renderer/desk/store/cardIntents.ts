// What hangs on a customer's card: asked for when it is looked at, and written. What the backend alone knows may not be had.
import { FailureError } from '#shared/contract/failure';
import type { CardNote, CustomerCard } from '#shared/contract/screenPop';
import type { Wanted } from '#shared/contract/timeline';
import type { CustomerId } from '#shared/model/ids';
import type { Programs } from './connections.ts';

type Attempt = (work: Promise<unknown>) => Promise<boolean>;

/** Null: not to be had now, and nobody has to be told. */
export async function had<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return null;
  }
}

export function cardIntents(
  { data }: Programs,
  attempt: Attempt,
  keepCard: (card: CustomerCard, id: CustomerId) => void,
) {
  return {
    /** Newest first, older than the change `before`; null while the backend is away. */
    fieldHistory: (id: CustomerId, field: string | null, before: number | null) =>
      had(data.history({ id, field, before })),
    /** What the customer has said about the use of their data, newest first; null while the backend is away. */
    consentHistory: (id: CustomerId) => had(data.consentHistory({ id })),
    /** Corrections from here that wait to be sent, newest first. */
    unsentChanges: async (id: CustomerId, field: string | null) => (await had(data.unsentChanges({ id, field }))) ?? [],
    /** Who wrote the value that stands; null where the backend cannot be asked, or does not know. */
    async lastChange(id: CustomerId, field: string): Promise<{ readonly by: string; readonly at: string } | null> {
      const page = await had(data.history({ id, field, before: null }));
      return page?.changes.find(({ cause }) => cause !== 'notTaken') ?? null;
    },
    /** What is on this PC; null where it cannot be read now. */
    timelineHere: (wanted: Wanted, signal: AbortSignal) => had(data.timeline(wanted, signal)),
    /** What the backend has; null while it is away. */
    timelineThere: (wanted: Wanted, signal: AbortSignal) => had(data.timelineThere(wanted, signal)),
    /** A new note (`note` null), another text of one's own, or none any more (`text` null). Resolves to true when it is on the disk. */
    writeNote: (customerId: CustomerId, note: CardNote | null, text: string | null): Promise<boolean> =>
      attempt(
        data
          .writeNote({ customerId, id: note?.id ?? null, seen: note?.text ?? null, text })
          .then((card) => keepCard(card, customerId)),
      ),
  };
}
