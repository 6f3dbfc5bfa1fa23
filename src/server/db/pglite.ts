// PGlite: PostgreSQL compiled to WebAssembly, in memory or in a folder that belongs to this process alone.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Db } from './db.ts';
import { lockFolder } from './folderLock.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the database in `folder`, made when it is not there; null keeps it in memory. Throws FolderInUse.
 * `template`: an empty database as PGlite dumps it, to begin with in a fifth of the time that making one takes.
 */
export async function openPGlite(folder: string | null, template?: Blob): Promise<Db> {
  const unlock = folder === null ? null : await makeAndLock(folder);
  try {
    const pglite = await PGlite.create({
      ...(folder !== null && { dataDir: join(folder, 'pgdata') }),
      ...(template !== undefined && { loadDataDir: template }),
    });
    return toDb(pglite, async () => {
      await pglite.close();
      await unlock?.();
    });
  } catch (error) {
    await unlock?.();
    throw error;
  }
}

async function makeAndLock(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return lockFolder(folder);
}

function toDb(pglite: PGlite, close: () => Promise<void>): Db {
  return {
    query: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }),
    listen: (channel, { heard }) => pglite.listen(channel, heard),
    close,
  };
}
