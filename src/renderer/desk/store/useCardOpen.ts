// What of a customer's card stands open now, and what may be changed: with somebody in front by the level that they have reached, in the
// office all of it.
import { useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import type { IdentificationLevel } from '#shared/model/identification';
import { mayChange, shows } from '#shared/model/identifying';
import type { CustomerId } from '#shared/model/ids';
import type { CardField, ChangeableField } from '#shared/model/lists/identification';
import { viewOf } from './identity.ts';
import { currentInteractionId } from './selectors.ts';
import { useDesk, useDeskState } from './useDesk.ts';
import { useLists } from './useLists.ts';

export interface CardOpen {
  readonly shows: (field: CardField) => boolean;
  readonly mayChange: (field: ChangeableField) => boolean;
  /** From which level on it stands open, or may be changed; null: at none. */
  readonly from: (field: CardField | ChangeableField, what: 'shows' | 'changes') => IdentificationLevel | null;
}

/** `id` null: it is not known whose it is. */
export function useCardOpen(id: CustomerId | null): CardOpen {
  const { now } = useDesk();
  const view = useDeskState(useShallow((state) => viewOf(state, id, now())));
  const rules = useLists(useDeskState(currentInteractionId)).identification ?? null;
  return useMemo(
    () => ({
      shows: (field) => shows(field, view, rules),
      mayChange: (field) => mayChange(field, view, rules),
      from(field, what) {
        const level = (rules?.[what] as Readonly<Record<string, IdentificationLevel | 'never'>> | undefined)?.[field];
        return level === undefined || level === 'never' ? null : level;
      },
    }),
    [view, rules],
  );
}
