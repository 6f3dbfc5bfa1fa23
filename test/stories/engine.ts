// The engine in which pictures are taken: one Electron by its checksum, without the machine's fonts, its graphics card or its clock,
// so that the same page is the same picture on every machine.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { afternoon } from '#test/support/deskPeople';
import { pinnedElectron } from '../../scripts/electronRuntime.ts';
import { prepareLaunch } from '../../scripts/launch.ts';
import { projectFolder } from '../../scripts/paths.ts';

export interface Engine {
  /** A window of its own. */
  open(): Promise<Page>;
  close(): Promise<void>;
}

const program = `const { app } = require('electron');
app.on('window-all-closed', () => {});
`;

/** The desk brings its own letters; for what they lack there is one file, the same everywhere, in place of whatever is installed. */
const fonts = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(projectFolder, 'assets/fonts')}</dir>
  <cachedir>${folder}</cachedir>
  <match target="font">
    <edit name="antialias"><bool>true</bool></edit>
    <edit name="hinting"><bool>false</bool></edit>
    <edit name="hintstyle"><const>hintnone</const></edit>
    <edit name="rgba"><const>none</const></edit>
  </match>
</fontconfig>
`;

export async function startEngine(): Promise<Engine> {
  const launch = await prepareLaunch({ report: console.log, getRuntime: pinnedElectron });
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-engine-'));
  await writeFile(join(folder, 'package.json'), '{ "name": "pictures", "main": "main.cjs" }\n');
  await writeFile(join(folder, 'main.cjs'), program);
  await writeFile(join(folder, 'fonts.conf'), fonts(folder));
  const electron = await _electron.launch({
    executablePath: launch.executable,
    args: [
      ...launch.args,
      `--user-data-dir=${join(folder, 'profile')}`,
      '--lang=it',
      '--disable-gpu',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
      '--force-device-scale-factor=1',
      folder,
    ],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      ...launch.env,
      LANG: 'it_IT.UTF-8',
      TZ: 'Europe/Rome',
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
  return {
    async open() {
      const opened = electron.waitForEvent('window');
      await electron.evaluate(({ BrowserWindow }) => {
        void new BrowserWindow({ width: 1400, height: 900, webPreferences: { backgroundThrottling: false } }).loadURL(
          'about:blank',
        );
      });
      const page = await opened;
      await page.clock.setFixedTime(afternoon);
      // Only one window has the focus: without this, whether the other shows where it is would be a matter of luck.
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
      return page;
    },
    async close() {
      await electron.close();
      await launch.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
