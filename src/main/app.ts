// The main process, from start to quit, top to bottom: settings, scheme, windows, ports, door. It does no work of its own.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  type MessagePortMain,
  nativeTheme,
  powerSaveBlocker,
  safeStorage,
  session,
} from 'electron';
import log from 'electron-log/main';
import { deskMain, phoneMain } from '#shared/contract/main';
import { serve } from '#shared/contract/serve';
import { createDoors } from './doors.ts';
import { electronPort } from './ports/electronPort.ts';
import { createPortOffice } from './ports/handOut.ts';
import { programRuntime } from './programs/fork.ts';
import { declareScheme, grantOnlyAudio, lockNavigation, servePages } from './security/pages.ts';
import { loadSettings, saveSettings } from './settings/settingsFile.ts';
import { createMainStore } from './state.ts';
import { openWindows } from './windows/windows.ts';

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
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const settingsFile = join(app.getPath('userData'), 'settings.json');
  const loaded = loadSettings(settingsFile, new Date().toISOString().replace(/[:.]/g, '-'));
  const store = createMainStore(app.getVersion(), loaded.settings, app.getLocale());
  if (loaded.notice !== null) store.addNotice(loaded.notice);
  let saved = loaded.settings;
  store.listen(({ settings }) => {
    if (settings === saved) return;
    saved = settings;
    saveSettings(settingsFile, settings);
    nativeTheme.themeSource = settings.theme;
  });
  nativeTheme.themeSource = loaded.settings.theme;

  lockNavigation();
  servePages(session.defaultSession, join(out, 'renderer'));
  grantOnlyAudio(session.defaultSession, (contents) => contents !== null && contents === windows.phone.webContents);
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
    practice: { assets },
    data: {
      runtime: programRuntime(process.env, process.resourcesPath),
      now: () => performance.now(),
      onRunning: () => ports.dataRuns(),
      log: (line) => log.info(line),
    },
  });

  const windows = openWindows({
    preloads: join(out, 'preload'),
    icon: join(assets, 'icons', 'icon.png'),
    onDied(which, reason) {
      log.warn(`${which} window: ${reason}`);
      ports.windowGone(which);
      if (which === 'phone') store.setProgram('phone', { kind: 'restarting', attempt: 1, reason });
    },
  });

  const ports = createPortOffice({
    contents: (which) => windows[which].webContents,
    openDataChannel: doors.openDataChannel,
    serveMain: (user, port) => (user === 'desk' ? serveDesk(port) : servePhone(port)),
  });
  ipcMain.on('requestPorts', (event) => {
    for (const which of ['desk', 'phone'] as const) {
      if (event.sender !== windows[which].webContents) continue;
      if (which === 'phone') store.setProgram('phone', { kind: 'running' });
      ports.windowAsks(which);
    }
  });

  const reportBug = (error: unknown, method: string): string => {
    const reference = Math.random().toString(36).slice(2, 8).toUpperCase();
    log.error(`bug ${reference} in ${method}`, error);
    return reference;
  };

  function serveDesk(port: MessagePortMain): void {
    const served = serve({
      contract: deskMain,
      port: electronPort(port),
      snapshot: store.get,
      onRefused: (reason) => log.warn(reason),
      onBug: reportBug,
      methods: {
        chooseDoor: async (door) => {
          await doors.open(door);
          return null;
        },
        changeSettings: (part) => {
          const { settings } = store.get();
          store.setSettings({
            ...settings,
            language: part.language === undefined ? settings.language : part.language,
            theme: part.theme ?? settings.theme,
            devices: part.devices ?? settings.devices,
          });
          return null;
        },
        dismissNotice: ({ index }) => {
          store.dismissNotice(index);
          return null;
        },
        acceptFileKey: async () => {
          await doors.acceptFileKey();
          return null;
        },
      },
    });
    const stopTelling = store.listen((state) => served.publish({ kind: 'mainChanged', state }));
    port.on('close', () => {
      stopTelling();
      served.dispose();
    });
  }

  let awake: number | null = null;
  function servePhone(port: MessagePortMain): void {
    let devices = store.get().settings.devices;
    const served = serve({
      contract: phoneMain,
      port: electronPort(port),
      snapshot: () => ({ devices: store.get().settings.devices }),
      onRefused: (reason) => log.warn(reason),
      onBug: reportBug,
      methods: {
        keepDevice: ({ role, deviceId }) => {
          const { settings } = store.get();
          store.setSettings({ ...settings, devices: { ...settings.devices, [role]: deviceId } });
          return null;
        },
        inCall: ({ active }) => {
          if (awake !== null) powerSaveBlocker.stop(awake);
          awake = active ? powerSaveBlocker.start('prevent-app-suspension') : null;
          return null;
        },
        log: ({ level, message }) => {
          log[level](`phone: ${message}`);
          return null;
        },
      },
    });
    const stopTelling = store.listen(({ settings }) => {
      if (settings.devices === devices) return;
      devices = settings.devices;
      served.publish({ kind: 'devicesChosen', devices });
    });
    port.on('close', () => {
      stopTelling();
      served.dispose();
    });
  }

  app.on('second-instance', () => {
    if (windows.desk.isMinimized()) windows.desk.restore();
    windows.desk.focus();
  });
  windows.desk.on('closed', () => app.quit());
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void doors.close().finally(() => {
      closed = true;
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      app.quit();
    });
  });

  await doors.open(store.get().settings.door).catch((error: unknown) => log.error('door', error));
}
