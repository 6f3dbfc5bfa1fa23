// An agent and the team lead in real Electron, with a backend that sees the switchboard: a call that is promised, made and closed, a
// caller who gave up, and help in a call.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import type { Desk } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice({ bridge: true });
let leadApp: RunningApp;
let giulia: Desk;
let lead: Desk;

beforeAll(async () => {
  const [agent, leader] = [await office.signIn(), await office.signIn(office.world.agents.sara)];
  giulia = agent.desk;
  ({ app: leadApp, desk: lead } = leader);
  await giulia.untilLoaded();
  await lead.untilLoaded();
});

const line = ({ page }: Desk, of: 'promised-call' | 'lost-call', state: string) =>
  page.locator(`[data-testid="${of}"][data-state="${state}"]`);

async function closeWrapUp(desk: Desk): Promise<void> {
  await desk.choose('reason', 'TEC-01');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
}

/** Whatever page is open. */
async function takesElisa(desk: Desk): Promise<void> {
  await desk.page.getByText('Elisa Grandi').first().waitFor();
  await desk.page.getByTestId('answer').waitFor();
  await desk.page.keyboard.press('F2');
  await desk.untilTalking();
}

/** Elisa Grandi is talked to. */
async function talksToElisa() {
  await giulia.setReady();
  const customer = office.world.switchboard.ring({ number: '+390000000106', queue: 'welcome', staysSeconds: null });
  await takesElisa(giulia);
  return customer;
}

test('a call is promised, the team sees it, it is made, and with its closing the promise is kept', async () => {
  const { page } = giulia;
  await talksToElisa();
  await giulia.note().fill('Richiamare quando il tecnico ha una data.');
  await page.keyboard.press('Alt+6');
  await page.getByTestId('callback-quick').first().click();
  await page.getByTestId('callback-promise').click();
  await page.locator('[data-testid="callback"][data-promised="true"]').waitFor();
  await giulia.untilSaved();
  await giulia.hangUp();
  await closeWrapUp(giulia);
  await giulia.untilIdle();

  await openList(lead.page);
  await line(lead, 'promised-call', 'open').filter({ hasText: 'Elisa Grandi' }).waitFor();
  await openList(page);
  await line(giulia, 'promised-call', 'open').getByTestId('call-back').click();
  await giulia.untilTalking();
  await line(lead, 'promised-call', 'taken').filter({ hasText: 'Giulia Serra' }).waitFor();
  // It is Elisa's interaction from the first moment.
  await page.locator('[data-testid="customer-card"][data-code="AU-10006"]').waitFor();
  await giulia.note().fill('Il tecnico passa martedì.');
  await giulia.untilSaved();
  await giulia.hangUp();
  await closeWrapUp(giulia);

  await line(lead, 'promised-call', 'done').filter({ hasText: 'Raggiunto' }).waitFor();
  await openList(page);
  await line(giulia, 'promised-call', 'done').waitFor();
  expect(await page.getByTestId('call-back').count()).toBe(0);
  await office.world.untilOnBackend(({ note }) => note === 'Il tecnico passa martedì.');
});

test('who gives up is listed; one takes them, the other sees it', async () => {
  await giulia.setNotReady('screen-break');
  const customer = office.world.switchboard.ring({ number: '+390000000103', queue: 'welcome', waitedSeconds: 40 });
  await openBoard(lead.page);
  await lead.page.getByTestId('waiting-caller').waitFor();
  customer.hangUp();
  await lead.page.getByTestId('waiting-caller').waitFor({ state: 'detached' });
  await openList(giulia.page);
  await line(giulia, 'lost-call', 'open').filter({ hasText: '000 000 0103' }).waitFor();
  await openList(lead.page);
  await line(lead, 'lost-call', 'open').getByTestId('take').click();
  await line(giulia, 'lost-call', 'taken').filter({ hasText: 'Sara Conti' }).waitFor();
  expect(await line(giulia, 'lost-call', 'taken').getByTestId('call-back').count()).toBe(0);
});

test('help that is asked for with one key is seen by the lead, who takes the customer over', async () => {
  const customer = await talksToElisa();
  await giulia.page.keyboard.press('Alt+U');
  await openBoard(lead.page);
  await lead.page.getByTestId('help-request').filter({ hasText: 'Giulia Serra' }).waitFor();
  await lead.page.getByTestId('take-over').click();
  await takesElisa(lead);
  await lead.untilVoices(leadApp);
  await giulia.page.getByTestId('wrap-up-save').waitFor();
  await openBoard(lead.page);
  await lead.page.getByTestId('help-request').waitFor({ state: 'detached' });
  await closeWrapUp(giulia);
  await lead.hangUp();
  await until('the customer hears the end', () => customer.state().kind === 'ended');
});

/** The same button leads there and back. */
async function open(page: Page, button: string, shownPage: string): Promise<void> {
  const shown = page.getByTestId(shownPage);
  if (!(await shown.isVisible())) await page.getByTestId(button).click();
  await shown.waitFor();
}

const openList = (page: Page) => open(page, 'toCall', 'to-call-page');
const openBoard = (page: Page) => open(page, 'board', 'board-page');
