// PGlite: PostgreSQL compiled to WebAssembly, in memory or in a folder that belongs to this process alone.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Db } from './db.ts';
import { lockFolder } from './folderLock.ts';
import { oneAtATime } from './oneAtATime.ts';
import type { Tables } from './tables.ts';

/** Opens the database in `folder`, made when it is not there; null keeps it in memory. Throws FolderInUse. */
export async function openPGlite(folder: string | null): Promise<Db> {
  const unlock = folder === null ? null : await makeAndLock(folder);
  try {
    const pglite = await (folder === null ? PGlite.create() : PGlite.create(join(folder, 'pgdata')));
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
  const dialect = new PGliteDialect({ pglite });
  const query = new Kysely<Tables>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => oneAtATime(dialect.createDriver()),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  });
  return {
    query,
    listen: (channel, { heard }) => pglite.listen(channel, heard),
    close,
  };
}
