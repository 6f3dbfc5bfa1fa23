// The small window of the live call, above the other programs: opened by the agent, or by itself while the desk is out of sight, where that is wished. It
// has no call of its own: closing it, or its death, ends nothing.
import { BrowserWindow, nativeTheme, type Rectangle, type WebContents } from 'electron';
import { pageUrl } from '../security/pages.ts';
import { guarded } from './windows.ts';

export interface PopOut {
  /** Opened, it is brought to the front. */
  open(): void;
  close(): void;
  /** Whether a call rings or goes on. */
  follow(hasCall: boolean): void;
  /** Null: it is closed. */
  contents(): WebContents | null;
}

export interface PopOutDeps {
  readonly desk: BrowserWindow;
  readonly preload: string;
  readonly icon: string;
  /** Of the screen that something is on, for the most part. */
  readonly workArea: (of: Rectangle) => Rectangle;
  readonly isWanted: () => boolean;
  readonly onGone: () => void;
}

const size = { width: 460, height: 132 };
const margin = 16;

export function createPopOut({ desk, preload, icon, workArea, isWanted, onGone }: PopOutDeps): PopOut {
  let bar: BrowserWindow | null = null;
  let isByItself = false;
  let hasCall = false;
  let isAway = false;
  /** Where the agent has left it. */
  let left: Rectangle | null = null;

  function open(byItself: boolean): void {
    if (bar !== null) {
      if (!byItself) bar.focus();
      return;
    }
    isByItself = byItself;
    const { x, y, width } = workArea(desk.getBounds());
    const opened = new BrowserWindow({
      ...{ ...size, x: x + width - size.width - margin, y: y + margin, ...left },
      show: false,
      frame: false,
      alwaysOnTop: true,
      resizable: false,
      maximizable: false,
      fullscreenable: false,
      title: 'Cornetta',
      icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#131311' : '#f4f3f0',
      webPreferences: { ...guarded, preload },
    });
    bar = opened;
    // What the agent is typing elsewhere goes on there.
    opened.once('ready-to-show', () => (byItself ? opened.showInactive() : opened.show()));
    opened.webContents.on('render-process-gone', () => opened.destroy());
    opened.on('close', () => {
      left = opened.getBounds();
    });
    opened.on('closed', () => {
      bar = null;
      onGone();
    });
    void opened.loadURL(pageUrl('bar'));
  }

  function review(): void {
    if (isAway && hasCall && isWanted()) open(true);
  }

  function leave(): void {
    // At a side of the screen it is in sight, whatever is in front.
    isAway = desk.isMinimized() || !desk.isVisible() || !desk.isAlwaysOnTop();
    review();
  }

  function comeBack(): void {
    isAway = false;
    if (isByItself) bar?.close();
  }
  desk.on('minimize', leave);
  desk.on('hide', leave);
  desk.on('blur', leave);
  desk.on('focus', comeBack);

  return {
    open: () => open(false),
    close: () => bar?.close(),
    follow(now) {
      if (now === hasCall) return;
      hasCall = now;
      review();
    },
    contents: () => bar?.webContents ?? null,
  };
}
