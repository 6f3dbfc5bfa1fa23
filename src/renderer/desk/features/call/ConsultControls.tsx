// A caller waits while somebody is asked about them: pass the caller on, let all three talk, or go back to the caller.
import { ArrowLeft, ArrowLeftRight, Users } from 'lucide-react';
import { useCommand } from '../../commands/useCommand.ts';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';
import { EndButton } from './EndButton.tsx';
import { HelpButton } from './HelpButton.tsx';
import { Keypad } from './Keypad.tsx';
import { MuteButton } from './MuteButton.tsx';

interface ConsultControlsProps {
  readonly lineup: Lineup;
  readonly consult: NonNullable<Lineup['consult']>;
}

export function ConsultControls({ lineup, consult }: ConsultControlsProps) {
  const { t } = useWords();
  const { completeTransfer, setConference, hangUp } = useIntents();
  const { front } = lineup;
  const { caller, asked } = consult;
  const passing = caller.phase.kind === 'talking' && caller.phase.transfer.kind === 'requested';
  const ringsThere = asked.phase.kind === 'dialling' && asked.phase.progress !== 'sent';
  const talks = asked.phase.kind === 'talking' && !passing;
  const completable = caller.phase.kind === 'talking' && (ringsThere || talks) && !passing;
  const withAsked = front.id === asked.id;

  const takeBack = () => void hangUp(asked.id);
  // There its button shows F4; the key that it has while the caller is spoken with works all the same.
  useCommand('takeBack', takeBack, { enabled: withAsked && !passing });

  return (
    <>
      <MuteButton call={front} />
      <CallButton
        icon={ArrowLeftRight}
        label={t('call.complete')}
        command="completeTransfer"
        onPress={() => void completeTransfer(consult)}
        busy={passing}
        disabled={!completable}
        testId="complete"
      />
      <CallButton
        icon={Users}
        label={t('call.conference')}
        command="conference"
        onPress={() => void setConference(true)}
        disabled={!talks}
        testId="conference"
      />
      <Keypad callId={front.id} />
      <HelpButton call={caller} />
      {withAsked ? null : (
        <CallButton
          icon={ArrowLeft}
          label={t('call.endConsult')}
          command="takeBack"
          onPress={takeBack}
          disabled={passing}
          testId="take-back"
        />
      )}
      <EndButton lineup={lineup} />
    </>
  );
}
