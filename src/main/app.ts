// The main process, from start to quit, top to bottom: settings, scheme, windows, ports, door. It does no work of its own.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  safeStorage,
  screen,
  session,
  shell,
  type WebContents,
} from 'electron';
import log from 'electron-log/main';
import { failure } from '#shared/contract/failure';
import { createDoors } from './doors.ts';
import { linkAmong, readLink, schemes } from './links/links.ts';
import { createOpenCopy } from './links/openCopy.ts';
import { createOutside } from './outside.ts';
import { createPortOffice } from './ports/handOut.ts';
import { serveDesk } from './ports/serveDesk.ts';
import { createPhoneOffice } from './ports/servePhone.ts';
import { watchPresence } from './presence.ts';
import { programRuntime } from './programs/fork.ts';
import { watchCertificates } from './security/certificates.ts';
import { grantHeadsets } from './security/headsets.ts';
import {
  declareScheme,
  grantLittle,
  lockNavigation,
  pagesOrigin,
  servePages,
  type WindowName,
  windowNames,
} from './security/pages.ts';
import { loadSettings, saveSettings } from './settings/settingsFile.ts';
import { createMainStore } from './state.ts';
import { askBeforeClosing } from './windows/askBeforeClosing.ts';
import { createDock } from './windows/dock.ts';
import { createPopOut } from './windows/popOut.ts';
import { createSaveText } from './windows/saveText.ts';
import { openWindows } from './windows/windows.ts';
import { zoomed } from './windows/zoom.ts';

const out = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Outside the archive: programs that plain Node runs, and files that they read. */
const unpacked = out.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
const packedAssets = join(process.resourcesPath, 'assets');
const assets = existsSync(packedAssets) ? packedAssets : join(out, '..', 'assets');

log.transports.file.resolvePathFn = () => join(app.getPath('userData'), 'logs', 'main.log');
log.transports.console.level = process.env.CORNETTA_LOG === undefined ? false : 'debug';
process.on('uncaughtException', (error) => log.error('bug', error));
process.on('unhandledRejection', (error) => log.error('bug', error));

