// One chat: a visitor in a real browser, an agent with the keyboard alone, from the question to the transcript; a file on its way into a case, and
// a call that continues the chat.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { calendarsSchema, daysLater, openingOf } from '#shared/model/calendar';
import { projectFolder } from '../../../scripts/paths.ts';
import { findChromium } from '../../support/chromium.ts';
import { keyboardAgent, longestStoryMs } from '../../support/keyboardAgent.ts';
import { madeFile } from '../../support/madeFiles.ts';
import { openOffice } from '../../support/office.ts';

/** How much later it is for the house than for this machine, so that its site is open, and for half an hour more. */
const [calendar] = calendarsSchema.parse(
  JSON.parse(readFileSync(join(projectFolder, 'assets/lists/calendars.json'), 'utf8')),
);
const now = Date.now();
const week = [0, 1, 2, 3, 4, 5, 6, 7].map((days) => daysLater(new Date(now).toISOString().slice(0, 10), days));
const hours = must(
  week.flatMap((day) => openingOf(day, must(calendar, 'a calendar'), null)).find(({ to }) => to > now + 1_800_000),
  'hours of work',
);
const laterMs = Math.max(0, hours.from - now);
const office = openOffice({
  visitorPages: join(projectFolder, 'out', 'main', 'widget'),
  clock: () => new Date(Date.now() + laterMs),
});
const pictures = join(projectFolder, 'artifacts', 'e2e', 'stories', 'chat');

let browser: Browser;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

test('a visitor writes, is identified, answered with a ready sentence that had to be completed, sends a file for a case, is called, and reads the end', {
  timeout: longestStoryMs,
}, async () => {
  const { world, apps } = office;
  const giulia = await keyboardAgent(await apps.start({ size: { width: 1280, height: 720 } }), 'chat', 'giulia');
  await giulia.signsIn(world.backendUrl, world.agents.giulia);
  await giulia.becomesReady();

  const visitor = await browser.newPage({ viewport: { width: 420, height: 720 } });
  await visitor.goto(`${world.backendUrl}/chat/page.html?site=aurora&language=it`);
  await visitor.getByLabel('Argomento').waitFor();
  for (const text of ['', 'Elisa Grandi', '', 'Quando parte il mio contratto?']) {
    await visitor.keyboard.type(text);
    await visitor.keyboard.press('Tab');
  }
  await visitor.keyboard.press('Enter');
  await visitor.getByRole('log').waitFor();

  // One who waits is heard, and taken with one key.
  await giulia.hears('status', 'Chat in attesa: Elisa Grandi, Accoglienza');
  await giulia.picture('waiting');
  await giulia.takesChat();
  await visitor.getByText('Risponde Giulia.').waitFor();
  await giulia.finds('log', 'Quando parte il mio contratto?');
  await giulia.picture('taken');

  await giulia.takesReadyAnswer('buongiorno', 'Buongiorno Elisa Grandi');
  await giulia.presses('Enter');
  await visitor.getByText('Buongiorno Elisa Grandi, sono Giulia di Aurora Servizi.').waitFor();

  // Whose contract it is: found, asked, and both answers right.
  await giulia.findsCustomer('grandi elisa', 'AU-10006');
  await giulia.choosesReason('ctr-01');
  await giulia.identifies('basic', 'chat-text');

  // A ready answer with a place to be filled does not leave before it is.
  await giulia.takesReadyAnswer('verifico', 'Verifico la pratica: circa {quanti minuti} minuti.');
  await giulia.presses('Enter');
  await giulia.hears('status', 'Manca ancora: quanti minuti');
  await giulia.picture('to-complete');
  expect(await visitor.getByText('Verifico la pratica').count()).toBe(0);
  await giulia.types('due');
  await giulia.presses('Enter');
  await visitor.getByText('Verifico la pratica: circa due minuti.').waitFor();
  await visitor.screenshot({ path: join(pictures, 'visitor-answered.png') });

  // What the visitor sends goes into a case that is made for it, and is among its files.
  const [chooser] = await Promise.all([
    visitor.waitForEvent('filechooser'),
    visitor.getByRole('button', { name: 'Manda un file' }).press('Enter'),
  ]);
  const name = 'modulo firmato.pdf';
  await chooser.setFiles({ name, mimeType: 'application/pdf', buffer: madeFile('pdf', 300_000) });
  await visitor.getByText(`${name} è stato inviato.`).waitFor();
  await visitor.screenshot({ path: join(pictures, 'visitor-sent.png') });
  await giulia.finds('log', name);
  const number = await giulia.registers({ words: 'Quando parte il contratto? Manda il modulo firmato.' });
  await giulia.picture('case-number');
  await giulia.hasReadItAloud('chat-text');
  await giulia.presses('Control+P');
  await giulia.hears('status', `È tra gli allegati della pratica ${number}.`);
  await giulia.picture('in-case');

  // From the chat to a call, with one key: the number is the one on the card.
  await giulia.writes('Chiede quando parte il contratto. Vuole sentirlo a voce.');
  await giulia.callsVisitor();
  await giulia.picture('calling');
  await giulia.hangsUp();
  await giulia.writes('Detta a voce la data di attivazione.');
  await giulia.choosesReason('ctr-01');
  await giulia.choosesOutcome('ris-2');
  await giulia.closesWrapUp();

  await giulia.goesToChats();
  // Once in the case, it is not put there again.
  await giulia.presses('Control+P');
  await giulia.hears('status', `È tra gli allegati della pratica ${number}.`);
  await giulia.endsChat();
  await visitor.getByText('La chat è finita.').waitFor();
  await visitor.screenshot({ path: join(pictures, 'visitor-ended.png') });
  await giulia.choosesOutcome('ris-2');
  await giulia.picture('wrap-up');
  await giulia.closesWrapUp();
  await world.untilOnBackend(({ note, channel }) => channel === 'chat' && note.startsWith('Chiede quando parte'));

  await giulia.opensCustomer('grandi elisa', 'Elisa Grandi');
  await giulia.presses('Alt+E');
  await giulia.finds('listitem', name);
  await giulia.picture('files-of-case');
  await giulia.escapes();
  await giulia.opensTimeline();
  await giulia.goesTo('read-transcript', 'Enter');
  await giulia.finds('listitem', 'Verifico la pratica: circa due minuti.');
  await giulia.picture('transcript');
});
