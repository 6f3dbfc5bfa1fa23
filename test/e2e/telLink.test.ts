// A link with a number, in real Electron: it comes to the app that runs already, asks, and never dials by itself.
import { expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import { deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';

const office = openOffice();

/** As the operating system hands it over: a second start of the app, with the link as its word. */
const openLink = (app: RunningApp, link: string) =>
  app.electron.evaluate(({ app: own }, words) => own.emit('second-instance', {}, words, '/'), ['cornetta', link]);

test('a link is refused before the sign-in, asks after it, and copies work', async () => {
  const app = await office.apps.start();
  const desk = deskOf(await app.page('desk'));
  const { page } = desk;
  await desk.door('connect').waitFor();
  await openLink(app, 'tel:+39-000-000-0106');
  await page.getByText('Un collegamento chiede di chiamare un numero').waitFor();

  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.untilLoaded();
  await openLink(app, 'tel:*21*0000000199%23');
  await page.getByText('Un collegamento da chiamare non è leggibile').waitFor();
  expect(await page.getByTestId('dial-sheet').count()).toBe(0);

  await openLink(app, 'callto:+39%20000%20000%200106');
  await page.getByRole('heading', { name: 'Chiamare +39 000 000 0106?' }).waitFor();
  await page.getByTestId('dial-whose').filter({ hasText: 'Elisa Grandi' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('dial-sheet').waitFor({ state: 'detached' });
  expect(await page.getByTestId('call-bar').count()).toBe(0);

  await desk.setReady();
  await office.world.ring({ caller: '+390000000103', queue: 'welcome' });
  await desk.untilArrives('Carlo Bassi');
  await desk.answer();
  await desk.untilTalking();
  await page.getByTestId('copy-number').click();
  await page.getByTestId('copy-number').getByText('Numero copiato').waitFor({ state: 'attached' });
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe('+390000000103');
});
