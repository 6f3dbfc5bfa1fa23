// The microphone of the call in front; in a conference it is one for all.
import { Mic, MicOff } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';

export function MuteButton({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const { setMute } = useIntents();
  const talking = call.phase.kind === 'talking';
  const muted = call.phase.kind === 'talking' && call.phase.mute;
  const toggle = () => void setMute(call.id, !muted);
  return (
    <CallButton
      icon={muted ? MicOff : Mic}
      look="icon"
      label={t(muted ? 'actions.unmute' : 'actions.mute')}
      command="mute"
      onPress={toggle}
      pressed={muted}
      disabled={!talking}
      testId="mute"
    />
  );
}
