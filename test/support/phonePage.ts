// The phone's real page in real Electron, without the rest of the app: the test is its desk, its data program and its main,
// at the other ends of the same contracts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type * as Electron from 'electron';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { build } from 'vite';
import type { z } from 'zod';
import { phoneProcess } from '#main/windows/phoneProcess';
import { type Connection, connect } from '#shared/contract/connect';
import { deskPhone, type Levels, type PhoneState } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import { defaultSettings, type LastWords, phoneMain } from '#shared/contract/main';
import { type LineState, phoneData } from '#shared/contract/phoneData';
import type { Port } from '#shared/contract/port';
import { serve } from '#shared/contract/serve';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { InteractionId } from '#shared/model/ids';
import type { InteractionEvent } from '#shared/model/interaction';
import { plainSite } from '#shared/model/site';
import { prepareLaunch } from '../../scripts/launch.ts';
import { projectFolder } from '../../scripts/paths.ts';
import { until, usualDeadlineMs } from './until.ts';

interface LegStats {
  readonly callId: Call['id'];
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly energyReceived: number;
  readonly codec: string | null;
}

export interface PhonePage {
  /** What the agent may ask for. */
  readonly call: Connection<typeof deskPhone>['call'];
  state(): PhoneState;
  /** Waits until a published state is so, also one that lasts for less than it takes to look again. */
  untilState(what: string, isSo: (state: PhoneState) => boolean, withinMs?: number): Promise<PhoneState>;
  readonly data: {
    readonly arrived: readonly { call: Call; event: InteractionEvent }[];
    readonly events: readonly { interactionId: InteractionId; event: InteractionEvent }[];
    /** What `liveCalls` said, one entry for each data program. */
    readonly live: readonly InteractionId[][];
    setLine(line: LineState): void;
    /** The data program is gone; `restart` gives the phone another. */
    die(): void;
    restart(): Promise<void>;
  };
  /** Main tells the phone something. */
  tell(event: z.infer<typeof phoneMain.event>): void;
  readonly logged: readonly string[];
  /** Choices of devices that main was told to keep. */
  readonly keptDevices: readonly { role: string; deviceId: string; label: string }[];
  /** What main keeps for the case that this page dies. */
  lastWords(): readonly LastWords[];
  /** What the meters have shown. */
  readonly levels: readonly Levels[];
  stats(): Promise<LegStats[]>;
  /** The page believes that the media of its calls have stopped, as after the network was gone for long. */
  pretendMediaLost(areLost: boolean): Promise<void>;
  /** How long each message that has come in since the last time has kept the page busy, in ms. Kept from the first time on. */
  handlingTimes(): Promise<number[]>;
  /** The page itself, for what is measured in it. */
  readonly page: Page;
  close(): Promise<void>;
}

export interface PhonePages {
  /** `before` runs in the page before its own scripts. */
  open(options?: {
    readonly permission?: 'granted' | 'refused';
    readonly before?: () => void;
    /** What a page that has died has left with main. */
    readonly lastWords?: readonly LastWords[];
    /** False: its network lets no UDP out. */
    readonly udp?: boolean;
  }): Promise<PhonePage>;
  /** An empty window of the same Electron, with the same microphone. */
  openEmpty(): Promise<Page>;
  readonly electron: ElectronApplication;
  close(): Promise<void>;
}

interface PhonePagesOptions {
  /** A machine without a microphone. */
  readonly deaf?: boolean;
  /** The fingerprint of a certificate that is trusted besides those that Chromium trusts. */
  readonly trusted?: string | null;
}

