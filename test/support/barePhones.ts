// Bare browser phones: headless Chromium with unmodified SIP.js in a page, driven from a test. They stand for "any phone",
// so nothing of the product's own phone is used.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from './chromium.ts';
import type { JsSipPhone } from './jsSipPage.ts';
import { usualDeadlineMs } from './until.ts';

export interface Account {
  extension: string;
  password: string;
  domain: string;
  url: string;
  /** Who it says it is when asked for the password; the extension unless told. */
  user?: string;
}

/** What the page does, by name; arguments and results are plain data. */
export interface BarePhone {
  readonly extension: string;
  /** Resolves with the status code of the answer. */
  register(): Promise<number>;
  /** Dials, waits for the end of the call, and gives the final status code. */
  dialAndWait(number: string): Promise<number>;
  /** Dials and gives the final status code of the INVITE. */
  dial(number: string): Promise<number>;
  /** Waits for the next INVITE and gives its headers, lower case names. */
  nextInvite(): Promise<Record<string, string>>;
  answer(): Promise<void>;
  decline(code: number): Promise<void>;
  /** RFC 4733, by the browser's own sender. */
  sendKeys(keys: string): Promise<void>;
  sendKeyByInfo(key: string): Promise<void>;
  hold(on: boolean): Promise<number>;
  /** New ICE credentials by re-INVITE, as after a change of network. */
  restartIce(): Promise<number>;
  /** Gives the sipfrag status codes of the NOTIFYs up to the final one. */
  refer(number: string, headers: readonly string[]): Promise<number[]>;
  hangUp(): Promise<void>;
  /** Resolves when the call in hand is over; with the Reason of a CANCEL, where one came. */
  ended(): Promise<string>;
  /** RTP as the browser counts it; `loudest` (0 to 1) is the loudest sound heard since the call was answered. */
  heard(): Promise<{ packets: number; sent: number; loudest: number }>;
  /** Throws the WebSocket away and makes a new one under the same Contact. */
  reconnect(): Promise<number>;
  /** Whether the WebSocket is open. */
  isConnected(): Promise<boolean>;
  /** Whether a ping by two line ends is answered within so long. */
  ping(patienceMs?: number): Promise<boolean>;
  /** The status code that an OPTIONS is answered with. */
  options(): Promise<number>;
}

export interface BarePhones {
  phone(account: Account): Promise<BarePhone>;
  /** A phone of another make. */
  jsSipPhone(account: Account): Promise<Omit<JsSipPhone, 'start'>>;
  /** Throws every phone away, without a word to anybody. */
  discard(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one Chromium for any number of phones. @throws Error where there is none */
export async function startBarePhones(): Promise<BarePhones> {
  const pages = new Map([
    ['/sip.js', await bundle('barePhonePage.ts')],
    ['/jssip.js', await bundle('jsSipPage.ts')],
  ]);
  const server = createServer((request, response) => {
    const script = pages.get(request.url ?? '');
    const html = `<!doctype html><meta charset="utf-8"><title>phone</title><script type="module" src="${request.url}.js"></script>`;
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript').end(script ?? html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser: Browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function open(path: string, account: Account): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${origin}${path}`);
    await page.waitForFunction('window.phone !== undefined');
    await call(page, 'start', account);
    return page;
  }

  return {
    async jsSipPhone(account) {
      const page = await open('/jssip', account);
      return {
        register: () => call(page, 'register'),
        dialAndWait: (number) => call(page, 'dialAndWait', number),
        nextInvite: () => call(page, 'nextInvite'),
        answer: () => call(page, 'answer'),
        hold: (on) => call(page, 'hold', on),
        sendKeyByInfo: (key) => call(page, 'sendKeyByInfo', key),
        refer: (number) => call(page, 'refer', number),
        consult: (number) => call(page, 'consult', number),
        joinThem: () => call(page, 'joinThem'),
        hangUp: () => call(page, 'hangUp'),
        heard: () => call(page, 'heard'),
      };
    },
    async phone(account) {
      const page = await open('/sip', account);
      return {
        extension: account.extension,
        register: () => call(page, 'register'),
        dialAndWait: (number) => call(page, 'dialAndWait', number),
        dial: (number) => call(page, 'dial', number),
        nextInvite: () => call(page, 'nextInvite'),
        answer: () => call(page, 'answer'),
        decline: (code) => call(page, 'decline', code),
        sendKeys: (keys) => call(page, 'sendKeys', keys),
        sendKeyByInfo: (key) => call(page, 'sendKeyByInfo', key),
        hold: (on) => call(page, 'hold', on),
        restartIce: () => call(page, 'restartIce'),
        refer: (number, headers) => call(page, 'refer', number, headers),
        hangUp: () => call(page, 'hangUp'),
        ended: () => call(page, 'ended'),
        heard: () => call(page, 'heard'),
        reconnect: () => call(page, 'reconnect'),
        isConnected: () => call(page, 'isConnected'),
        ping: (patienceMs = usualDeadlineMs) => call(page, 'ping', patienceMs),
        options: () => call(page, 'options'),
      };
    },
    async discard() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function call<T>(page: Page, name: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(
    ([method, given]) => {
      const { phone } = window as unknown as { phone: Record<string, (...args: unknown[]) => Promise<unknown>> };
      const run = phone[method as string];
      if (run === undefined) throw new Error(`the page has no ${method}`);
      return run(...(given as unknown[]));
    },
    [name, args] as const,
  ) as Promise<T>;
}

async function bundle(page: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: resolve(import.meta.dirname, page), output: { format: 'es' } },
    },
  });
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined;
  const chunk = output?.find((one) => one.type === 'chunk');
  if (chunk === undefined || chunk.type !== 'chunk') throw new Error('the phone page was not built');
  return chunk.code;
}
