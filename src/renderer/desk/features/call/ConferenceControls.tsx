// All hear each other: leave the two together, go back to one of them, or end it for all.
import { ArrowLeftRight, Split } from 'lucide-react';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';
import { EndButton } from './EndButton.tsx';
import { HelpButton } from './HelpButton.tsx';
import { MuteButton } from './MuteButton.tsx';

export function ConferenceControls({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { completeTransfer, leaveTogether, setConference } = useIntents();
  const { front, conference, consult } = lineup;
  const passing = conference.some(({ phase }) => phase.kind === 'talking' && phase.transfer.kind === 'requested');
  const leavable = conference.length === 2 && !passing;

  // Of somebody who was asked, what was written meanwhile goes along.
  const leave = () => void (consult === null ? leaveTogether() : completeTransfer(consult));

  return (
    <>
      <MuteButton call={front} />
      <CallButton
        icon={Split}
        label={t('call.split')}
        command="split"
        onPress={() => void setConference(false)}
        testId="split"
      />
      <CallButton
        icon={ArrowLeftRight}
        label={t('call.leaveTogether')}
        command="leaveTogether"
        onPress={leave}
        busy={passing}
        disabled={!leavable}
        testId="complete"
      />
      <HelpButton call={consult?.caller ?? front} />
      <EndButton lineup={lineup} />
    </>
  );
}
