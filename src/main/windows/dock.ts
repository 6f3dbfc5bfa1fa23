// The desk's window at a side of the screen: narrow, as high as there is room, above the other programs; and back to where it was.
import type { BrowserWindow, Rectangle } from 'electron';
import type { Settings } from '#shared/contract/main';

/** One column of the desk, with room for its longest line. */
const dockedWidth = 400;

/** Where it stands on a screen of which `workArea` is free: what the taskbar and the like leave. */
export function dockedBounds(side: 'left' | 'right', workArea: Rectangle): Rectangle {
  const width = Math.min(dockedWidth, workArea.width);
  return { ...workArea, x: side === 'left' ? workArea.x : workArea.x + workArea.width - width, width };
}

export interface DockDeps {
  readonly window: BrowserWindow;
  /** Of the screen that the window is on, for the most part. */
  readonly workArea: (of: Rectangle) => Rectangle;
}

/** Puts the window where the settings say; asked for the same again, it does nothing. */
export function createDock({ window, workArea }: DockDeps): (dock: Settings['dock']) => void {
  let now: Settings['dock'] = 'none';
  let whole: { readonly bounds: Rectangle; readonly isMaximized: boolean } | null = null;
  return (dock) => {
    if (dock === now || window.isDestroyed()) return;
    if (now === 'none') whole = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    now = dock;
    window.setAlwaysOnTop(dock !== 'none');
    if (dock !== 'none') {
      window.unmaximize();
      window.setBounds(dockedBounds(dock, workArea(window.getBounds())));
    } else if (whole !== null) {
      window.setBounds(whole.bounds);
      if (whole.isMaximized) window.maximize();
    }
  };
}
