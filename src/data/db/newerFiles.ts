// work.db of a newer program: kept aside under that program's version as long as this one does not know its shape, and brought back, row by
// row, by the first that does.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '#shared/contract/failure';
import { errorName, type Log } from '../log.ts';
import { removeFile } from './cache.ts';
import { type Db, openDb, type Value } from './driver.ts';
import { migrate } from './migrate.ts';
import { workTables } from './salvage.ts';
import { workSchema } from './schemas.ts';

/** In a name, where it is not known. */
export const unknown = 'unknown';
/** As `files.ts` names what it sets aside: the version, then the moment. */
const asideName = /^work\.db\.newer-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/;
const fileName = 'version';
const versionPattern = /^[\w.+-]{1,30}$/;

/** Of the program that last worked with the files of this folder; null: not known. */
export function lastVersion(folder: string): string | null {
  try {
    const version = readFileSync(join(folder, fileName), 'utf8').trim();
    return versionPattern.test(version) ? version : null;
  } catch {
    return null;
  }
}

/** Where there is no room for it, the next start writes it. */
export function keepVersion(folder: string, version: string, log: Log): void {
  if (lastVersion(folder) === version) return;
  try {
    writeFileSync(join(folder, fileName), `${version}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    log.warn('version', { error: errorName(error) });
  }
}

interface Aside {
  readonly name: string;
  readonly version: string;
}

export const newerFiles = (folder: string): Aside[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const version = asideName.exec(name)?.[1];
      return version === undefined ? [] : [{ name, version: version === unknown ? '?' : version }];
    });

/**
 * Brings back what this program knows the shape of; returns those that it does not. Cut off in the middle it is done again, and no row
 * comes twice.
 */
export function bringBack(folder: string, key: string, into: Db, log: Log): Aside[] {
  return newerFiles(folder).filter(({ name }) => {
    const file = join(folder, name);
    try {
      copyRows(file, key, into, log);
      removeFile(file);
      log.info('brought back', { name });
      return false;
    } catch (error) {
      log.warn('not brought back', { name, error: errorName(error) });
      return error instanceof FailureError && error.failure.code === 'files.newer';
    }
  });
}

function copyRows(file: string, key: string, into: Db, log: Log): void {
  const from = openDb({ file, key, synchronous: 'FULL', log });
  try {
    migrate(from, workSchema);
    into.transact(() => {
      for (const table of workTables) copyTable(table, from, into);
    });
  } finally {
    from.close();
  }
}

/** In their order, behind those that are there; what is there already, by its id or name, stays as it is. */
function copyTable(table: string, from: Db, into: Db): void {
  const names = into
    .query<{ name: string }>('aside.columns', `SELECT name FROM pragma_table_info('${table}') WHERE name <> 'seq'`)
    .all()
    .map(({ name }) => name);
  const rows = from
    .query<Record<string, Value>>('aside.rows', `SELECT ${names.join(', ')} FROM ${table} ORDER BY seq`)
    .all();
  const marks = names.map(() => '?').join(', ');
  const insert = into.query('aside.insert', `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${marks})`);
  for (const row of rows) insert.run(...names.map((name) => row[name] ?? null));
}
