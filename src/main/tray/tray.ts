// The icon beside the clock: a dot for the state, which its title and the menu's first line say in words. Never a customer.
import { Menu, nativeImage, Tray } from 'electron';
import type { Glance, Named } from '#shared/contract/main';
import type { Wish } from '#shared/model/availability';
import type { Language } from '#shared/model/ids';
import { type TrayState, trayItems, trayStateOf, trayWords } from './trayMenu.ts';

export interface TrayDeps {
  /** A PNG. */
  readonly icon: string;
  readonly onWish: (wish: Wish) => void;
  readonly onOpen: () => void;
  readonly onQuit: () => void;
}

export interface TrayView {
  readonly glance: Glance | null;
  readonly language: Language;
  readonly reasons: readonly Named[];
}

/** Red, green, blue: those of the desk's lights. */
const colours: Readonly<Record<TrayState, readonly [number, number, number]>> = {
  away: [140, 136, 126],
  ready: [31, 138, 76],
  notReady: [201, 133, 17],
  ringing: [29, 99, 216],
  talking: [15, 110, 60],
};

/** Paints a dot with a white edge into the lower right of a picture of `size` x `size`, four bytes a point (blue first). */
export function withDot(
  bitmap: Uint8Array,
  size: number,
  [red, green, blue]: readonly [number, number, number],
): Uint8Array {
  const painted = Uint8Array.from(bitmap);
  const radius = size * 0.26;
  const centre = size - radius - 1;
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const away = Math.hypot(x - centre, y - centre);
      if (away > radius + 1) continue;
      painted.set(away > radius - 1 ? [255, 255, 255, 255] : [blue, green, red, 255], (y * size + x) * 4);
    }
  return painted;
}

export function createTray({ icon, onWish, onOpen, onQuit }: TrayDeps) {
  const plain = nativeImage.createFromPath(icon);
  const { width: size } = plain.getSize();
  const pictureOf = (state: TrayState) =>
    nativeImage.createFromBitmap(Buffer.from(withDot(plain.toBitmap(), size, colours[state])), {
      width: size,
      height: size,
    });
  const tray = new Tray(pictureOf('away'));
  tray.on('click', onOpen);
  let shown = '';
  return {
    show(view: TrayView): void {
      const items = trayItems(view);
      const told = JSON.stringify([trayStateOf(view.glance), items]);
      if (told === shown) return;
      shown = told;
      tray.setImage(pictureOf(trayStateOf(view.glance)));
      tray.setToolTip(`Cornetta: ${trayWords(view)}`);
      tray.setContextMenu(
        Menu.buildFromTemplate(
          items.map((item) => {
            if (item.kind === 'line') return { type: 'separator' as const };
            if (item.kind === 'said') return { label: item.label, enabled: false };
            if (item.kind === 'wish')
              return {
                label: item.label,
                type: 'radio' as const,
                checked: item.chosen,
                click: () => onWish(item.wish),
              };
            return { label: item.label, click: item.kind === 'open' ? onOpen : onQuit };
          }),
        ),
      );
    },
    destroy: () => tray.destroy(),
  };
}
