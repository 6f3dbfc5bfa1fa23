// The caller waits, or is spoken with again: what is so is shown, what is wanted is busy until it is.
import { Pause, Play } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';

export function HoldButton({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const { setHold } = useIntents();
  const talking = call.phase.kind === 'talking' ? call.phase : null;
  const held = talking?.hold.actual ?? false;
  const isBusy = talking !== null && talking.hold.wanted !== talking.hold.actual;
  const isActive = talking !== null && talking.transfer.kind !== 'requested';
  return (
    <CallButton
      icon={held ? Play : Pause}
      label={t(held ? 'actions.resume' : 'actions.hold')}
      command="hold"
      onPress={() => void setHold(call.id, !held)}
      pressed={held}
      busy={isBusy}
      disabled={!isActive || isBusy}
      testId="hold"
    />
  );
}
