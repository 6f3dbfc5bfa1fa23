// A button of the call bar: a verb with its key, or a mere icon where there is little room.
import type { LucideIcon } from 'lucide-react';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';

interface CallButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onPress: () => void;
  readonly chord: string;
  readonly testId: string;
  readonly look?: 'word' | 'icon' | 'end';
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
}

export function CallButton({ icon: Icon, label, onPress, chord, testId, look = 'word', ...is }: CallButtonProps) {
  return (
    <button
      type="button"
      className={`call-button ${look}`}
      onClick={onPress}
      disabled={is.disabled}
      aria-label={look === 'icon' ? label : undefined}
      title={look === 'icon' ? `${label} (${chord})` : undefined}
      aria-pressed={is.pressed}
      aria-busy={is.busy || undefined}
      aria-keyshortcuts={ariaShortcut(chord)}
      data-testid={testId}
    >
      <Icon aria-hidden="true" />
      {look === 'icon' ? null : <span className="call-button-word">{label}</span>}
      {look === 'icon' ? null : <Kbd chord={chord} />}
    </button>
  );
}
