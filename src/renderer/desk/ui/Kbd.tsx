// The name of a key beside the action that it does. For eyes only: readers get aria-keyshortcuts.
import { chordOf, type KeyedCommandId } from '../commands/table.ts';
import { platformKeyName } from './keys.ts';
import { useWords } from './words.tsx';

type KbdProps = ({ readonly command: KeyedCommandId } | { readonly chord: string }) & {
  /** Without its frame, where frames would crowd. */
  readonly quiet?: boolean;
};

export function Kbd({ quiet = false, ...of }: KbdProps) {
  const { t } = useWords();
  const names: Readonly<Record<string, string>> = {
    Ctrl: t('keys.ctrl'),
    Alt: t('keys.alt'),
    Shift: t('keys.shift'),
    Space: t('keys.space'),
    Enter: '↵',
    Plus: '+',
    Esc: t('keys.escape'),
  };
  const chord = 'command' in of ? chordOf(of.command) : of.chord;
  const parts = chord.split('+').map((part) => platformKeyName(part) ?? names[part] ?? part);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd aria-hidden="true" className={quiet ? 'quiet' : undefined}>
      {parts.join(' ')}
    </kbd>
  );
}
