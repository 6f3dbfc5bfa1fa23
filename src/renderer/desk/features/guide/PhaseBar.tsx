// Where the conversation is: the company's phases, chosen by the agent, moved on with one key. A thread, never a fence; the last one comes
// by itself, with the end of the call.
import { Check } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import type { Guide } from '#shared/model/lists/guide';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';
import { useGuide, usePhase } from './useGuide.ts';

interface PhaseBarProps {
  readonly id: InteractionId;
  readonly isOver: boolean;
}

function Phases({ id, isOver, guide }: PhaseBarProps & { readonly guide: Guide }) {
  const { t, language } = useWords();
  const { setPhase } = useIntents();
  const { phases, wrapUp } = guide;
  const phase = usePhase(id, guide);
  const at = isOver ? phases.length : phases.indexOf(phase);
  const next = phases[at + 1];
  useCommand('nextPhase', () => next !== undefined && setPhase(id, next.code), {
    enabled: next !== undefined && !isOver,
  });
  return (
    <nav className="phases" aria-label={t('help.phasesLabel')} aria-keyshortcuts={ariaShortcut(chordOf('nextPhase'))}>
      {phases.map(({ code, name }, index) => (
        <button
          key={code}
          type="button"
          className={index < at ? 'done' : index === at ? 'on' : ''}
          aria-current={index === at ? 'step' : undefined}
          disabled={isOver}
          onClick={() => setPhase(id, code)}
        >
          {index < at && !isOver ? <Check aria-hidden="true" /> : null}
          <span>{name[language]}</span>
        </button>
      ))}
      {isOver ? (
        <button type="button" className="on" aria-current="step" disabled>
          <span>{wrapUp.name[language]}</span>
        </button>
      ) : next === undefined ? null : (
        <span title={t('help.nextPhase')} className="phases-key">
          <Kbd command="nextPhase" quiet />
        </span>
      )}
    </nav>
  );
}

/** Without a guide there is no thread. */
export function PhaseBar(props: PhaseBarProps) {
  const guide = useGuide(props.id);
  return guide === null ? null : <Phases {...props} guide={guide} />;
}
