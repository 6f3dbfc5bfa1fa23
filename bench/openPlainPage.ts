// A plain page in a window of the same Electron: the floor that a benchmark stands its figures beside.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { build } from 'vite';
import { prepareLaunch } from '../scripts/launch.ts';

export interface PlainPage {
  readonly page: Page;
  close(): Promise<void>;
}

const folder = join(import.meta.dirname, 'plainPage');

export async function openPlainPage(report: (line: string) => void): Promise<PlainPage> {
  const built = mkdtempSync(join(tmpdir(), 'cornetta-plain-'));
  await build({
    root: folder,
    base: './',
    logLevel: 'error',
    build: { outDir: built, emptyOutDir: true, modulePreload: false },
  });
  const launch = await prepareLaunch({ report });
  const environment = { ...process.env, ...launch.env, PLAIN_PAGE: join(built, 'index.html') } as Record<
    string,
    string
  >;
  const electron = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args, folder],
    env: environment,
  });
  return {
    page: await electron.firstWindow(),
    async close() {
      await electron.close();
      await launch.dispose();
    },
  };
}
