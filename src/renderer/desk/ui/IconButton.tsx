// A button that is only an icon: its name is read, and shown when the pointer rests on it.
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { ariaShortcut, withChord } from './keys.ts';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly chord?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon: Icon, name, chord, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`icon-button ${className}`}
      aria-label={name}
      title={chord === undefined ? name : withChord(name, chord)}
      aria-keyshortcuts={chord === undefined ? undefined : ariaShortcut(chord)}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}