export async function startPhonePages({ deaf = false, trusted = null }: PhonePagesOptions = {}): Promise<PhonePages> {
  const site = await servePage();
  const launch = await prepareLaunch({ report: () => {} });
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-phone-page-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"phone-page","version":"0.0.0","main":"main.mjs"}');
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { app, BrowserWindow } from 'electron';
     app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'));`,
  );
  const electron = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args, ...(deaf ? [] : ['--use-fake-device-for-media-stream']), folder],
    env: { ...(process.env as Record<string, string>), ...launch.env },
  });
  // Playwright prepares all windows for bindings with the first one; a window that is being made meanwhile would never have any.
  await (await electron.firstWindow()).exposeFunction('tellNobody', () => undefined);
  let opened = 0;
  /** One after the other: a new window is known by nothing but its being the next. */
  let last: Promise<unknown> = Promise.resolve();
  const newWindow = (granted: boolean, args: readonly string[], udp = true): Promise<Page> => {
    opened += 1;
    const partition = `page-${opened}`;
    const page = last.then(() =>
      openWindow(electron, { granted, udp, trusted, partition, additionalArguments: [...args] }),
    );
    last = page.catch(() => undefined);
    return page;
  };
  return {
    electron,
    openEmpty: () => newWindow(true, []),
    async open({ permission = 'granted', before, lastWords = [], udp = true } = {}) {
      const url = `${site.url}?${opened + 1}`;
      const page = await newWindow(permission === 'granted', phoneProcess, udp);
      if (before !== undefined) await page.addInitScript(before);
      return openPage(page, url, lastWords);
    },
    async close() {
      await electron.close();
      await site.close();
      await launch.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page that shares its process with no other site has a clock of 5 µs, others one of 100 (W3C High Resolution Time, section 7.1). */
export const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
} as const;

const kinds: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Builds the page into memory and serves it. */
async function servePage(): Promise<{ url: string; close(): Promise<void> }> {
  const root = join(projectFolder, 'src/renderer');
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: join(root, 'phone/index.html') } },
  });
  const files = new Map<string, string | Uint8Array>();
  for (const result of Array.isArray(built) ? built : [built]) {
    if (!('output' in result)) throw new Error('the build did not end');
    for (const file of result.output) files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source);
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    const content = files.get(path);
    response.writeHead(content === undefined ? 404 : 200, {
      ...isolated,
      'content-type': kinds[extname(path)] ?? 'text/plain',
    });
    response.end(content ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/phone/index.html`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

interface WindowOptions {
  readonly granted: boolean;
  readonly udp: boolean;
  readonly trusted: string | null;
  readonly partition: string;
  readonly additionalArguments: string[];
}

async function openWindow(electron: ElectronApplication, options: WindowOptions): Promise<Page> {
  const [page] = await Promise.all([electron.waitForEvent('window'), electron.evaluate(makeWindow, options)]);
  return page;
}

/** Runs in Electron's main process. */
function makeWindow(
  { BrowserWindow, session }: typeof Electron,
  { granted, udp, trusted, partition, additionalArguments }: WindowOptions,
): Promise<void> {
  const own = session.fromPartition(partition);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(granted));
  own.setPermissionCheckHandler(() => granted);
  if (trusted !== null) {
    const [trust, asChromiumDoes] = [0, -3];
    own.setCertificateVerifyProc(({ certificate }, answer) =>
      answer(certificate.fingerprint === trusted ? trust : asChromiumDoes),
    );
  }
  const webPreferences = {
    session: own,
    additionalArguments,
    backgroundThrottling: false,
    autoplayPolicy: 'no-user-gesture-required',
  } as const;
  const window = new BrowserWindow({ show: false, webPreferences });
  if (!udp) window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // Until it is there: a page that is asked for meanwhile would be replaced by it.
  return window.loadURL('about:blank');
}

/** Runs in the page, before its own scripts: stands for the preload's bridge, with the test behind every port. */
function bridge(): void {
  const ends = new Map<string, MessagePort>();
  const tell = window as unknown as { tellTest(name: string, message: unknown): void };
  function open(name: string): void {
    const { port1, port2 } = new MessageChannel();
    ends.set(name, port1);
    port1.onmessage = (event) => tell.tellTest(name, event.data);
    window.postMessage({ kind: 'cornetta-port', name }, window.origin, [port2]);
  }
  const state = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, 'connectionState');
  Object.defineProperty(RTCPeerConnection.prototype, 'connectionState', {
    get() {
      return 'mediaAreLost' in window && window.mediaAreLost ? 'disconnected' : state?.get?.call(this);
    },
  });
  let handlingTimes: number[] | null = null;
  const listener = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    ...listener,
    set(react: ((event: MessageEvent) => void) | null) {
      listener?.set?.call(this, (event: MessageEvent) => {
        const startedAt = performance.now();
        react?.call(this, event);
        handlingTimes?.push(performance.now() - startedAt);
      });
    },
  });
  Object.assign(window, {
    takeHandlingTimes() {
      const taken = handlingTimes ?? [];
      handlingTimes = [];
      return taken;
    },
    cornetta: { requestPorts: () => ['main', 'data', 'desk'].forEach(open) },
    openTestPort: open,
    tellPage: (name: string, message: unknown) => ends.get(name)?.postMessage(message),
  });
}

async function openPage(page: Page, url: string, left: readonly LastWords[]): Promise<PhonePage> {
  let lastWords = left;
  const listeners = new Map<string, (message: unknown) => void>();
  const logged: string[] = [];
  const keptDevices: { role: string; deviceId: string; label: string }[] = [];
  page.on('console', (message) => logged.push(message.text()));
  page.on('pageerror', (error) => logged.push(`error: ${error.message}`));
  await page.exposeFunction('tellTest', (name: string, message: unknown) => listeners.get(name)?.(message));
  await page.addInitScript(bridge);

  const portOf = (name: string): Port => ({
    post: (message) => void page.evaluate(tellPage, [name, message] as const).catch(() => undefined),
    listen(listener) {
      listeners.set(name, listener);
      return () => {
        if (listeners.get(name) === listener) listeners.delete(name);
      };
    },
    close: () => undefined,
  });

  const data = standInForData(portOf, async () => {
    await page.evaluate(() => (window as unknown as { openTestPort(name: string): void }).openTestPort('data'));
  });
  const main = serve({
    contract: phoneMain,
    port: portOf('main'),
    snapshot: () => ({ ...defaultSettings, lastWords: [...lastWords], wish: null }),
    methods: {
      keepDevice({ role, device }) {
        keptDevices.push({ role, deviceId: device.id, label: device.label });
        return null;
      },
      isCertificateRefused: () => false,
      keepHeadset: () => null,
      inCall: () => null,
      keepLastWords(kept) {
        lastWords = kept.lastWords;
        return null;
      },
      keepWish: () => null,
      glance: () => null,
      left: () => null,
      log({ level, message }) {
        logged.push(`${level}: ${message}`);
        return null;
      },
    },
    onRefused: (reason) => logged.push(`refused: ${reason}`),
    onBug: (error) => String(error),
  });

  let state: PhoneState | null = null;
  const looks = new Set<() => void>();
  const show = (next: PhoneState) => {
    state = next;
    for (const look of [...looks]) look();
  };
  const levels: Levels[] = [];
  await page.goto(url);
  const desk = connect({
    contract: deskPhone,
    port: portOf('desk'),
    onSnapshot: show,
    onEvent(event) {
      if (event.kind === 'phoneChanged') show(event.state);
      else levels.push(event.levels);
    },
    onRefused: (reason) => logged.push(`refused: ${reason}`),
  });
  await until(
    'the phone shows its state',
    () => state !== null,
    () => logged.join('\n'),
  );

  return {
    call: desk.call,
    state: () => must(state, 'a state'),
    untilState: (what, isSo, withinMs = usualDeadlineMs) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (state === null || !isSo(state)) return;
          end();
          resolve(state);
        };
        const deadline = setTimeout(() => {
          end();
          const seen = `${JSON.stringify(state)}\n${logged.slice(-40).join('\n')}`;
          reject(new Error(`did not come true in ${withinMs / 1000} s: ${what} ${seen}`));
        }, withinMs);
        const end = () => {
          clearTimeout(deadline);
          looks.delete(look);
        };
        looks.add(look);
        look();
      }),
    data,
    tell: main.publish,
    logged,
    keptDevices,
    levels,
    stats: () => page.evaluate(statsOf),
    lastWords: () => lastWords,
    pretendMediaLost: (areLost) => page.evaluate(pretendMediaLost, areLost),
    handlingTimes: () => page.evaluate(takeHandlingTimes),
    page,
    close: () => page.close(),
  };
}

const tellPage = ([name, message]: readonly [string, unknown]): void =>
  (window as unknown as { tellPage(name: string, message: unknown): void }).tellPage(name, message);

const pretendMediaLost = (areLost: boolean): void => void Object.assign(window, { mediaAreLost: areLost });

const takeHandlingTimes = (): number[] => (window as unknown as { takeHandlingTimes(): number[] }).takeHandlingTimes();

const statsOf = (): Promise<LegStats[]> =>
  (window as unknown as { cornettaStats(): Promise<LegStats[]> }).cornettaStats();

function standInForData(portOf: (name: string) => Port, reopen: () => Promise<void>): PhonePage['data'] {
  const arrived: { call: Call; event: InteractionEvent }[] = [];
  const events: { interactionId: InteractionId; event: InteractionEvent }[] = [];
  const live: InteractionId[][] = [];
  let line: LineState = { pbx: null, site: plainSite('IT'), wrapUps: [], autoAnswer: [] };
  const start = () =>
    serve({
      contract: phoneData,
      port: portOf('data'),
      snapshot: () => line,
      methods: {
        callArrived(params) {
          arrived.push(params);
          return null;
        },
        recordEvent(params) {
          events.push(params);
          return null;
        },
        liveCalls({ interactionIds }) {
          live.push(interactionIds);
          return null;
        },
        agentStands: () => null,
        tellQueues() {
          throw failure('call.notNow', 'data', 'there is no bridge');
        },
      },
      onRefused: (reason) => {
        throw new Error(reason);
      },
      onBug: (error) => String(error),
    });
  let served = start();
  return {
    arrived,
    events,
    live,
    setLine(next) {
      line = next;
      served.publish({ kind: 'lineChanged', line });
    },
    die: () => served.dispose(),
    async restart() {
      served.dispose();
      served = start();
      await reopen();
    },
  };
}
