// What can still be read of a damaged work.db, row by row, into a new one. Nothing is deleted: the damaged file stays beside it.
import { errorName, type Log } from '../log.ts';
import { type Db, openDb, type Value } from './driver.ts';

export interface Salvaged {
  readonly rows: number;
  /** Rows that could not be read, as far as can be known. */
  readonly lost: number;
}

/** All of work.db's. */
export const workTables = ['kept', 'interaction', 'interaction_event', 'outbox', 'attachment'] as const;
/** How far to look when the highest row number cannot be read either. */
const blindReach = 20_000;

/** Copies every readable row of `damagedFile` into `into`, which has the newest schema and is empty. */
export function salvage(damagedFile: string, key: string, into: Db, log: Log): Salvaged {
  let from: Db;
  try {
    from = openDb({ file: damagedFile, key, synchronous: 'NORMAL', log });
  } catch (error) {
    log.warn('nothing to salvage', { error: errorName(error) });
    return { rows: 0, lost: 0 };
  }
  try {
    const counts = workTables.map((table) => salvageTable(table, from, into));
    return {
      rows: counts.reduce((sum, count) => sum + count.rows, 0),
      lost: counts.reduce((sum, count) => sum + count.lost, 0),
    };
  } finally {
    from.close();
  }
}

function salvageTable(table: string, from: Db, into: Db): Salvaged {
  const columns = into
    .query<{ name: string }>('salvage.columns', `SELECT name FROM pragma_table_info('${table}')`)
    .all();
  const names = columns.map((column) => column.name);
  const marks = names.map(() => '?').join(', ');
  const insert = into.query('salvage.insert', `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${marks})`);
  const readable = attempt(() =>
    from.query<Record<string, Value>>('salvage.row', `SELECT ${names.join(', ')} FROM ${table} WHERE seq = ?`),
  );
  if (!readable.ok) return { rows: 0, lost: 0 };
  const highest = attempt(() =>
    from.query<{ n: number | null }>('salvage.max', `SELECT max(seq) AS n FROM ${table}`).get(),
  );
  const reach = highest.ok ? (highest.value?.n ?? 0) : blindReach;
  let rows = 0;
  let lost = 0;
  into.transact(() => {
    for (let seq = 1; seq <= reach; seq += 1) {
      const row = attempt(() => readable.value.get(seq));
      if (!row.ok) lost += 1;
      else if (row.value !== undefined) {
        const found = row.value;
        rows += insert.run(...names.map((name) => found[name] ?? null));
      }
    }
  });
  return { rows, lost: highest.ok ? lost : 0 };
}

function attempt<T>(work: () => T): { readonly ok: true; readonly value: T } | { readonly ok: false } {
  try {
    return { ok: true, value: work() };
  } catch {
    return { ok: false };
  }
}
