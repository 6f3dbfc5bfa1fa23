// PGlite: PostgreSQL compiled to WebAssembly, in memory or in a folder that belongs to this process alone.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Db } from './db.ts';
import { lockFolder } from './folderLock.ts';
import { takeServerRole } from './serverRole.ts';
import type { Tables } from './tables.ts';

type Program = PGliteOptions['pgliteWasmModule'];

/**
 * Opens the database in `folder`, made when it is not there; null keeps it in memory. Throws FolderInUse.
 * `template`: an empty database as PGlite dumps it, to begin with in a fifth of the time that making one takes. `program`: PGlite itself, for
 * whoever opens many: compiled once.
 */
export async function openPGlite(folder: string | null, template?: Blob, program?: Program): Promise<Db> {
  if (folder === null) {
    const pglite = await openAsServer(null, template, program);
    return toDb(pglite, () => pglite.close());
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    const pglite = await openAsServer(await madeOnce(folder, template));
    return toDb(pglite, async () => {
      await pglite.close();
      await unlock();
    });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The database's own folder. It gets its name when it is whole, so that a start cut short is begun again. */
async function madeOnce(folder: string, template: Blob | undefined): Promise<string> {
  const whole = join(folder, 'pgdata');
  if (existsSync(whole)) return whole;
  const unfinished = `${whole}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await (await create(unfinished, template)).close();
  await rename(unfinished, whole);
  return whole;
}

const create = (dataDir: string | null, template?: Blob, program?: Program): Promise<PGlite> =>
  PGlite.create({
    ...(dataDir !== null && { dataDir }),
    ...(template !== undefined && { loadDataDir: template }),
    ...(program !== undefined && { pgliteWasmModule: program }),
  });

/** PGlite lets everybody in as its superuser. */
async function openAsServer(dataDir: string | null, template?: Blob, program?: Program): Promise<PGlite> {
  const pglite = await create(dataDir, template, program);
  await takeServerRole((statement) => pglite.exec(statement));
  return pglite;
}

function toDb(pglite: PGlite, close: () => Promise<void>): Db {
  return {
    query: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }),
    listen: (channel, { heard }) => pglite.listen(channel, heard),
    connections: null,
    close,
  };
}
