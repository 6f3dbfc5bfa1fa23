// A visitor's page in a real browser, by keyboard: from the site's button to the last word, with the line cut, reloaded, and at its narrowest.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/deps';
import { callbackListSchema } from '#shared/protocol/callbacks';
import { chatListSchema, chatThreadSchema } from '#shared/protocol/chat';
import { visitorPages } from '../../scripts/visitorPages.ts';
import { findChromium } from '../support/chromium.ts';
import { madeFile } from '../support/madeFiles.ts';
import { type Ask, startTestServer, type TestServer } from '../support/testServer.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What has to cross the line between page and backend: as long as a machine with other work needs for it. */
const soon = { timeout: 30_000 };
/** To be looked at. */
const pictures = join(import.meta.dirname, '../../artifacts/visitor');

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-visitor-'));
  mkdirSync(pictures, { recursive: true });
  for (const [name, source] of await visitorPages(join(import.meta.dirname, '../../src/widget')))
    writeFileSync(join(folder, name), source);
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

let server: TestServer;
let giulia: Ask;
let url: string;
let page: Page;
let complaints: string[];
beforeEach(async () => {
  server = await startTestServer({ customers: 0, visitorPages: folder });
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  giulia = await server.as('giulia');
  page = await browser.newPage({ viewport: { width: 420, height: 760 } });
  complaints = [];
  page.on('console', (said) => {
    const { url: about } = said.location();
    // Which a browser asks for by itself.
    const isIcon = about.endsWith('/favicon.ico');
    if (said.type() === 'error' && !isIcon) complaints.push(`${said.text()} ${about}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  await page.close();
  await server.stop();
});

const post = (id: string, what: string, payload: object = {}) =>
  giulia({ method: 'POST', url: `/v1/chats/${id}/${what}`, payload });
const say = (id: string, text: string) => post(id, 'messages', { id: newId(server.deps), text, canned: null });
const waiting = async () => chatListSchema.parse((await giulia({ url: '/v1/chats' })).json()).waiting;
async function taken(): Promise<string> {
  await expect.poll(waiting, soon).toHaveLength(1);
  const id = (await waiting())[0]?.id ?? '';
  expect((await post(id, 'take')).statusCode).toBe(200);
  return id;
}
const lines = (where: Page) => where.locator('[role=log] .text').allTextContents();
/** In a page that was opened past its own policy: axe is put in by the test. */
async function faults(where: Page): Promise<string[]> {
  await where.evaluate(axe);
  const { violations } = await where.evaluate(() =>
    (window as unknown as { axe: { run(context: Document): Promise<AxeResults> } }).axe.run(document),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
/** With nothing but keys, from the first field to the chat. */
async function begin(where: Page, text: string): Promise<void> {
  await where.getByLabel('Argomento').waitFor();
  await where.keyboard.press('Tab');
  await where.keyboard.type('Marta Prova');
  await where.keyboard.press('Tab');
  await where.keyboard.press('Tab');
  await where.keyboard.type(text);
  await where.keyboard.press('Tab');
  await where.keyboard.press('Enter');
  await where.getByRole('log').waitFor();
}
/** By the button that is called so. */
async function send(where: Page, button: string, name: string, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    where.waitForEvent('filechooser'),
    where.getByRole('button', { name: button }).press('Enter'),
  ]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
}
const open = () => page.goto(`${url}/chat/page.html?site=aurora&language=it`);

test('from the site’s button to the last word by keyboard alone; what looks like markup is text; nothing for axe or the console', async () => {
  await page.goto(`${url}/chat/demo.html`);
  const button = page.getByRole('button', { name: 'Chatta con noi' });
  await button.focus();
  await page.keyboard.press('Enter');
  const frame = page.frameLocator('iframe[title="Chat con noi"]');
  await frame.getByLabel('Argomento').waitFor();
  await frame.getByLabel('Argomento').focus();
  for (const key of ['Tab', 'Tab', 'Tab']) await page.keyboard.press(key);
  await page.keyboard.type('<img src=x onerror=alert(1)> la linea non va');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const id = await taken();
  await frame.getByText('Risponde Giulia.').waitFor();
  expect(await frame.locator('[role=log] .text').allTextContents()).toEqual([
    '<img src=x onerror=alert(1)> la linea non va',
  ]);
  await say(id, 'Guardi qui: https://esempio.it/guida. <b>Grazie</b>');
  await frame.getByRole('link', { name: 'https://esempio.it/guida' }).waitFor();
  await page.screenshot({ path: join(pictures, 'talking.png') });
  const numbers = () =>
    server.write((tx) => tx.selectFrom('chats').select(['read_by_visitor', 'last_seq']).executeTakeFirstOrThrow());
  await expect.poll(async () => (await numbers()).read_by_visitor, soon).toBe((await numbers()).last_seq);
  const { read_by_visitor: before } = await numbers();
  // Esc puts it away, and the focus back to where it was opened from.
  await page.keyboard.press('Escape');
  await expect.poll(() => button.evaluate((it) => it.matches(':focus')), soon).toBe(true);
  // Minimised, what comes is told on the button and read by nobody: the second is there only once the first was dealt with.
  for (const [nth, text] of ['Mi dica pure.', 'Quando vuole.'].entries()) {
    await say(id, text);
    await page.getByRole('button', { name: `(${nth + 1} messaggi nuovi)` }).waitFor();
  }
  expect(await numbers()).toMatchObject({ read_by_visitor: before });
  // Its end waits for being looked at like everything else.
  const told = page.waitForResponse(
    async (answer) => answer.url().includes('/v1/visitor/chat?') && (await answer.text()).includes('"ended"'),
  );
  await post(id, 'end');
  await told;
  expect(await numbers()).toMatchObject({ read_by_visitor: before });
  await page.keyboard.press('Enter');
  await frame.getByText('La chat è finita.').waitFor();
  await frame.getByRole('button', { name: 'Nuova chat' }).waitFor();
  // The door is closed by having read the end.
  await expect
    .poll(() => server.write((tx) => tx.selectFrom('chats').select('token_hash').executeTakeFirst()), soon)
    .toEqual({ token_hash: null });
  expect(complaints).toEqual([]);
});

test('through a lost connection and a reload every word arrives once and in order, on both sides', async () => {
  await open();
  await begin(page, 'uno');
  const id = await taken();
  await page.getByText('Risponde Giulia.').waitFor();
  await page.context().setOffline(true);
  for (const text of ['due', 'tre', 'quattro']) {
    await page.getByLabel('Messaggio').fill(text);
    await page.keyboard.press('Enter');
  }
  await page.getByText('Connessione persa').waitFor();
  await page.screenshot({ path: join(pictures, 'lost.png') });
  for (const text of ['A', 'B']) await say(id, text);
  await page.context().setOffline(false);
  const there = ['uno', 'A', 'B', 'due', 'tre', 'quattro'];
  await expect.poll(() => lines(page), soon).toEqual(there);
  await page.reload();
  await expect.poll(() => lines(page), soon).toEqual(there);
  // The page shows what it is still sending: arrived it has when the other side can read it.
  const kept = () =>
    server.write((tx) =>
      tx.selectFrom('chat_messages').select('text').where('kind', '=', 'text').orderBy('seq').execute(),
    );
  await expect.poll(async () => (await kept()).map(({ text }) => text), soon).toEqual(there);
});

test('a file goes by its button, has its name and size on both sides and is saved as it was; one that is refused says why; after the end none can be had', async () => {
  await open();
  await begin(page, 'Ecco la bolletta');
  const id = await taken();
  const pdf = madeFile('pdf', 600_000);
  await send(page, 'Manda un file', 'bolletta.pdf', pdf);
  await page.getByText('bolletta.pdf è stato inviato.').waitFor();
  const line = page.getByRole('log').getByRole('button', { name: 'Salva bolletta.pdf (600 kB)' });
  const [download] = await Promise.all([page.waitForEvent('download'), line.press('Enter')]);
  expect(readFileSync(await download.path()).equals(pdf)).toBe(true);
  const { messages } = chatThreadSchema.parse((await giulia({ url: `/v1/chats/${id}` })).json());
  expect(messages.at(-1)).toMatchObject({ by: 'visitor', text: 'bolletta.pdf', file: { bytes: 600_000 } });
  await send(page, 'Manda un file', 'bolletta.pdf.exe', Buffer.from('MZ'));
  const refused = page.getByText('bolletta.pdf.exe non è stato inviato. Si possono mandare solo PDF');
  await refused.waitFor();
  expect(complaints).toEqual([]);
  // After the end nothing can be had any more: each file says so, and what became of the last one still stands there.
  await line.focus();
  await post(id, 'end');
  const gone = page.getByRole('button', { name: 'bolletta.pdf (600 kB), non più disponibile' });
  await gone.waitFor();
  expect(await gone.isDisabled()).toBe(true);
  expect(await refused.isVisible()).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('rating');
  await page.screenshot({ path: join(pictures, 'files-over.png'), fullPage: true });
});

test('a file that the agent sends last can be saved after the end; then the door is closed', async () => {
  await open();
  await begin(page, 'Mi mandi il modulo');
  const id = await taken();
  const pdf = madeFile('pdf', 600_000);
  const file = newId(server.deps);
  const payload = { id: file, name: 'modulo.pdf', bytes: pdf.length };
  await giulia({ method: 'POST', url: `/v1/chats/${id}/files`, payload });
  const headers = { 'content-type': 'application/octet-stream' };
  await giulia({ method: 'PUT', url: `/v1/chats/${id}/files/${file}/bytes?at=0`, headers, payload: pdf });
  await post(id, 'end');
  await page.getByText('La chat è finita.').waitFor();
  const save = page.getByRole('button', { name: 'Salva modulo.pdf (600 kB)' });
  const [download] = await Promise.all([page.waitForEvent('download'), save.press('Enter')]);
  expect(readFileSync(await download.path()).equals(pdf)).toBe(true);
  await page.getByRole('button', { name: 'modulo.pdf (600 kB), non più disponibile' }).waitFor();
  await expect
    .poll(() => server.write((tx) => tx.selectFrom('chats').select('token_hash').executeTakeFirst()), soon)
    .toEqual({ token_hash: null });
});

test('a file that could not be sent says why and that it is to be sent again, and the button is there for that', async () => {
  await page.clock.install();
  await open();
  await begin(page, 'Ecco la bolletta');
  await page.route('**/v1/visitor/chat/files', (route) => route.fulfill({ status: 500 }));
  await send(page, 'Manda un file', 'bolletta.pdf', madeFile('pdf', 600_000));
  const said = page.getByText(
    'bolletta.pdf non è stato inviato. L’invio non è riuscito per un guasto nostro: lo mandi di nuovo',
  );
  // It tries again by itself for a while.
  const later = async () => {
    await page.clock.runFor(10_000);
    return said.count();
  };
  await expect.poll(later, soon).toBe(1);
  expect(await page.getByRole('button', { name: 'Manda un file' }).isEnabled()).toBe(true);
});

test('at 320 px and at four times the size nothing runs out of the page, in both themes, and axe finds nothing', async () => {
  await page.close();
  page = await browser.newPage({ bypassCSP: true });
  await open();
  await page.getByLabel('Argomento').waitFor();
  const looked = async (name: string) => {
    for (const [scheme, width] of [
      ['light', 320],
      ['dark', 420],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 640 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect({ name, width, over }).toEqual({ name, width, over: 0 });
      await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), fullPage: true });
      expect(await faults(page)).toEqual([]);
    }
  };
  await looked('notice');
  await begin(page, 'Una parola lunghissima: precipitevolissimevolmente-precipitevolissimevolmente');
  const id = await taken();
  await say(id, 'Buongiorno, verifico subito.');
  await send(page, 'Manda un file', `${'bolletta-precipitevolissima-'.repeat(5)}.pdf`, madeFile('pdf', 600_000));
  await expect.poll(() => lines(page), soon).toHaveLength(3);
  await looked('talk');
  await page.setViewportSize({ width: 320, height: 256 });
  await page.screenshot({ path: join(pictures, 'talk-400.png'), fullPage: true });
});

for (const [language, names] of [
  [
    'it',
    {
      ...{ leave: 'Non aspettare: lascia un messaggio', call: 'Chiamatemi', end: 'Chiudi la chat', over: 'Nuova chat' },
      ...{ send: 'Manda un file', save: 'Salva bolletta.pdf (600 kB)', unsent: 'bolletta.exe non è stato inviato.' },
    },
  ],
  [
    'en',
    {
      ...{ leave: 'Do not wait: leave a message', call: 'Call me', end: 'Close the chat', over: 'New chat' },
      ...{ send: 'Send a file', save: 'Save bolletta.pdf (600 kB)', unsent: 'bolletta.exe has not been sent.' },
    },
  ],
] as const) {
  test(`from the first field to the end everything has its name: axe finds nothing (${language})`, async () => {
    await page.close();
    page = await browser.newPage({ bypassCSP: true, viewport: { width: 420, height: 760 } });
    await page.goto(`${url}/chat/page.html?site=aurora&language=${language}`);
    const first = page.locator('textarea');
    await first.fill('x');
    expect(await faults(page)).toEqual([]);
    await first.press('Tab');
    await page.keyboard.press('Enter');
    // What is behind a button is examined as well, with what went wrong in it.
    await page.getByRole('button', { name: names.leave }).press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `asides-${language}.png`), fullPage: true });
    await say(await taken(), 'https://esempio.it/guida');
    await page.getByRole('link').waitFor();
    await send(page, names.send, 'bolletta.pdf', madeFile('pdf', 600_000));
    await page.getByRole('button', { name: names.save }).waitFor();
    await send(page, names.send, 'bolletta.exe', Buffer.from('MZ'));
    await page.getByText(names.unsent).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `files-${language}.png`), fullPage: true });
    await page.getByRole('button', { name: names.call }).press('Enter');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: names.end }).press('Enter');
    await page.getByRole('button', { name: names.over }).waitFor();
    await page.getByRole('radio').first().waitFor();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `over-${language}.png`), fullPage: true });
  });
}

test('whoever rates the chat low leaves a number by keyboard; one that is not written well says so, and a lead has the wish', async () => {
  await page.close();
  page = await browser.newPage({ bypassCSP: true, viewport: { width: 420, height: 760 } });
  await open();
  await begin(page, 'Non va');
  await post(await taken(), 'end');
  await page.getByRole('radio').first().waitFor();
  await page.getByRole('radio', { name: /^1 / }).first().press('Space');
  await page.getByRole('button', { name: 'Invia la risposta' }).press('Enter');
  const number = page.getByRole('textbox', { name: 'Numero di telefono' });
  await number.waitFor();
  await number.fill('otto');
  await number.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Il numero non è scritto bene' }).waitFor();
  expect(await number.evaluate((it) => it.matches(':focus'))).toBe(true);
  expect(await faults(page)).toEqual([]);
  await page.screenshot({ path: join(pictures, 'call-back.png'), fullPage: true });
  await number.fill('+39 000 000 0188');
  await number.press('Enter');
  await page.getByText('La richiameremo.').waitFor();
  const sara = await server.as('sara');
  const { recontacts } = callbackListSchema.parse((await sara({ url: '/v1/callbacks' })).json());
  expect(recontacts).toMatchObject([{ customerId: null, number: '+390000000188', state: { kind: 'open' } }]);
});

test('whoever leaves a number and hears nothing for it does not read, trying again, that it is too late', async () => {
  await open();
  await begin(page, 'Non va');
  await post(await taken(), 'end');
  await page.getByRole('radio').first().waitFor();
  await page.getByRole('radio', { name: /^1 / }).first().press('Space');
  await page.getByRole('button', { name: 'Invia la risposta' }).press('Enter');
  const number = page.getByRole('textbox', { name: 'Numero di telefono' });
  await number.fill('+39 000 000 0188');
  // It arrives, and its answer is lost.
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route('**/v1/visitor/survey/call', lost, { times: 1 });
  await number.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'riprovi tra poco' }).waitFor();
  await number.press('Enter');
  await page.getByText(/La richiameremo/).waitFor();
  const sara = await server.as('sara');
  const { recontacts } = callbackListSchema.parse((await sara({ url: '/v1/callbacks' })).json());
  expect(recontacts).toHaveLength(1);
});

test('out of hours a message is left, with where it is answered to', async () => {
  server.pass(12 * 3_600_000);
  await open();
  await page.getByText('lasci un messaggio').waitFor();
  await page.getByLabel('Come si può aiutare?').fill('Richiamatemi');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // What is missing is said, and the focus is there.
  await page.getByRole('alert').filter({ hasText: 'E-mail' }).waitFor();
  await page.keyboard.type('marta@esempio.it');
  await page.screenshot({ path: join(pictures, 'closed.png'), fullPage: true });
  // A failure says what to do, and takes nothing away.
  await page.route('**/v1/visitor/chats', (route) => route.fulfill({ status: 500 }), { times: 1 });
  await page.getByLabel('E-mail').press('Enter');
  await page.getByRole('alert').filter({ hasText: 'guasto nostro' }).waitFor();
  expect(await page.getByLabel('Come si può aiutare?').inputValue()).toBe('Richiamatemi');
  await page.screenshot({ path: join(pictures, 'failed.png'), fullPage: true });
  await page.getByRole('button', { name: 'Lascia il messaggio' }).press('Enter');
  await page.getByText('Il messaggio è stato lasciato.').waitFor();
  // What had the focus has gone.
  await expect
    .poll(() => page.getByRole('button', { name: 'Nuova chat' }).evaluate((it) => it.matches(':focus')), soon)
    .toBe(true);
  const left = await server.write((tx) => tx.selectFrom('chats').select(['state', 'visitor']).execute());
  expect(left).toMatchObject([{ state: 'left', visitor: { email: 'marta@esempio.it' } }]);
  // Its token opens nothing any more, and the page still says so.
  await expect
    .poll(() => server.write((tx) => tx.selectFrom('chats').select('token_hash').executeTakeFirst()), soon)
    .toEqual({ token_hash: null });
  await page.getByText('Il messaggio è stato lasciato.').waitFor();
});

test('the headers let nothing else in, and no other page around it', async () => {
  const answer = await server.ask({ url: '/chat/page.html?site=aurora' });
  expect(answer.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  );
  expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  expect((await server.ask({ url: '/chat/page.html?site=altro' })).statusCode).toBe(404);
  expect((await server.ask({ url: '/chat/..%2Fpackage.json' })).statusCode).toBe(422);
});
