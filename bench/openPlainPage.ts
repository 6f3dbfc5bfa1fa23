// A plain page in a window of the same Electron: the floor that a benchmark stands its figures beside.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { build } from 'vite';
import { prepareLaunch } from '../scripts/launch.ts';

export interface PlainPage {
  readonly page: Page;
  close(): Promise<void>;
}

type End = () => void | Promise<void>;

const folder = join(import.meta.dirname, 'plainPage');

export async function openPlainPage(report: (line: string) => void): Promise<PlainPage> {
  const built = mkdtempSync(join(tmpdir(), 'cornetta-plain-'));
  const ends: End[] = [() => rmSync(built, { recursive: true })];
  const close = async () => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    return { page: await openIn(built, ends, report), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How each thing that it opens on the way is closed goes to `ends`. */
async function openIn(built: string, ends: End[], report: (line: string) => void): Promise<Page> {
  await build({
    root: folder,
    base: './',
    logLevel: 'error',
    build: { outDir: built, emptyOutDir: true, modulePreload: false },
  });
  const launch = await prepareLaunch({ report });
  ends.push(() => launch.dispose());
  const environment = { ...process.env, ...launch.env, PLAIN_PAGE: join(built, 'index.html') } as Record<
    string,
    string
  >;
  const electron = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args, folder],
    env: environment,
  });
  ends.push(() => electron.close());
  return electron.firstWindow();
}
