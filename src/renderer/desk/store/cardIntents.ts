// What hangs on a customer's card: asked for when it is looked at. What the backend alone knows may not be had.
import { FailureError } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import type { Programs } from './connections.ts';

export function cardIntents({ data }: Programs) {
  /** Null: not to be had now. */
  async function had<T>(work: Promise<T>): Promise<T | null> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return null;
    }
  }

  return {
    /** Newest first, older than the change `before`; null while the backend is away. */
    fieldHistory: (id: CustomerId, field: string | null, before: number | null) =>
      had(data.history({ id, field, before })),
    /** Corrections from here that wait to be sent, newest first. */
    unsentChanges: async (id: CustomerId, field: string | null) => (await had(data.unsentChanges({ id, field }))) ?? [],
    /** Who wrote the value that stands; null where the backend cannot be asked, or does not know. */
    async lastChange(id: CustomerId, field: string): Promise<{ readonly by: string; readonly at: string } | null> {
      const page = await had(data.history({ id, field, before: null }));
      return page?.changes.find(({ cause }) => cause !== 'notTaken') ?? null;
    },
  };
}
