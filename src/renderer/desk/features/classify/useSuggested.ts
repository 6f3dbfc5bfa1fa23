// Which reasons are likely for a contact: by its note, what the phone has noticed, its queue, the customer's open cases and last contacts.
import { useDeferredValue, useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import type { EndReason } from '#shared/model/interaction';
import { suggestReasons } from '#shared/model/suggesting';
import { guidanceOf } from '../../store/guidance.ts';
import { draftOf, knownCustomer, newestCard, openInteraction, workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';

const lastContacts = 3;
const noReasons: never[] = [];
/** The call was not ended by anybody. */
const cuts: readonly string[] = ['connectionLost', 'mediaFailed'] satisfies EndReason[];

/** None once a reason is chosen. */
export function useSuggested(id: InteractionId): readonly { readonly code: string; readonly label: string }[] {
  const { t, language } = useWords();
  const groups = useDeskState((state) => workstationOf(state)?.reasons ?? noReasons);
  const isOpen = useDeskState((state) => draftOf(state, id).reasonCode === null);
  const note = useDeferredValue(useDeskState((state) => draftOf(state, id).note));
  const queueId = useDeskState((state) => openInteraction(state, id)?.interaction.queueId ?? null);
  const card = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : newestCard(state, known.customerId);
  });
  const used = useDeskState(
    useShallow((state) =>
      (state.data?.recent ?? []).flatMap(({ reasonCode }) => (reasonCode === null ? [] : [reasonCode])),
    ),
  );
  const isSilent = useDeskState((state) => guidanceOf(state, id).isSilent);
  const isCut = useDeskState((state) => cuts.includes(state.ends[id] ?? ''));
  return useMemo(() => {
    if (!isOpen) return [];
    const reasons = groups.flatMap((group) => group.reasons);
    const codes = suggestReasons(
      note,
      {
        noticed: [
          ...(isSilent ? [t('classification.noticed.silent')] : []),
          ...(isCut ? [t('classification.noticed.cut')] : []),
        ],
        queueId,
        caseReasons: (card?.openCases ?? []).map(({ reasonCode }) => reasonCode),
        lastReasons: (card?.lastContacts ?? []).slice(0, lastContacts).flatMap(({ reasonCode }) => reasonCode ?? []),
        used: new Map(used.map((code) => [code, used.filter((each) => each === code).length])),
      },
      reasons,
      language,
    );
    return codes.map((code) => ({
      code,
      label: reasons.find((each) => each.code === code)?.labels[language] ?? code,
    }));
  }, [isOpen, groups, note, isSilent, isCut, queueId, card, used, language, t]);
}
