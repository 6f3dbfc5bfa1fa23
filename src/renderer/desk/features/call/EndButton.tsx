// What ends the call in front, wherever it stands: the conference for all, the talk with whoever was asked, or the call itself.
import { ArrowLeft, PhoneOff } from 'lucide-react';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';

export function EndButton({ lineup: { front, conference, consult } }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { hangUp } = useIntents();
  if (conference.length > 0)
    return (
      <CallButton
        icon={PhoneOff}
        look="end"
        label={t('call.endAll')}
        command="endAll"
        onPress={() => {
          for (const { id } of conference) void hangUp(id);
        }}
        testId="hang-up"
      />
    );
  if (consult !== null && consult.asked.id === front.id) {
    const { phase } = consult.caller;
    return (
      <CallButton
        icon={ArrowLeft}
        look="end"
        label={t('call.takeBack')}
        command="hangUpAsked"
        onPress={() => void hangUp(front.id)}
        // The caller is on the way to them.
        disabled={phase.kind === 'talking' && phase.transfer.kind === 'requested'}
        testId="take-back"
      />
    );
  }
  return (
    <CallButton
      icon={PhoneOff}
      look="end"
      label={t('actions.hangUp')}
      command="hangUp"
      onPress={() => void hangUp(front.id)}
      testId="hang-up"
    />
  );
}
