// The handover in one sentence: who, why, and the beginning of the note.
import type { Call } from '#shared/model/call';
import { callerNumber } from '../../store/callerWords.ts';
import { checksOf, draftOf, knownCustomer, levelOf, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { day } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const shownNote = 180;

export function useHandoverSentence(call: Call): string {
  const { t, language } = useWords();
  const id = call.interactionId;
  const name = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null);
  });
  const level = useDeskState((state) => levelOf(state, id));
  const promised = useDeskState((state) => draftOf(state, id).promised.text.trim());
  const by = useDeskState((state) => draftOf(state, id).promised.by);
  const code = useDeskState((state) => draftOf(state, id).reasonCode);
  const note = useDeskState((state) => draftOf(state, id).note.trim());
  const checked = useDeskState((state) => checksOf(state, id).length);
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find((each) => each.code === code);
  const cut = note.length > shownNote ? `${note.slice(0, shownNote).trimEnd()}…` : note;
  const promise =
    promised === '' && by === null
      ? null
      : [promised, by === null ? '' : t('promised.byDay', { day: day(by, language) })];
  return [
    name ?? callerNumber(call.caller) ?? t('call.unknownCaller'),
    t(`identification.standing.${level}`),
    reason === undefined ? t('transfer.handoverNoReason') : `${reason.code} ${reason.labels[language]}`,
    note === '' ? t('transfer.handoverNoNote') : t('help.said', { text: cut }),
    ...(checked === 0 ? [] : [t('knowledge.checked', { count: checked })]),
    ...(promise === null
      ? []
      : [t('transfer.handoverPromised', { what: promise.filter((part) => part !== '').join(', ') })]),
  ].join(' · ');
}
