// The name of a key beside the action that it does. For eyes only: readers get aria-keyshortcuts.
import { useTranslation } from 'react-i18next';
import { platformKeyName } from './keys.ts';

export function Kbd({ chord }: { readonly chord: string }) {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = {
    Ctrl: t('keys.ctrl'),
    Alt: t('keys.alt'),
    Shift: t('keys.shift'),
    Space: t('keys.space'),
    Enter: '↵',
    Esc: t('keys.escape'),
  };
  const parts = chord.split('+').map((part) => platformKeyName(part) ?? names[part] ?? part);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
  return <kbd aria-hidden="true">{parts.join(' ')}</kbd>;
}
