// What stands in the tray: the state in words, ready and not ready with its reasons, the way to the desk and out. Pure.
import type { Glance, Named } from '#shared/contract/main';
import type { Wish } from '#shared/model/availability';
import type { Language } from '#shared/model/ids';
import { createWords } from '#shared/words/words';

export type TrayState = 'away' | 'ready' | 'notReady' | 'ringing' | 'talking';

/** Null: the phone has not said anything yet, or is gone. */
export function trayStateOf(glance: Glance | null): TrayState {
  if (glance === null || !glance.registered) return 'away';
  if (glance.ringing !== null) return 'ringing';
  if (glance.talking) return 'talking';
  return glance.wish.kind;
}

export type TrayItem =
  | { readonly kind: 'said'; readonly label: string }
  | { readonly kind: 'wish'; readonly label: string; readonly wish: Wish; readonly chosen: boolean }
  | { readonly kind: 'open' | 'quit'; readonly label: string }
  | { readonly kind: 'line' };

interface TrayView {
  readonly glance: Glance | null;
  readonly language: Language;
  /** Why agents may be not ready, in the company's order. */
  readonly reasons: readonly Named[];
}

export function trayWords({ glance, language }: Pick<TrayView, 'glance' | 'language'>): string {
  return createWords(language).t(`shell.tray.${trayStateOf(glance)}`);
}

export function trayItems({ glance, language, reasons }: TrayView): readonly TrayItem[] {
  const { t } = createWords(language);
  const said: TrayItem = { kind: 'said', label: trayWords({ glance, language }) };
  const ends: readonly TrayItem[] = [
    { kind: 'open', label: t('shell.tray.open') },
    { kind: 'quit', label: t('shell.tray.quit') },
  ];
  if (glance === null || !glance.registered) return [said, { kind: 'line' }, ...ends];
  const { wish } = glance;
  const wishes: readonly TrayItem[] = [
    { kind: 'wish', label: t('shell.tray.ready'), wish: { kind: 'ready' }, chosen: wish.kind === 'ready' },
    ...reasons.map(
      ({ id, labels }): TrayItem => ({
        kind: 'wish',
        label: t('shell.tray.notReadyFor', { reason: labels[language] }),
        wish: { kind: 'notReady', reasonCode: id },
        chosen: wish.kind === 'notReady' && wish.reasonCode === id,
      }),
    ),
  ];
  return [said, { kind: 'line' }, ...wishes, { kind: 'line' }, ...ends];
}
