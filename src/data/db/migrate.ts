// Brings a file's schema forward: numbered steps, each in one transaction with its number, never backwards.
import { failure } from '#shared/contract/failure';
import type { Db } from './driver.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export interface Schema {
  /** Marks the file as ours and of this kind. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
}

/** Whether the file holds data in the shape of another program, earlier or later. */
export const isOfAnother = (db: Db, schema: Schema): boolean => {
  const found = Number(db.pragma('user_version'));
  return found > 0 && found !== newestOf(schema) && Number(db.pragma('application_id')) === schema.applicationId;
};

const newestOf = (schema: Schema): number => Math.max(...schema.migrations.map((step) => step.version));

/**
 * Applies what the file lacks. `beforeStep` is called before each step on a file that already holds data.
 * Throws `files.newer` for a file of a newer program, `files.damaged` for one that is not of this kind.
 */
export function migrate(db: Db, schema: Schema, beforeStep: (version: number) => void = () => {}): void {
  const found = Number(db.pragma('user_version'));
  const kind = Number(db.pragma('application_id'));
  if (found > 0 && kind !== schema.applicationId) throw failure('files.damaged', 'data', 'not a file of this kind');
  const newest = newestOf(schema);
  if (found > newest) throw failure('files.newer', 'data', `schema ${found}, this program knows ${newest}`);
  for (const step of schema.migrations) {
    if (step.version <= found) continue;
    if (found > 0) beforeStep(step.version);
    db.transact(() => {
      db.exec(step.sql);
      db.exec(`PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${step.version}`);
    });
  }
}
