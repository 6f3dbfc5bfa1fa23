// The handover in one sentence: who, why, and the beginning of the note.
import type { Call } from '#shared/model/call';
import { callerNumber } from '../../store/callerWords.ts';
import { draftOf, knownCustomer, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';

const shownNote = 180;

export function useHandoverSentence(call: Call): string {
  const { t, language } = useWords();
  const id = call.interactionId;
  const name = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null);
  });
  const code = useDeskState((state) => draftOf(state, id).reasonCode);
  const note = useDeskState((state) => draftOf(state, id).note.trim());
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find((each) => each.code === code);
  const cut = note.length > shownNote ? `${note.slice(0, shownNote).trimEnd()}…` : note;
  return [
    name ?? callerNumber(call.caller) ?? t('call.unknownCaller'),
    reason === undefined ? t('transfer.handoverNoReason') : `${reason.code} ${reason.labels[language]}`,
    note === '' ? t('transfer.handoverNoNote') : t('help.said', { text: cut }),
  ].join(' · ');
}
