// Where the desk's window stands at a side of the screen, and that it comes back to where it was.
import type { BrowserWindow, Rectangle } from 'electron';
import { describe, expect, it } from 'vitest';
import { createDock, dockedBounds } from './dock.ts';

/** A screen beside another one, with a taskbar of 40 px. */
const workArea = { x: 1920, y: 0, width: 1920, height: 1040 };

describe('a docked window', () => {
  it('stands at the side that was asked for, as high as there is room', () => {
    expect(dockedBounds('left', workArea)).toEqual({ x: 1920, y: 0, width: 400, height: 1040 });
    expect(dockedBounds('right', workArea)).toEqual({ x: 3440, y: 0, width: 400, height: 1040 });
  });

  it('is no wider than the screen', () => {
    expect(dockedBounds('right', { x: 0, y: 0, width: 360, height: 640 })).toMatchObject({ x: 0, width: 360 });
  });
});

function windowOnScreen(maximized: boolean) {
  const state = { bounds: { x: 2000, y: 100, width: 1440, height: 860 } as Rectangle, maximized, onTop: false };
  const window = {
    isDestroyed: () => false,
    getBounds: () => state.bounds,
    getNormalBounds: () => state.bounds,
    isMaximized: () => state.maximized,
    setAlwaysOnTop: (onTop: boolean) => Object.assign(state, { onTop }),
    setBounds: (bounds: Rectangle) => Object.assign(state, { bounds }),
    maximize: () => Object.assign(state, { maximized: true }),
    unmaximize: () => Object.assign(state, { maximized: false }),
  } as unknown as BrowserWindow;
  return { state, dock: createDock({ window, workArea: () => workArea }) };
}

describe('docking', () => {
  it.each([false, true])('and back leaves the window where and as it was (maximized: %s)', (maximized) => {
    const { state, dock } = windowOnScreen(maximized);
    const before = structuredClone(state);
    dock('right');
    expect(state).toEqual({ bounds: dockedBounds('right', workArea), maximized: false, onTop: true });
    dock('left');
    expect(state.bounds).toEqual(dockedBounds('left', workArea));
    dock('none');
    expect(state).toEqual(before);
  });

  it('leaves a docked window that was made wider as it is, until something else is asked for', () => {
    const { state, dock } = windowOnScreen(false);
    dock('right');
    state.bounds = { ...state.bounds, width: 500 };
    dock('right');
    expect(state.bounds.width).toBe(500);
  });
});
