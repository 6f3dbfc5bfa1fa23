// The two windows: the desk that agents see, and the hidden one where every live call is. A dead one is brought back.
import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { pageUrl } from '../security/pages.ts';
import { phoneProcess } from './phoneProcess.ts';
import { zoomAfter } from './zoom.ts';

export interface Windows {
  readonly desk: BrowserWindow;
  readonly phone: BrowserWindow;
}

export interface WindowsDeps {
  readonly preloads: string;
  readonly icon: string;
  /** The page of a window died and is being loaded again. */
  readonly onDied: (which: 'desk' | 'phone', reason: string) => void;
}

/** A page that dies as soon as it is loaded is not loaded more often than that. */
const leastBetweenLoadsMs = 500;

export const guarded = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const;

export function openWindows(deps: WindowsDeps): Windows {
  const desk = new BrowserWindow({
    width: 1440,
    height: 860,
    // What the desk has a layout for: one column.
    minWidth: 360,
    minHeight: 320,
    show: false,
    title: 'Cornetta',
    icon: deps.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#131311' : '#f4f3f0',
    webPreferences: { ...guarded, preload: join(deps.preloads, 'desk.cjs') },
  });
  const phone = new BrowserWindow({
    show: false,
    webPreferences: {
      ...guarded,
      preload: join(deps.preloads, 'phone.cjs'),
      additionalArguments: [...phoneProcess],
      // A hidden window's timers are slowed otherwise, and the ring tone waits for a click.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  desk.once('ready-to-show', () => desk.show());
  desk.webContents.on('before-input-event', (event, input) => {
    const zoom = zoomAfter(desk.webContents.getZoomFactor(), input, process.platform === 'darwin');
    if (zoom === null) return;
    event.preventDefault();
    desk.webContents.setZoomFactor(zoom);
  });
  for (const [which, window] of [
    ['desk', desk],
    ['phone', phone],
  ] as const) {
    let loadedAt = 0;
    const load = (): void => {
      loadedAt = performance.now();
      if (!window.isDestroyed()) void window.loadURL(pageUrl(which));
    };
    window.webContents.on('render-process-gone', (_event, details) => {
      deps.onDied(which, details.reason);
      if (details.reason === 'clean-exit') return;
      setTimeout(load, Math.max(0, loadedAt + leastBetweenLoadsMs - performance.now()));
    });
    load();
  }
  return { desk, phone };
}
