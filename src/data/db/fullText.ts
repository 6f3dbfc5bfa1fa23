// What both full texts of the cache have in common: when what was added is merged with what is there.
import type { Db } from './driver.ts';

/**
 * Nothing is merged in the middle of a transaction, which would hold up the next for as long as it takes: what was added waits for
 * `merge`, which comes after each task (a transaction adds one piece, and with two thousand of them the table takes no more). The buffer of what a transaction adds is as big as a load's
 * transaction.
 */
export const mergedByHand = (table: string): string => `
  INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0);
  INSERT INTO ${table} (${table}, rank) VALUES ('crisismerge', 1000);
  INSERT INTO ${table} (${table}, rank) VALUES ('hashsize', 8388608);
`;

/** What is merged in one transaction. */
export const pagesAtOnce = 64;

export interface Merging {
  /** Merges some pages. False: there is nothing to merge. */
  merge(pages: number): boolean;
  /** From here on `merge` goes on until all is one piece, in which nothing is left of rows that are gone. */
  mergeAll(pages: number): boolean;
}

export function createMerging(db: Db, table: string): Merging {
  const step = db.query(`${table}.merge`, `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`);
  const changes = db.query<{ n: number }>('changes', 'SELECT total_changes() AS n');
  function run(pages: number): boolean {
    const before = changes.get()?.n ?? 0;
    step.run(pages);
    // As FTS5's documentation has it: fewer than two mean that nothing was done.
    return (changes.get()?.n ?? 0) - before >= 2;
  }
  return { merge: run, mergeAll: (pages) => run(-pages) };
}
