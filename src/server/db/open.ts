// Opens whichever database the options name.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageOption } from '../options.ts';
import type { Db } from './db.ts';

/** The driver is loaded when it is needed: the other one costs a start some tenths of a second. */
export async function openDb(storage: StorageOption, onError: (error: Error) => void): Promise<Db> {
  if (storage.kind === 'postgres') {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres({ url: storage.url, maxConnections: 10, onError });
  }
  const { openPGlite } = await import('./pglite.ts');
  return openPGlite(storage.kind === 'folder' ? storage.folder : null, await builtTemplate());
}

/** The build puts an empty database beside the built program; run from its sources, the program makes one itself. */
async function builtTemplate(): Promise<Blob | undefined> {
  const file = await readFile(join(import.meta.dirname, 'emptyDatabase.tgz')).catch(() => null);
  return file === null ? undefined : new Blob([new Uint8Array(file)], { type: 'application/x-gzip' });
}
