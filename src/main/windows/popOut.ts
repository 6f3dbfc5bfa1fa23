// The small window of the live call, above the other programs: opened by the agent, or by itself while the desk is out of sight, where that is wished. It
// has no call of its own: closing it, or its death, ends nothing.
import { BrowserWindow, nativeTheme, type Rectangle, type WebContents } from 'electron';
import { pageUrl } from '../security/pages.ts';
import { popOutBounds } from './popOutBounds.ts';
import { guarded } from './windows.ts';

export interface PopOut {
  /** Opened, it is brought to the front. */
  open(): void;
  close(): void;
  /** As high as what it shows, in CSS pixels. */
  fit(height: number): void;
  /** Never again: the app is on its way out. */
  stop(): void;
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
  readonly log: (line: string) => void;
}

/** In CSS pixels: with one call, until its page says how high it is. */
const size = { width: 460, height: 132 };

export function createPopOut({ desk, preload, icon, workArea, isWanted, onGone, log }: PopOutDeps): PopOut {
  let bar: BrowserWindow | null = null;
  let isByItself = false;
  let hasCall = false;
  let isOver = false;
  /** Null: as the desk is when it is asked for the first time. */
  let isAway: boolean | null = null;
  /** Where the agent has left it. */
  let left: Rectangle | null = null;

  /** All our pages are of one origin, for which Chromium remembers one zoom. */
  const scaled = (height: number) => {
    const zoom = desk.webContents.getZoomFactor();
    return { width: Math.round(size.width * zoom), height: Math.round(height * zoom) };
  };

  function open(byItself: boolean): void {
    if (isOver) return;
    if (bar !== null) {
      if (!byItself) bar.focus();
      return;
    }
    isByItself = byItself;
    const opened = new BrowserWindow({
      ...popOutBounds(scaled(size.height), left, workArea(left ?? desk.getNormalBounds())),
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
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      log(`bar window: ${reason}`);
      opened.destroy();
    });
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
    if (isOver) return;
    isAway ??= !desk.isFocused();
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
    fit(height) {
      if (bar === null) return;
      const { x, y } = bar.getBounds();
      bar.setBounds(popOutBounds(scaled(height), { x, y }, workArea(bar.getBounds())));
    },
    stop() {
      isOver = true;
      bar?.close();
    },
    follow(now) {
      if (now === hasCall) return;
      hasCall = now;
      review();
    },
    contents: () => bar?.webContents ?? null,
  };
}
