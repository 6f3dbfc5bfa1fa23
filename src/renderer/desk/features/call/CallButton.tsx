// A button of the call bar: a verb with its key, or a mere icon where there is little room. It listens for the key that it shows.
import type { LucideIcon } from 'lucide-react';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut, useKey, withChord } from '../../ui/keys.ts';

interface CallButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onPress: () => void;
  readonly chord: string;
  /** The letter of the chord does it alone, where nobody is typing. */
  readonly byLetter?: boolean;
  readonly testId: string;
  readonly look?: 'word' | 'icon' | 'end';
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
}

export function CallButton({ icon: Icon, label, onPress, chord, testId, look = 'word', ...is }: CallButtonProps) {
  const enabled = is.disabled !== true;
  useKey(chord, onPress, { enabled });
  useKey(chord.slice(-1), onPress, { enabled: enabled && is.byLetter === true, bare: true });
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
      {look === 'icon' ? null : <Kbd chord={chord} />}
    </button>
  );
}
