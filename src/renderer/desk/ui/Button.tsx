// The button: a verb, perhaps an icon before it and a key after it.
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { chordOf, type KeyedCommandId } from '../commands/table.ts';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut, useChord } from './keys.ts';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'live' | 'ghost' | 'stop';
  readonly size?: 'small' | 'medium' | 'big';
  readonly icon?: LucideIcon;
  /** The command that it stands for: its key is shown and told. Whoever draws the button carries it out. */
  readonly command?: KeyedCommandId;
  /** The key of what is no command: of a sheet or a form, which listens for it. */
  readonly chord?: string;
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children?: ReactNode;
}

export function Button({
  look = 'plain',
  size = 'medium',
  icon: Icon,
  command,
  chord = command === undefined ? undefined : chordOf(command),
  busy = false,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  const key = useChord(chord);
  return (
    <button
      type="button"
      {...rest}
      className={`btn ${look} ${size} ${className}`}
      aria-busy={busy || undefined}
      aria-keyshortcuts={key === undefined ? undefined : ariaShortcut(key)}
    >
      {Icon === undefined ? null : <Icon aria-hidden="true" />}
      {children}
      {key === undefined ? null : <Kbd chord={key} />}
    </button>
  );
}
