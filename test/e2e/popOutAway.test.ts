// The small window of the live call, in real Electron, while the desk is behind: it comes by itself where that is wished, and has room for all it shows.
import { test } from 'vitest';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

test('while the desk is out of sight a call that rings opens the small window by itself, and is answered there', async () => {
  const { app, desk } = await office.signIn();
  await desk.page.keyboard.press('Control+,');
  await desk.page.getByTestId('pop-out-when-away').locator('.segment').first().click();
  await desk.page.keyboard.press('Escape');
  await desk.setReady();
  const hide = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().includes('/desk/'))
        ?.hide(),
    );
  await hide();
  office.world.switchboard.ring({ number: '+390000000103', queue: 'welcome', staysSeconds: null });
  const bar = await app.page('bar');
  await bar.getByTestId('small-rings').waitFor();
  await bar.keyboard.press('F2');
  await bar.getByTestId('small-bar').waitFor();
  const overflow = () => bar.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  await until('all of it is in sight', async () => (await overflow()) <= 0);
  await bar.keyboard.press('F4');
  await bar.getByTestId('small-wrap-up').waitFor();
  const closed = bar.waitForEvent('close');
  await bar.getByTestId('small-wrap-up').getByRole('button').click();
  await closed;
  await desk.page.getByTestId('wrap-up-save').waitFor();
});
