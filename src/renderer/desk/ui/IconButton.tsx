// A button that is only an icon: its name is read, and shown when the pointer rests on it.
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { chordOf, type KeyedCommandId } from '../commands/table.ts';
import { ariaShortcut, useChord, withChord } from './keys.ts';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: LucideIcon;
  readonly name: string;
  /** The command that it stands for: its key is shown and told. Whoever draws the button carries it out. */
  readonly command?: KeyedCommandId;
  /** The key of what is no command. */
  readonly chord?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon: Icon,
  name,
  command,
  chord = command === undefined ? undefined : chordOf(command),
  className = '',
  ...rest
}: IconButtonProps) {
  const key = useChord(chord);
  return (
    <button
      type="button"
      {...rest}
      className={`icon-button ${className}`}
      aria-label={name}
      title={key === undefined ? name : withChord(name, key)}
      aria-keyshortcuts={key === undefined ? undefined : ariaShortcut(key)}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}
