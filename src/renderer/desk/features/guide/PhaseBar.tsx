// Where the conversation is: chosen by the agent, moved on with one key.
import { Check } from 'lucide-react';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { useWords } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { type Phase, phases } from './phases.ts';

interface PhaseBarProps {
  readonly phase: Phase;
  /** After the call every phase is behind. */
  readonly over: boolean;
  readonly onPhase: (phase: Phase) => void;
}

export function PhaseBar({ phase, over, onPhase }: PhaseBarProps) {
  const { t } = useWords();
  const at = over ? phases.length : phases.indexOf(phase);
  useCommand('nextPhase', () => onPhase(phases[Math.min(at + 1, phases.length - 1)] ?? phase), { enabled: !over });
  return (
    <nav className="phases" aria-label={t('help.phasesLabel')} aria-keyshortcuts={ariaShortcut(chordOf('nextPhase'))}>
      {phases.map((each, index) => (
        <button
          key={each}
          type="button"
          className={index < at ? 'done' : index === at ? 'on' : ''}
          aria-current={index === at ? 'step' : undefined}
          disabled={over}
          onClick={() => onPhase(each)}
        >
          {index < at ? <Check aria-hidden="true" /> : null}
          {t(`help.phases.${each}`)}
        </button>
      ))}
      {over ? null : (
        <span title={t('help.nextPhase')} className="phases-key">
          <Kbd command="nextPhase" quiet />
        </span>
      )}
    </nav>
  );
}
