// The gallery as pages in a real browser: built as for customers, under the content policy of the app, one state at a time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { findChromium } from '../chromium.ts';
import { quiet } from '../quiet.ts';
import { framesBetween, type Gesture } from './gestures.ts';
import type { GalleryWindow } from './page.tsx';
import { galleryStates } from './states.ts';

export interface Look {
  readonly language: 'it' | 'en';
  readonly theme: 'light' | 'dark';
  readonly contrast?: 'usual' | 'more';
  readonly density?: 'comfortable' | 'compact';
  /** As where the system draws all colours itself. */
  readonly forcedColors?: boolean;
  readonly width: number;
  readonly height: number;
}

export interface Gallery {
  /** A page to show states on. What it writes on its console as an error or a warning goes to `onComplaint`. */
  page(look: Look, onComplaint: (words: string) => void): Promise<GalleryPage>;
  close(): Promise<void>;
}

export interface GalleryPage {
  readonly page: Page;
  /** Resolves when the state stands, its gestures are made, and nothing moves any more. */
  show(name: string): Promise<void>;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
/** What states leave behind in a page makes the next ones slower. */
const statesInOneLoad = 20;

/** In the page: another state in the same place, since loading a page takes longer than looking at it. */
function goOn(asked: string): void {
  (window as GalleryWindow).showState?.(asked);
}

async function make(page: Page, gesture: Gesture): Promise<void> {
  if (gesture.kind === 'press') await page.keyboard.press(gesture.key);
  else if (gesture.kind === 'see')
    await page
      .getByTestId(gesture.testId)
      .first()
      .evaluate((element) => element.scrollIntoView({ block: 'center' }));
  else if (gesture.kind === 'click') await page.getByTestId(gesture.testId).first().click();
  else if (gesture.kind === 'give')
    await page
      .getByTestId(gesture.testId)
      .setInputFiles({ name: gesture.file, mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF') });
  else await page.getByTestId(gesture.testId).first().fill(gesture.text);
  await page.evaluate(quiet, framesBetween);
}

export async function openGallery(): Promise<Gallery> {
  const built = mkdtempSync(join(tmpdir(), 'cornetta-gallery-'));
  const common = { root: import.meta.dirname, configFile: false, logLevel: 'error' } as const;
  // A test runner says "test" here, and React would be built for developers.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  await build({
    ...common,
    plugins: [react()],
    build: { outDir: built, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
  });
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  const server = await preview({
    ...common,
    build: { outDir: built },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': policy } },
  });
  const address = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // The desk's own bars are part of the picture.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--force-color-profile=srgb'],
  });
  return {
    async page(look, onComplaint) {
      const {
        language,
        theme,
        contrast = 'usual',
        density = 'comfortable',
        forcedColors = false,
        width,
        height,
      } = look;
      const page = await browser.newPage({
        viewport: { width, height },
        locale: language,
        timezoneId: 'Europe/Rome',
        reducedMotion: 'reduce',
        forcedColors: forcedColors ? 'active' : 'none',
      });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') onComplaint(message.text());
      });
      page.on('pageerror', (error) => onComplaint(error.message));
      let shown = 0;
      return {
        page,
        async show(name) {
          const asked = `?${new URLSearchParams({ state: name, language, theme, contrast, density })}`;
          if (shown % statesInOneLoad === 0) await page.goto(`${address}index.html${asked}`);
          else await page.evaluate(goOn, asked);
          shown += 1;
          await page.locator('#desk > *').first().waitFor();
          await page.evaluate(() => document.fonts.ready);
          for (const each of galleryStates[name]?.().gestures ?? []) await make(page, each);
          await page.evaluate(quiet, undefined);
        },
      };
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(built, { recursive: true });
    },
  };
}
