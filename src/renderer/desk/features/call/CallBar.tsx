// The live call: one coloured bar, green while talking, amber while held, with all who are on the line and what can be done.
import { PictureInPicture2 } from 'lucide-react';
import { useCommand } from '../../commands/useCommand.ts';
import type { Lineup } from '../../store/lineup.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallButton } from './CallButton.tsx';
import { CallQuality } from './CallQuality.tsx';
import { ConferenceControls } from './ConferenceControls.tsx';
import { ConsultControls } from './ConsultControls.tsx';
import { ContactControls } from './ContactControls.tsx';
import { Parties } from './Parties.tsx';

function Controls({ lineup }: { readonly lineup: Lineup }) {
  if (lineup.conference.length > 0) return <ConferenceControls lineup={lineup} />;
  if (lineup.consult !== null) return <ConsultControls lineup={lineup} consult={lineup.consult} />;
  return <ContactControls lineup={lineup} />;
}

export function CallBar({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { setHold, popOut } = useIntents();
  const { front, swap, conference, consult } = lineup;
  const { phase } = front;
  const held = phase.kind === 'talking' && phase.hold.actual;
  const muted = phase.kind === 'talking' && phase.mute;
  const manner = conference.length > 0 ? 'conference' : consult !== null ? 'consult' : 'contact';
  useCommand('swap', () => swap !== null && void setHold(swap.id, false), { enabled: swap !== null });
  return (
    <section
      className={`call-bar ${held ? 'hold' : ''} ${phase.kind}`}
      aria-label={t('call.bar')}
      data-testid="call-bar"
      data-phase={phase.kind}
      data-held={held}
      data-muted={muted}
      data-manner={manner}
    >
      <Parties lineup={lineup} />
      <CallQuality callId={front.id} />
      <span className="grow" />
      <CallButton
        icon={PictureInPicture2}
        look="icon"
        label={t('commands.popOut')}
        command="popOut"
        onPress={() => void popOut()}
        testId="pop-out"
      />
      <Controls lineup={lineup} />
    </section>
  );
}
