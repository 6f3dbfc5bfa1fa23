// The small window of the live call, in real Electron: it shows the call and does to it what is pressed there; it ends nothing when it closes, and lives on when
// the desk's page dies.
import { expect, test } from 'vitest';
import { inDesk, killDesk } from '../support/afterCrash.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

test('a call stands in the small window, is muted there by its key, and goes on when the window is closed', async () => {
  const { app, desk } = await office.answerCarlo();
  await desk.untilTalking();
  await desk.chooseCustomer('AU-10003');
  await desk.page.keyboard.press('Control+Shift+B');
  const bar = await app.page('bar');
  const call = bar.getByTestId('small-bar');
  await call.getByText('Carlo Bassi').waitFor();
  const isOnTop = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.webContents.getURL().includes('/bar/') && one.isAlwaysOnTop()),
  );
  expect(isOnTop).toBe(true);

  const attribute = (name: string) => desk.page.getByTestId('call-bar').getAttribute(name);
  await bar.keyboard.press('Alt+M');
  await until('muted', async () => (await attribute('data-muted')) === 'true');
  await until('muted here', async () => (await call.getAttribute('data-muted')) === 'true');
  await bar.screenshot({ path: 'artifacts/pop-out.png' });

  await killDesk(app);
  await bar.keyboard.press('Alt+M');
  await until('heard again', async () => (await call.getAttribute('data-muted')) === 'false');
  const goesOn = () =>
    inDesk<boolean>(app, `document.querySelector('[data-testid=call-bar][data-phase=talking]') !== null`);
  await until('the desk is back', () => goesOn().catch(() => false));

  const closed = bar.waitForEvent('close');
  // The window is gone before the key is let go.
  await bar.keyboard.press('Escape').catch(() => {});
  await closed;
  const isMuted = () =>
    inDesk<boolean>(app, `document.querySelector('[data-testid=call-bar]')?.dataset.muted === 'true'`);
  await inDesk(app, `document.querySelector('[data-testid=mute]').click()`);
  await until('the call can still be muted', () => isMuted().catch(() => false));
  expect(await goesOn()).toBe(true);
});
