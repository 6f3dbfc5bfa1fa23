// The few places that every script needs, worked out once from where this file lies.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const projectFolder = resolve(import.meta.dirname, '..');

/** The project's own Node (npm package `node`), or the one that is running where the package has none for this machine. */
export function nodeExecutable(): string {
  const own = join(projectFolder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(own) ? own : process.execPath;
}

/** Where downloads are kept between checkouts: `CORNETTA_CACHE`, else the user's cache folder. */
export function cacheFolder(): string {
  return process.env.CORNETTA_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cornetta');
}
