// The two windows' processes in the real app: how they are started, what they may have of HID where no headset is, and a choice that lasts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phoneProcess } from '../../src/main/windows/phoneProcess.ts';
import type { RunningApp } from '../support/app.ts';
import { deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

/** As if the agent had just clicked there: what the page then gets, or the name of the error. */
const askFor = (app: RunningApp, page: 'desk' | 'phone', what: string): Promise<unknown> =>
  app.electron.evaluate(
    ({ BrowserWindow }, [part, code]) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(`/${part}/`))
        ?.webContents.executeJavaScript(`${code}.then((found) => found.length, (error) => error.name)`, true),
    [page, what] as const,
  );

test('the phone’s window alone is told how to compile, by a way that reaches V8', async () => {
  const app = await office.apps.start();
  await app.page('phone');
  const tried = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: true, additionalArguments: ['--js-flags=--expose-gc'] },
    });
    await window.loadURL('about:blank');
    const type = await window.webContents.executeJavaScript('typeof gc');
    window.destroy();
    return type;
  });
  expect(tried).toBe('function');
  if (process.platform === 'linux') {
    expect(await commandLine(app, 'phone')).toContain(phoneProcess[0]);
    expect(await commandLine(app, 'desk')).not.toContain('--js-flags');
  }
  await app.quit();
});

/** With which the process of a window was started. */
async function commandLine(app: RunningApp, page: 'desk' | 'phone'): Promise<string> {
  const pid = await app.electron.evaluate(
    ({ BrowserWindow }, part) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(`/${part}/`))
        ?.webContents.getOSProcessId(),
    page,
  );
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
}

test('without a headset everything runs; only the phone’s page may see HID, and no dialogue gives more', async () => {
  const { app, desk } = await office.signIn();

  expect(await askFor(app, 'phone', 'navigator.hid.getDevices()')).toBe(0);
  expect(await askFor(app, 'phone', 'navigator.hid.requestDevice({ filters: [] })')).toBe(0);
  expect(await askFor(app, 'desk', 'navigator.hid.getDevices()')).toBe('SecurityError');

  await desk.page.getByTestId('settings').click();
  const state = desk.page.getByTestId('headset-state');
  await state.getByText('Nessuna cuffia con tasti collegata').waitFor();

  await desk.page.getByTestId('headset-choice').click();
  await desk.page.getByRole('option', { name: 'Nessuna' }).click();
  await state.getByText('non vengono usati').waitFor();
  const kept = (): unknown => JSON.parse(readFileSync(join(app.profile, 'settings.json'), 'utf8')).headset;
  await until('the choice is in the settings', () => JSON.stringify(kept()) === '{"kind":"none"}');
  await app.quit();

  const again = await office.apps.start({ profile: app.profile });
  const deskAgain = deskOf(await again.page('desk'));
  await deskAgain.untilRegistered();
  await deskAgain.page.getByTestId('settings').click();
  await deskAgain.page.getByTestId('headset-state').getByText('non vengono usati').waitFor();
});

test('Ctrl with plus makes everything on the desk larger, with 0 as it was', async () => {
  const app = await office.apps.start();
  const page = await app.page('desk');
  // Until it is on the screen nobody presses anything, and the window hears nothing.
  await deskOf(page).door('connect').waitFor();
  await until('on the screen', () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.isVisible() && window.webContents.getURL().includes('/desk/'),
      ),
    ),
  );
  // As the system gives it to the window: what a debugger types reaches the page alone.
  const press = (keyCode: string) =>
    app.electron.evaluate(({ BrowserWindow }, key) => {
      const desk = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('/desk/'));
      desk?.webContents.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: ['control'] });
    }, keyCode);
  const width = () => page.evaluate(() => innerWidth);
  const usual = await width();
  await press('=');
  await until('larger', async () => (await width()) < usual);
  await press('0');
  await until('as it was', async () => (await width()) === usual);
});

test('one key puts the desk narrow at the side of the screen, above the other programs; the same brings it back', async () => {
  const { app, desk } = await office.signIn();
  const window = () =>
    app.electron.evaluate(({ BrowserWindow, screen }) => {
      const found = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('/desk/'));
      if (found === undefined) throw new Error('the desk has no window');
      const bounds = found.getBounds();
      const { workArea } = screen.getDisplayMatching(bounds);
      return { bounds, isOnTop: found.isAlwaysOnTop(), right: workArea.x + workArea.width };
    });
  const before = await window();
  await desk.page.keyboard.press('Control+Shift+D');
  await until('narrow', async () => (await window()).bounds.width === 400);
  const docked = await window();
  expect(docked.isOnTop).toBe(true);
  expect(docked.bounds.x + docked.bounds.width).toBe(docked.right);
  await until('one column', () => desk.page.evaluate(() => matchMedia('(max-width: 479px)').matches));
  await desk.page.keyboard.press('Control+Shift+D');
  await until('as it was', async () => JSON.stringify(await window()) === JSON.stringify(before));
});
