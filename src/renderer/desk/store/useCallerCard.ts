// Whom an interaction is about, with their card: asked for where this window has not seen it yet.
import { useEffect } from 'react';
import { useShallow } from 'zustand/shallow';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { type Known, knownCustomer, newestCard } from './selectors.ts';
import { useDeskState, useIntents } from './useDesk.ts';

export interface CallerCard {
  readonly by: Known['by'];
  readonly customerId: CustomerId | null;
  /** Undefined: on its way. Null: there is none, or nobody is known. */
  readonly card: CustomerCard | null | undefined;
}

export function useCallerCard(id: InteractionId): CallerCard {
  const { loadCard } = useIntents();
  const [by, customerId] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, id);
      return [known.by, known.by === 'nobody' ? null : known.customerId];
    }),
  );
  const card = useDeskState((state) => (customerId === null ? null : newestCard(state, customerId)));
  useEffect(() => {
    if (customerId !== null && card === undefined) void loadCard(customerId);
  }, [customerId, card, loadCard]);
  return { by, customerId, card };
}
