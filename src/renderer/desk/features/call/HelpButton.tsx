// Help from the lead: asked for with one key, taken back with the same; who comes is named.
import { LifeBuoy } from 'lucide-react';
import type { Call } from '#shared/model/call';
import type { Help } from '#shared/protocol/help';
import { draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';

export function HelpButton({ call }: { readonly call: Call }) {
  const { t, language } = useWords();
  const { askForHelp, cancelHelp, endHelp } = useIntents();
  const id = call.interactionId;
  const heard = useDeskState((state) => (state.data?.boards.help ?? null) !== null);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const state = useDeskState<Help['state'] | null>(
    ({ data }) => data?.boards.help?.help.find(({ interactionId }) => interactionId === id)?.state ?? null,
  );
  const about = useDeskState((desk) => {
    const code = draftOf(desk, id).reasonCode;
    const reasons = workstationOf(desk)?.reasons.flatMap((group) => group.reasons) ?? [];
    return reasons.find((reason) => reason.code === code)?.labels[language] ?? '';
  });
  const kind = state?.kind === 'open' || state?.kind === 'answered' ? state.kind : 'none';
  const usable = current && call.phase.kind === 'talking';
  function press() {
    if (kind === 'open') void cancelHelp(id);
    else if (kind === 'answered') void endHelp(id);
    else void askForHelp(id, about.slice(0, 200));
  }
  if (!heard) return null;
  const name = state?.kind === 'answered' ? state.by.name : '';
  const manner = state?.kind === 'answered' ? state.manner : 'whisper';
  return (
    <>
      <CallButton
        icon={LifeBuoy}
        label={
          kind === 'none' ? t('assist.ask') : kind === 'open' ? t('assist.asked') : t(`assist.${manner}`, { name })
        }
        command="help"
        onPress={press}
        pressed={kind !== 'none'}
        disabled={!usable}
        testId="help"
      />
      <span className="visually-hidden" role="status">
        {kind === 'open' ? t('assist.askedAbout') : kind === 'answered' ? t('assist.onTheWay', { name }) : ''}
      </span>
    </>
  );
}
