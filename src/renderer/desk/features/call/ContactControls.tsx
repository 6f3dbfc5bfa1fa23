// What can be done to a call with one other side: mute, hold, pass on, tones, hang up; and let another who waits join in.
import { ArrowLeftRight, Pause, PhoneOff, Play, Users } from 'lucide-react';
import { isUnwritten } from '#shared/model/call';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents, useWords } from '../../store/useDesk.ts';
import { CallButton } from './CallButton.tsx';
import { HelpButton } from './HelpButton.tsx';
import { Keypad } from './Keypad.tsx';
import { MuteButton } from './MuteButton.tsx';
import { ParkButton } from './ParkButton.tsx';

export function ContactControls({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { setHold, setConference, hangUp, openSheet } = useIntents();
  const { front: call, parties } = lineup;
  const talking = call.phase.kind === 'talking' ? call.phase : null;
  const held = talking?.hold.actual ?? false;
  const holdBusy = talking !== null && talking.hold.wanted !== talking.hold.actual;
  const transferring = talking?.transfer.kind === 'requested';
  const active = talking !== null && !transferring;
  const unwritten = isUnwritten(call);
  const passable = active && call.purpose.kind === 'contact';
  const joinable = active && parties.some(({ id, phase }) => id !== call.id && phase.kind === 'talking');

  return (
    <>
      <MuteButton call={call} />
      <CallButton
        icon={held ? Play : Pause}
        label={t(held ? 'actions.resume' : 'actions.hold')}
        command="hold"
        onPress={() => void setHold(call.id, !held)}
        pressed={held}
        busy={holdBusy}
        disabled={!active || holdBusy}
        testId="hold"
      />
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
      <CallButton
        icon={PhoneOff}
        look="end"
        label={t('actions.hangUp')}
        command="hangUp"
        onPress={() => void hangUp(call.id)}
        testId="hang-up"
      />
    </>
  );
}