declareScheme();
// A PC without any network still practises: its switchboard is on this machine.
app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
// On macOS a link comes as an event, perhaps before there is anything to tell it to.
const early: string[] = [];
let openLink = (link: string): void => void early.push(link);
app.on('open-url', (event, link) => {
  event.preventDefault();
  openLink(link);
});
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const settingsFile = join(app.getPath('userData'), 'settings.json');
  const loaded = loadSettings(settingsFile, new Date().toISOString().replace(/[:.]/g, '-'));
  // Where windows belong to Wayland, no program hears a key that is another one's.
  const knowsGlobalKeys = !(
    process.platform === 'linux' && app.commandLine.getSwitchValue('ozone-platform') === 'wayland'
  );
  const store = createMainStore(app.getVersion(), loaded.settings, app.getLocale(), knowsGlobalKeys);
  if (loaded.notice !== null) store.addNotice(loaded.notice);
  let saved = loaded.settings;
  store.listen(({ settings }) => {
    if (settings === saved) return;
    saved = settings;
    nativeTheme.themeSource = settings.theme;
    dock(settings.dock);
    try {
      saveSettings(settingsFile, settings);
    } catch (error) {
      log.error('settings', error);
      store.addNotice(failure('files.unwritable', 'main', 'settings.json').failure);
    }
  });
  nativeTheme.themeSource = loaded.settings.theme;

  lockNavigation();
  servePages(session.defaultSession, join(out, 'renderer'));
  grantLittle(session.defaultSession, (contents) => windowOf(contents));
  grantHeadsets(session.defaultSession, pagesOrigin);
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );

  const doors = createDoors({
    store,
    userData: app.getPath('userData'),
    appVersion: app.getVersion(),
    keyring: safeStorage,
    programs: join(unpacked, 'main'),
    practice: { assets, say: (line) => process.stdout.write(`${line}\n`) },
    data: {
      runtime: programRuntime(process.env, process.resourcesPath),
      now: () => performance.now(),
      onRunning: () => ports.dataRuns(),
      log: (line) => log.info(line),
    },
  });

  const windows = openWindows({
    preloads: join(out, 'preload'),
    icon: join(assets, 'icons', 'linux', '256x256.png'),
    onDied(which, reason) {
      log.warn(`${which} window: ${reason}`);
      ports.windowGone(which);
      if (which === 'desk') return;
      phone.gone();
      store.setProgram('phone', { kind: 'restarting', attempt: 1, reason });
    },
  });

  const dock = createDock({
    window: windows.desk,
    workArea: (of) => screen.getDisplayMatching(of).workArea,
  });
  dock(loaded.settings.dock);

  const popOut = createPopOut({
    desk: windows.desk,
    preload: join(out, 'preload', 'bar.cjs'),
    icon: join(assets, 'icons', 'linux', '256x256.png'),
    workArea: (of) => screen.getDisplayMatching(of).workArea,
    isWanted: () => store.get().settings.popOutWhenAway,
    onGone: () => ports.windowGone('bar'),
    log: (line) => log.warn(line),
  });
  const contentsOf = (which: WindowName): WebContents | null =>
    which === 'bar' ? popOut.contents() : windows[which].webContents;
  const windowOf = (contents: WebContents): WindowName | null =>
    windowNames.find((which) => contentsOf(which) === contents) ?? null;

  const isCertificateRefused = watchCertificates(app, () => performance.now());
  const reportBug = (error: unknown, method: string): string => {
    const reference = Math.random().toString(36).slice(2, 8).toUpperCase();
    log.error(`bug ${reference} in ${method}`, error);
    return reference;
  };
  const serving = { store, onRefused: (reason: string) => log.warn(reason), onBug: reportBug };
  const phone = createPhoneOffice({
    ...serving,
    isCertificateRefused,
    onGlance(glance) {
      outside.glance(glance);
      popOut.follow(glance !== null && (glance.ringing !== null || glance.talking));
    },
    log: (level, line) => log[level](line),
  });
  watchPresence(doors.presence);
  const saveText = createSaveText({
    language: () => store.get().language,
    now: () => new Date(),
    async ask(question) {
      const { canceled, filePath } = await dialog.showSaveDialog(windows.desk, question);
      return canceled || filePath === '' ? null : filePath;
    },
  });
  const openCopy = createOpenCopy({ profile: doors.profile, openFile: (file) => shell.openPath(file) });
  const ports = createPortOffice({
    contents: contentsOf,
    openDataChannel: doors.openDataChannel,
    serveMain: (user, port) =>
      user !== 'phone'
        ? serveDesk(port, {
            ...{ ...serving, doors, saveText, openCopy, popOut, comeForward },
            zoom: (step) =>
              windows.desk.webContents.setZoomFactor(zoomed(windows.desk.webContents.getZoomFactor(), step)),
            openPage: (url) => shell.openExternal(url),
            onNames: (names) => outside.names(names),
            onAwaiting: (awaiting) => outside.awaiting(awaiting),
          })
        : phone.serve(port),
  });
  ipcMain.on('requestPorts', (event) => {
    const which = windowOf(event.sender);
    if (which === null) return;
    if (which === 'phone') store.setProgram('phone', { kind: 'running' });
    ports.windowAsks(which);
  });

  app.on('second-instance', (_event, words) => {
    // On its way out: the agent who has just started it again gets it, as soon as this one has gone.
    if (windows.desk.isDestroyed()) return app.relaunch();
    comeForward();
    const link = linkAmong(words);
    if (link !== null) openLink(link);
  });
  const outside = createOutside({
    store,
    desk: windows.desk,
    phone: () => phone,
    icons: {
      tray: join(assets, 'icons', 'linux', process.platform === 'darwin' ? '16x16.png' : '32x32.png'),
      large: join(assets, 'icons', 'linux', '128x128.png'),
    },
    comeForward,
    log: (line) => log.warn(line),
  });
  function comeForward(): void {
    if (windows.desk.isMinimized()) windows.desk.restore();
    windows.desk.show();
    windows.desk.focus();
  }
  openLink = (link) => {
    if (windows.desk.isDestroyed()) return;
    comeForward();
    const read = readLink(link);
    if (read.kind === 'call') store.setLink(read.number);
    else if (read.kind === 'show') store.openPlace(read.place, false);
    else store.addNotice(failure(read.code, 'main').failure);
  };
  const startedBy = linkAmong(process.argv);
  for (const link of startedBy === null ? early : [startedBy, ...early]) openLink(link);
  // From a folder of sources it would be Electron that is registered.
  if (app.isPackaged) for (const scheme of schemes) app.setAsDefaultProtocolClient(scheme);
  // The end, whichever way it is asked for: the desk is closed first, and may say no while there is a call.
  let ended = false;
  askBeforeClosing(windows.desk, { inCall: phone.inCall, language: () => store.get().language });
  windows.desk.on('closed', () => {
    outside.stop();
    popOut.stop();
    void phone
      .takeLeave()
      .then(doors.close)
      .catch((error: unknown) => log.error('closing', error))
      .then(() => {
        ended = true;
        for (const window of BrowserWindow.getAllWindows()) window.destroy();
        app.quit();
      });
  });
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    if (!windows.desk.isDestroyed()) windows.desk.close();
  });

  await doors.open(store.get().settings.door).catch((error: unknown) => log.error('door', error));
}
