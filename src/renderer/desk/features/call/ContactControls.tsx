// What can be done to a call with one other side: mute, hold, pass on, tones, hang up; and let another who waits join in.
import { ArrowLeftRight, Users } from 'lucide-react';
import { isUnwritten } from '#shared/model/call';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';
import { EndButton } from './EndButton.tsx';
import { HelpButton } from './HelpButton.tsx';
import { HoldButton } from './HoldButton.tsx';
import { Keypad } from './Keypad.tsx';
import { MuteButton } from './MuteButton.tsx';
import { ParkButton } from './ParkButton.tsx';

export function ContactControls({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { setConference, openSheet } = useIntents();
  const { front: call, parties } = lineup;
  const talking = call.phase.kind === 'talking' ? call.phase : null;
  const transferring = talking?.transfer.kind === 'requested';
  const active = talking !== null && !transferring;
  const unwritten = isUnwritten(call);
  const passable = active && call.purpose.kind === 'contact';
  const joinable = active && parties.some(({ id, phase }) => id !== call.id && phase.kind === 'talking');

  return (
    <>
      <MuteButton call={call} />
      <HoldButton call={call} />
      {joinable ? (
        <CallButton
          icon={Users}
          label={t('call.conference')}
          command="conference"
          onPress={() => void setConference(true)}
          testId="conference"
        />
      ) : null}
      {unwritten ? null : (
        <CallButton
          icon={ArrowLeftRight}
          label={t('actions.transfer')}
          command="transfer"
          onPress={() => openSheet('transfer')}
          busy={transferring}
          disabled={!passable}
          testId="transfer"
        />
      )}
      {unwritten ? null : <ParkButton call={call} usable={passable} />}
      {talking === null && call.phase.kind !== 'dialling' ? null : <Keypad callId={call.id} />}
      {unwritten ? null : <HelpButton call={call} />}
      <EndButton lineup={lineup} />
    </>
  );
}
