// Builds the app into out/ when its sources are newer than what lies there.
// `node scripts/build.ts` builds in any case.
import { readdirSync, statSync } from 'node:fs';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './paths.ts';
import { type Report, run } from './processes.ts';

const SOURCES = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const stamp = join(projectFolder, 'out/built');

/** Builds main, preload and renderer with electron-vite. Throws when that fails; its own output says why. */
export async function build({ report }: { report: Report }): Promise<void> {
  report('Building the app …');
  const startedAt = new Date();
  // Nothing of an older build may be taken for the new one when this one fails.
  await rm(join(projectFolder, 'out'), { recursive: true, force: true });
  const cli = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const code = await run(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: projectFolder });
  if (code !== 0) throw new Error('The app could not be built.');
  await writeFile(stamp, '');
  // Dated by the start: a source that was saved meanwhile counts as newer.
  await utimes(stamp, startedAt, startedAt);
  report(`Built in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s.`);
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
  await build({ report: console.log }).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
