// work.db of a newer program: kept aside under that program's version as long as this one does not know its shape, and brought back, row by
// row, by the first that does.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '#shared/contract/failure';
import { errorName, type Log } from '../log.ts';
import { removeFile, renameFile } from './dbFile.ts';
import { type Db, fileTroubleOf, openDb, type Value } from './driver.ts';
import { migrate } from './migrate.ts';
import { type Salvaged, salvage, workTables } from './salvage.ts';
import { workSchema } from './schemas.ts';
import { openWork } from './work.ts';

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

/** What the agent has to know of one: it waits for its program, or it was renamed, for nobody will read more of it. */
type Left =
  | { readonly kind: 'newer'; readonly version: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'damaged'; readonly saved: Salvaged };

/**
 * Brings back what this program knows the shape of, and what can still be read of a damaged one. Cut off in the middle it is done again,
 * and no row comes twice. `isRight`: files that it opens are there already.
 */
export function bringBack(
  folder: string,
  key: { readonly value: string; readonly isRight: boolean },
  into: Db,
  log: Log,
): Left[] {
  return newerFiles(folder).flatMap(({ name, version }): Left[] => {
    try {
      const file = join(folder, name);
      const why = tryCopying(file, key.value, into, log);
      if (why === 'newer') return [{ kind: 'newer', version }];
      if (why === null) {
        removeFile(file);
        log.info('brought back', { name });
        return [];
      }
      const isLocked = why === 'notADatabase' && !key.isRight;
      const saved = isLocked ? null : salvageRows(file, key.value, into, log);
      renameFile(file, join(folder, name.replace('.newer-', isLocked ? '.locked-newer-' : '.damaged-newer-')));
      return [saved === null ? { kind: 'locked' } : { kind: 'damaged', saved }];
    } catch (error) {
      // The disk refuses now: at the next start it is tried again.
      log.warn('not brought back', { name, error: errorName(error) });
      return [];
    }
  });
}

/** Null: all of it is there. Throws what may be otherwise at the next start. */
function tryCopying(file: string, key: string, into: Db, log: Log): 'newer' | 'damaged' | 'notADatabase' | null {
  try {
    copyRows(file, key, into, log);
    return null;
  } catch (error) {
    log.warn('not brought back', { error: errorName(error) });
    const code = error instanceof FailureError ? error.failure.code : null;
    if (code === 'files.newer') return 'newer';
    if (code === 'files.damaged') return 'damaged';
    const trouble = fileTroubleOf(error);
    if (trouble === 'damaged' || trouble === 'notADatabase') return trouble;
    throw error;
  }
}

/** By way of an empty file: in work.db others have the rows' places by now. */
function salvageRows(file: string, key: string, into: Db, log: Log): Salvaged {
  const between = `${file}.rows`;
  removeFile(between);
  const fresh = openWork(between, key, log);
  let saved: Salvaged;
  try {
    saved = salvage(file, key, fresh.db, log);
  } finally {
    fresh.close();
  }
  copyRows(between, key, into, log);
  removeFile(between);
  return saved;
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
