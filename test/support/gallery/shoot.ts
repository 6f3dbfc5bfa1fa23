// Pictures of every state of the desk: `node test/support/gallery/shoot.ts FOLDER [NAME…]`.
// Both languages, both themes, two sizes; repeats about what the page writes on its console.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { type Gesture, galleryStates } from './states.ts';

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/support/gallery/shoot.ts FOLDER [NAME…]');
mkdirSync(folder, { recursive: true });

const looks = [
  { name: 'it-light', language: 'it', theme: 'light', width: 1440, height: 860 },
  { name: 'en-dark', language: 'en', theme: 'dark', width: 1280, height: 720 },
  { name: 'it-dark', language: 'it', theme: 'dark', width: 1440, height: 860 },
  { name: 'en-light', language: 'en', theme: 'light', width: 1280, height: 720 },
];

async function gesture(page: Page, what: Gesture): Promise<void> {
  if (what.kind === 'press') await page.keyboard.press(what.key);
  else if (what.kind === 'click') await page.getByTestId(what.testId).first().click();
  else await page.getByTestId(what.testId).first().fill(what.text);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 160)));
}

// Built as for customers, under the content policy of the app.
const built = mkdtempSync(join(tmpdir(), 'cornetta-gallery-'));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const common = { root: import.meta.dirname, configFile: false, logLevel: 'error' } as const;
await build({
  ...common,
  plugins: [react()],
  build: { outDir: built, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
});
const server = await preview({
  ...common,
  build: { outDir: built },
  preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': policy } },
});
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--force-color-profile=srgb'],
});
try {
  for (const look of looks) {
    const page = await browser.newPage({
      viewport: { width: look.width, height: look.height },
      locale: look.language,
      timezoneId: 'Europe/Rome',
    });
    let shown = '';
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') console.error(`${shown}: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`${shown}: ${error.message}`));
    for (const name of names.length > 0 ? names : Object.keys(galleryStates)) {
      shown = `${name} ${look.name}`;
      await page.goto(`${address}index.html?state=${name}&language=${look.language}&theme=${look.theme}`);
      await page.locator('#desk > *').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      for (const each of galleryStates[name]?.().gestures ?? []) await gesture(page, each);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
      await page.screenshot({ path: join(folder, `${name}-${look.name}.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(built, { recursive: true });
}
