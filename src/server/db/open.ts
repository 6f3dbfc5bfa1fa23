// Opens whichever database the options name.
import type { StorageOption } from '../options.ts';
import type { Db } from './db.ts';

/** The driver is loaded when it is needed: the other one costs a start some tenths of a second. */
export async function openDb(storage: StorageOption, onError: (error: Error) => void): Promise<Db> {
  if (storage.kind === 'postgres') {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres({ url: storage.url, maxConnections: 10, onError });
  }
  const { openPGlite } = await import('./pglite.ts');
  return openPGlite(storage.kind === 'folder' ? storage.folder : null);
}
