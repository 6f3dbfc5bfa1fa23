// PGlite in memory, ready in a quarter of a second: what it begins with is made once and kept beside the modules.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Db } from '#server/db/db';
import { openPGlite } from '#server/db/pglite';
import { takeServerRole } from '#server/db/serverRole';
import type { Tables } from '#server/db/tables';
import { type Beginning, imageOf, migrated, modules } from './beginnings.ts';

const folder = join(modules, '.cache', 'cornetta');

let compiled: Promise<WebAssembly.Module> | null = null;

export async function openMemoryDatabase(beginning: Beginning | null = null): Promise<Db> {
  compiled ??= readFile(join(modules, '@electric-sql/pglite/dist/pglite.wasm')).then((bytes) =>
    WebAssembly.compile(new Uint8Array(bytes)),
  );
  return openPGlite(null, await (beginning === null ? emptyDatabase() : filled(beginning)), await compiled);
}

/** It is unpacked for every test: without the databases that no test looks into, and with room for the few rows that there are. */
const slimming = [
  "alter system set shared_buffers = '16MB'",
  'alter database template0 is_template false',
  'drop database template0',
  'alter database template1 is_template false',
  'drop database template1',
  'checkpoint',
];

/** As PGlite dumps it. */
export async function emptyDatabase(): Promise<Blob> {
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8'));
  return kept(`pglite-${version}-slim.tar`, async () => {
    const pglite = await PGlite.create();
    for (const statement of slimming) await pglite.exec(statement);
    return dumped(pglite);
  });
}

function filled(beginning: Beginning): Promise<Blob> {
  const { maker, image } = imageOf(beginning);
  return kept(`${image}.tar`, async () => {
    await removeOthers(maker);
    const base = await (beginning.name === migrated.name ? emptyDatabase() : filled(migrated));
    const pglite = await PGlite.create({ loadDataDir: base });
    await takeServerRole((statement) => pglite.exec(statement));
    await beginning.fill({
      query: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) }),
      listen: () => Promise.reject(new Error('nobody listens')),
      connections: null,
      close: async () => {},
    });
    // What is in its tables' files need not be done again at every start.
    await pglite.exec('reset role; checkpoint');
    return dumped(pglite);
  });
}

async function dumped(pglite: PGlite): Promise<Blob> {
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  return dump;
}

/** Of several workers that miss it at the same time each makes it, and whose is kept is all the same. */
async function kept(name: string, make: () => Promise<Blob>): Promise<Blob> {
  const file = join(folder, name);
  const found = await readFile(file).catch(() => null);
  if (found !== null) return new Blob([found]);
  const dump = await make();
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, new Uint8Array(await dump.arrayBuffer()));
  await rename(unfinished, file);
  return dump;
}

/** Those of an earlier program, or of another day. */
async function removeOthers(maker: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const isAnother = /^[0-9a-f]{12}_/.test(name) && !name.startsWith(maker);
    if (isAnother) await rm(join(folder, name), { force: true });
  }
}
