// A whole call without the mouse, in real Electron: from the first door to the next call, and nothing typed goes astray; and everything that
// is done with a customer's record while they are on the line.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { becomeReady, choose, focusIs, identify, pressed, signIn, tabTo } from '../support/byKeyboard.ts';
import { deskOf } from '../support/desk.ts';
import { madePng } from '../support/madeFiles.ts';
import { openOffice } from '../support/office.ts';
import { until, untilHolds } from '../support/until.ts';

const office = openOffice();
/** Against what hangs, on a machine that may be busy. */
const longestMs = 180_000;

/** Once that customer's card is there, the note goes on where it was. */
async function goOnWriting(page: Page, code: string, more: string): Promise<void> {
  await page.locator(`[data-testid="customer-card"][data-code="${code}"]`).waitFor();
  await focusIs(page, 'note');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(more);
}

async function correctEmail(page: Page, email: string): Promise<void> {
  await tabTo(page, 'edit-email');
  await page.keyboard.press('Enter');
  await focusIs(page, 'edit-email-input');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
}

test('a call is taken, noted, classified, held, passed on and closed from the keyboard alone', async () => {
  const desk = deskOf(await (await office.apps.start()).page('desk'));
  const { page } = desk;
  const { keyboard } = page;

  await signIn(page, office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.untilLoaded();
  await becomeReady(page);

  await office.world.ring({ caller: '+390000000103', queue: 'welcome' });
  await desk.untilArrives('Carlo Bassi');
  await keyboard.press('F3');
  await keyboard.press('Space');
  await page.getByTestId('call-bar').waitFor();
  await focusIs(page, 'note');
  await keyboard.type('Mezza frase, ');

  await keyboard.press('Alt+C');
  await focusIs(page, 'choose-customer');
  await keyboard.press('Enter');
  await goOnWriting(page, 'AU-10003', 'Mh, tutta intera.');
  await desk.untilNote('Mezza frase, Mh, tutta intera.');

  await choose(page, 'Alt+2', 'rec-04');
  await keyboard.press('Alt+1');
  await focusIs(page, 'note');
  await desk.untilSaved();

  await keyboard.press('Alt+H');
  await pressed(page, 'hold', true);
  await keyboard.press('Alt+H');
  await pressed(page, 'hold', false);
  await keyboard.press('Alt+M');
  await pressed(page, 'mute', true);
  await keyboard.press('Alt+M');
  await pressed(page, 'mute', false);
  await keyboard.press('Alt+K');
  await page.getByTestId('digit').first().waitFor();
  await keyboard.type('12#');
  await keyboard.press('Escape');
  await page.getByTestId('digit').first().waitFor({ state: 'detached' });

  await keyboard.press('Alt+T');
  await focusIs(page, 'transfer-input');
  await page.locator('[data-testid="transfer-target"][data-number="8002"][aria-selected="true"]').waitFor();
  await keyboard.press('Shift+Enter');
  await page.getByTestId('wrap-up-save').waitFor();

  await keyboard.press('Control+Enter');
  await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
  await choose(page, 'Alt+3', 'tra-2');
  await keyboard.press('Control+Enter');
  await desk.untilIdle();
  await page.getByTestId('recent').filter({ hasText: 'Carlo Bassi' }).waitFor();
  await office.world.untilOnBackend((contact) => contact.note === 'Mezza frase, Mh, tutta intera.');

  await office.world.ring({ caller: '+390000000106', queue: 'welcome' });
  await desk.untilArrives('Elisa Grandi');
  await keyboard.press('Space');
  await focusIs(page, 'note');
  await keyboard.press('Alt+C');
  await focusIs(page, 'note');
  await page.locator('[data-testid="call-bar"][data-phase="talking"]').waitFor();
  await keyboard.press('F4');
  await page.getByTestId('wrap-up-save').waitFor();
  await focusIs(page, 'note');
  await keyboard.type('Richiama domani.');
  await desk.untilNote('Richiama domani.');
  await choose(page, 'Alt+2', 'inf-05');
  await choose(page, 'Alt+3', 'ris-1');
  await keyboard.press('Control+Enter');
  await desk.untilIdle();

  await keyboard.press('Control+k');
  await focusIs(page, 'search-input');
  await keyboard.type('grandi');
  await desk.hit('Elisa Grandi').waitFor();
  await keyboard.press('Enter');
  await correctEmail(page, 'e.grandi@esempio.it');
  await office.world.untilCustomer('AU-10006', (customer) => customer.email === 'e.grandi@esempio.it');
  await keyboard.press('Escape');
  await page.getByTestId('recent').first().waitFor();
  await keyboard.press('Control+,');
  await page.getByTestId('settings-page').waitFor();
  await keyboard.press('Escape');
  await page.getByTestId('settings-page').waitFor({ state: 'detached' });
});

test('a stranger on the line becomes a customer whose record is put right, from the keyboard alone', {
  timeout: longestMs,
}, async () => {
  const { desk } = await office.signIn();
  const { page } = desk;
  const { keyboard } = page;
  const number = '+390000009777';
  await desk.untilLoaded();
  await becomeReady(page);

  office.world.switchboard.ring({ number, queue: 'welcome', staysSeconds: null });
  await desk.arrival().waitFor();
  await keyboard.press('Space');
  await focusIs(page, 'note');
  await keyboard.type('Dice di essere ');
  await keyboard.press('Alt+C');
  await focusIs(page, 'caller-search');
  await keyboard.type('AU-10003');
  await desk.hit('Carlo Bassi').waitFor();
  await keyboard.press('Enter');
  await goOnWriting(page, 'AU-10003', 'Carlo. ');

  await keyboard.press('Alt+W');
  await focusIs(page, 'note-input');
  await keyboard.type('Chiama anche dal telefono della sorella.');
  await keyboard.press('Enter');
  await page.getByTestId('notes').getByText('Chiama anche dal telefono della sorella.').waitFor();
  await focusIs(page, 'note');

  // Who calls is who they say: first the usual questions, then one of those that only they can answer.
  await identify(page, 'standard');
  await identify(page, 'strong');

  await keyboard.press('Alt+D');
  await focusIs(page, 'attach-number');
  await keyboard.press('a');
  await focusIs(page, 'note');
  await office.world.untilCustomer('AU-10003', ({ phones }) => phones.some(({ e164 }) => e164 === number));

  // From the note to the first of the details, and from number to number to the e-mail.
  await keyboard.press('Control+Shift+F6');
  await focusIs(page, 'edit-phone');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await focusIs(page, 'edit-email');
  await correctEmail(page, 'carlo@esempio.it');
  await focusIs(page, 'edit-email');
  await office.world.untilCustomer('AU-10003', ({ email }) => email === 'carlo@esempio.it');
  await keyboard.press('Alt+1');
  await focusIs(page, 'note');

  await keyboard.press('Alt+E');
  await focusIs(page, 'add-attachment');
  const file = { name: 'contatore.png', mimeType: 'image/png', buffer: madePng(64, 48) };
  await page.getByTestId('attachment-file').setInputFiles(file);
  const here = page.locator('[data-testid=attachment][data-state=here]');
  await until('the file is in the case', async () => (await here.count()) === 1, undefined, 60_000);
  await keyboard.press('Escape');
  await focusIs(page, 'note');

  await keyboard.press('Alt+Y');
  await page.getByTestId('timeline').getByText('Chiama anche dal telefono della sorella.').waitFor();
  await keyboard.press('Escape');
  await focusIs(page, 'note');
  await keyboard.type('Tutto annotato.');
  const note = page.locator('textarea[data-testid="note"]');
  await untilHolds(async () => expect(await note.inputValue()).toBe('Dice di essere Carlo. Tutto annotato.'));

  await keyboard.press('F4');
  await page.getByTestId('wrap-up-save').waitFor();
  await choose(page, 'Alt+2', 'inf-05');
  await choose(page, 'Alt+3', 'ris-1');
  await keyboard.press('Control+Enter');
  await desk.untilIdle();

  office.world.switchboard.ring({ number, queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Carlo Bassi');
});
