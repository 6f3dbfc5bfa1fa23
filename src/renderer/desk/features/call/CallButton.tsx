// A button of the call bar: a verb with its key, or a mere icon where there is little room. It carries out the command whose key it shows.
import type { LucideIcon } from 'lucide-react';
import { chordOf, type KeyedCommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut, withChord } from '../../ui/keys.ts';

interface CallButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onPress: () => void;
  readonly command: KeyedCommandId;
  readonly testId: string;
  readonly look?: 'word' | 'icon' | 'end';
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
}

export function CallButton({ icon: Icon, label, onPress, command, testId, look = 'word', ...is }: CallButtonProps) {
  const chord = chordOf(command);
  useCommand(command, onPress, { enabled: is.disabled !== true });
  return (
    <button
      type="button"
      className={`call-button ${look}`}
      onClick={onPress}
      disabled={is.disabled}
      aria-label={look === 'icon' ? label : undefined}
      // On a narrow bar the word gives way, and is here still.
      title={withChord(label, chord)}
      aria-pressed={is.pressed}
      aria-busy={is.busy || undefined}
      aria-keyshortcuts={ariaShortcut(chord)}
      data-testid={testId}
    >
      <Icon aria-hidden="true" />
      {look === 'icon' ? null : <span className="call-button-word">{label}</span>}
      {look === 'icon' ? null : <Kbd command={command} />}
    </button>
  );
}
