// Finds the Electron runtime that starts the app. Owns the order of the tries: what npm's `electron` package
// has already fetched, its own download, and, where that is out of reach, the runtime of fallbackRuntime.ts.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureFallbackRuntime, fallbackRuntime, fallbackSupported } from './fallbackRuntime.ts';
import { nodeExecutable } from './paths.ts';
import { type Report, runWatched } from './processes.ts';

export type ElectronRuntime = {
  /** Absolute path of the program to start. */
  executable: string;
  source: 'npm' | 'fallback';
  version: string;
  /** Node that must run the app's Node programs, where the runtime's own Node is too old for them. */
  nodeForPrograms: string | undefined;
};

const require = createRequire(import.meta.url);
const packageFile = require.resolve('electron/package.json');
const packageFolder = dirname(packageFile);
const version: string = require('electron/package.json').version;
const DOWNLOAD_BYTES = 125_000_000;

/**
 * Returns a runtime that can be started, fetching it when needed and telling `report` how far it is.
 * Throws with a sentence for people when no runtime can be had on this machine.
 */
export async function ensureElectron({ report }: { report: Report }): Promise<ElectronRuntime> {
  const installed = npmRuntime() ?? ((await download(report)) ? npmRuntime() : undefined);
  if (installed) return installed;
  if (!fallbackSupported()) {
    throw new Error(
      `Electron ${version} could not be downloaded. Check the connection to github.com, or name a mirror in ELECTRON_MIRROR, and start again.`,
    );
  }
  return fallback(report);
}

/**
 * The one runtime that is the same on every machine whatever it can reach, by its checksum: for pictures that are compared.
 * Throws with a sentence for people where it does not run.
 */
export async function pinnedElectron({ report }: { report: Report }): Promise<ElectronRuntime> {
  if (!fallbackSupported())
    throw new Error('Pictures are compared on Linux x64 alone: nowhere else are letters drawn the same.');
  return fallback(report);
}

async function fallback(report: Report): Promise<ElectronRuntime> {
  const executable = await ensureFallbackRuntime({ report });
  return { executable, source: 'fallback', version: fallbackRuntime.version, nodeForPrograms: nodeExecutable() };
}

function npmRuntime(): ElectronRuntime | undefined {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const executable = join(dist, readFileSync(pathFile, 'utf8'));
  if (!existsSync(executable)) return undefined;
  return { executable, source: 'npm', version, nodeForPrograms: undefined };
}

/** Runs Electron's own installer. It has no deadline: one that stands still is given up, sooner if there is a fallback at hand. */
async function download(report: Report): Promise<boolean> {
  report(`Getting Electron ${version} …`);
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-electron-'));
  try {
    const result = await runWatched(process.execPath, [join(packageFolder, 'install.js')], {
      env: { TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' },
      folder,
      expectedBytes: DOWNLOAD_BYTES,
      idleMs: existsSync(fallbackRuntime.executable()) ? 8_000 : 30_000,
      report,
    });
    if (result.code === 0) return true;
    const reason = result.idle ? 'the download stands still' : (result.lastLine ?? 'the download failed');
    report(`Electron's own download is out of reach (${reason}).`);
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
