// Several calls in real Electron against our own switchboard: somebody is asked about the customer, all three talk, the agent
// calls out, and what comes to nothing says so.
import { expect, test } from 'vitest';
import type { Desk } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';

/** The switchboard's own numbers: one that sends every word back, one outside that is always busy. */
const echo = '9000';
const busy = '+390000000486';

const office = openOffice();

async function signedIn(): Promise<Desk> {
  const { desk } = await office.signIn();
  await desk.untilLoaded();
  return desk;
}

test('a customer waits while somebody is asked, joins them, and is taken back; calls out are made and told', async () => {
  const desk = await signedIn();
  const { page } = desk;
  const front = (name: string) =>
    page.locator('[data-testid="party"][data-front="true"]').filter({ hasText: name }).waitFor();

  await desk.setReady();
  await office.world.ring({ caller: '+390000000106', queue: 'welcome' });
  await desk.untilArrives('Elisa Grandi');
  await desk.answer();
  await desk.untilTalking();

  await page.keyboard.press('Alt+T');
  await page.getByTestId('transfer-input').fill(echo);
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="call-bar"][data-manner="consult"][data-phase="talking"]').waitFor();
  await front(echo);
  await desk.swap();
  await front('Elisa Grandi');
  await desk.swap();
  await front(echo);
  await desk.setConference(true);
  expect(await page.getByTestId('drop').count()).toBe(2);
  await desk.setConference(false);
  if (await page.getByTestId('swap').filter({ hasText: echo }).count()) await desk.swap();
  await front(echo);
  await desk.backToCustomer();
  await front('Elisa Grandi');
  await page.locator('[data-testid="call-bar"][data-held="false"][data-phase="talking"]').waitFor();
  await desk.hangUp();
  await desk.choose('reason', 'TEC-01');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
  await desk.untilIdle();

  await desk.dial(busy);
  await page.getByTestId('redial').waitFor();
  await page.getByText('Occupato').first().waitFor();

  await desk.dial('+39 000 000 0106');
  await desk.untilTalking();
  await front('Elisa Grandi');
  await desk.hangUp();
  await page.locator('[data-testid="customer-card"][data-code="AU-10006"]').waitFor();
});
