// The company's lists of how to talk, as they are in force for a conversation, and the language that is spoken in it.
import { useMemo } from 'react';
import type { InteractionId, Language } from '#shared/model/ids';
import { type KeptList, type Lists, listsFor } from '#shared/model/lists/lists';
import { useWords } from '../ui/words.tsx';
import { callOf, clientOf, openInteraction } from './selectors.ts';
import { useDeskState } from './useDesk.ts';

const noLists: readonly KeptList[] = [];

/**
 * Those of the client company on whose behalf it is. A list that nobody has decided on is not there; before the backend has told them, none is.
 * @param id null: it is no contact's matter.
 */
export function useLists(id: InteractionId | null): Partial<Lists> {
  const all = useDeskState((state) => state.data?.lists ?? noLists);
  const clientId = useDeskState((state) => (id === null ? null : (clientOf(state, id)?.id ?? null)));
  return useMemo(() => listsFor(all, clientId), [all, clientId]);
}

/** The language that the customer speaks: as the call or its queue says, else the agent's own. */
export function useCustomerLanguage(id: InteractionId): Language {
  const { language } = useWords();
  return (
    useDeskState((state) => callOf(state, id)?.language ?? openInteraction(state, id)?.interaction.language ?? null) ??
    language
  );
}
