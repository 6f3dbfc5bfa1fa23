// Links to places of ours, in real Electron: the system starts the app once more with the link, that one leaves it to the app that runs, and there
// the place is shown; not while somebody is on the line.
import { expect, test } from 'vitest';
import { focusIs } from '../support/byKeyboard.ts';
import { openOffice } from '../support/office.ts';

const office = openOffice();

test('a link opens the customer or the case that it names; during a call it waits for the agent and takes no screen away', async () => {
  const { app, desk } = await office.signIn();
  const { page } = desk;
  await desk.untilLoaded();
  const card = (code: string) => page.locator(`[data-testid="customer-card"][data-code="${code}"]`);

  await app.openLink('cornetta://customer/AU-10006');
  await card('AU-10006').waitFor();
  await app.openLink('cornetta://case/T-21');
  await page
    .getByTestId('case-whole')
    .getByRole('heading', { name: /Internet assente/ })
    .waitFor();

  await desk.setReady();
  await office.world.ring({ caller: '+390000000106', queue: 'welcome' });
  await desk.untilArrives('Elisa Grandi');
  await page.keyboard.press('F2');
  await desk.untilTalking();
  await focusIs(page, 'note');
  await page.keyboard.type('Mezza frase');
  await app.openLink('cornetta://customer/AU-10001');
  await page.getByText('Collegamento aperto: scheda di un cliente').waitFor();
  await page.keyboard.type(', tutta intera');
  await desk.untilNote('Mezza frase, tutta intera');
  expect(await card('AU-10001').count()).toBe(0);

  // The agent says so: the place is shown, and the call goes on.
  await page.keyboard.press('Control+G');
  await card('AU-10001').waitFor();
  await desk.untilTalking();
});
