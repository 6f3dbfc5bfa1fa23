// The live call in the small window: who, how it sounds, and what hands must reach at once; everything else is on the desk.
import { useCommand } from '../../commands/useCommand.ts';
import type { Lineup } from '../../store/lineup.ts';
import { useCallerCard } from '../../store/useCallerCard.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { CallQualitySign } from './CallQuality.tsx';
import { EndButton } from './EndButton.tsx';
import { HoldButton } from './HoldButton.tsx';
import { MuteButton } from './MuteButton.tsx';
import { Parties } from './Parties.tsx';

export function SmallBar({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { setHold } = useIntents();
  const { front, swap, conference, consult } = lineup;
  const { phase } = front;
  // Whoever was found by searching is in no screen-pop: their name comes with their card.
  useCallerCard(front.interactionId);
  const held = phase.kind === 'talking' && phase.hold.actual;
  const muted = phase.kind === 'talking' && phase.mute;
  useCommand('swap', () => swap !== null && void setHold(swap.id, false), { enabled: swap !== null });
  return (
    <section
      className={`call-bar small ${held ? 'hold' : ''} ${phase.kind}`}
      aria-label={t('call.bar')}
      data-testid="small-bar"
      data-phase={phase.kind}
      data-held={held}
      data-muted={muted}
    >
      <div className="small-bar-line">
        <Parties lineup={lineup} />
        <span className="grow" />
        <CallQualitySign callId={front.id} />
      </div>
      <div className="small-bar-line">
        <MuteButton call={front} />
        {conference.length > 0 || consult !== null ? null : <HoldButton call={front} />}
        <span className="grow" />
        <EndButton lineup={lineup} />
      </div>
    </section>
  );
}
