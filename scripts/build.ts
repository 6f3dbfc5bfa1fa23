// Builds the app into out/ when its sources are newer than what lies there.
// `node scripts/build.ts` builds in any case; with `--vendor-headsets` the headset makers' library goes along.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';
import { type Report, run } from './processes.ts';

const SOURCES = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const stamp = join(projectFolder, 'out/built');

export interface BuildOptions {
  readonly report: Report;
  /** Whether the headset makers' library goes along: it is fetched first where it is not there. */
  readonly vendorHeadsets?: boolean;
}

/** Builds main, preload and renderer with electron-vite. Throws when that fails; its own output says why. */
export async function build({ report, vendorHeadsets = false }: BuildOptions): Promise<void> {
  if (vendorHeadsets) await fetchVendorHeadsets(report);
  report('Building the app …');
  const startedAt = new Date();
  // Nothing of an older build may be taken for the new one when this one fails.
  await rm(join(projectFolder, 'out'), { recursive: true, force: true });
  const cli = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const env = { ...process.env, CORNETTA_VENDOR_HEADSETS: vendorHeadsets ? '1' : '' };
  const code = await run(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: projectFolder, env });
  if (code !== 0) throw new Error('The app could not be built.');
  // One with the library is for a package: whoever starts the app next from here gets a build of their own.
  if (vendorHeadsets) return;
  await writeFile(stamp, '');
  // Dated by the start: a source that was saved meanwhile counts as newer.
  await utimes(stamp, startedAt, startedAt);
  report(`Built in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s.`);
}

async function fetchVendorHeadsets(report: Report): Promise<void> {
  const folder = join(projectFolder, 'plugins/vendor-headsets');
  if (existsSync(join(folder, 'node_modules'))) return;
  report('Getting the headset makers’ library …');
  const code = await run('npm', ['ci', '--ignore-scripts'], { cwd: folder, shell: process.platform === 'win32' });
  if (code !== 0) throw new Error('The headset makers’ library could not be had; what npm says above is why.');
}

export async function buildIfStale({ report }: { report: Report }): Promise<void> {
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.max(...SOURCES.map((source) => newest(join(projectFolder, source)))) > builtAt) await build({ report });
}

/** Time of the youngest file in a folder (ms), tests left out; 0 for nothing. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (import.meta.main) {
  await build({ report: console.log, vendorHeadsets: process.argv.includes('--vendor-headsets') }).catch(
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
