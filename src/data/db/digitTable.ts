// Parts of numbers: every three digits in a row of a customer's numbers, as words of a full text in the order of rows.
import type { Db } from './driver.ts';
import { createMerging, type Merging, mergedByHand } from './fullText.ts';

export const digitTableSql = `
  CREATE VIRTUAL TABLE digits USING fts5(threes, content='', contentless_delete=1, detail=none, tokenize='ascii');
  ${mergedByHand('digits')}
`;

/** Shorter parts are in so many numbers that they tell nobody apart. */
export const fewestDigits = 3;

export interface DigitReader {
  /** Rows that may have a number with these digits in it, lowest first: they have all its threes, of whichever number, in whichever order. */
  rows(part: string, limit: number): number[];
}

export interface DigitTable extends DigitReader, Merging {
  /** From now on rows that are new are left out, to be put in when there is time for it: a load is a third quicker without them. */
  leaveOut(): void;
  /** Puts in the next of those that were left out; false when all are in. `numbersOf`: digits alone. */
  catchUp(numbersOf: (body: string) => readonly string[], limit: number): boolean;
  /** `numbers`: digits alone. Nothing happens where the row is one of those that were left out. */
  put(row: number, numbers: readonly string[]): void;
  remove(row: number): void;
}

export function createDigitTable(db: Db): DigitTable {
  const rows = db.query<{ row: number }>(
    'digits.rows',
    'SELECT rowid AS row FROM digits WHERE digits MATCH ? ORDER BY rowid LIMIT ?',
  );
  const upTo = db.query<{ row: number }>(
    'digits.upTo',
    "SELECT CAST(value AS INTEGER) AS row FROM mark WHERE name = 'digits'",
  );
  const leave = db.query(
    'digits.leave',
    "INSERT OR IGNORE INTO mark (name, value) SELECT 'digits', coalesce(max(row), 0) FROM customer",
  );
  const reach = db.query('digits.reach', "UPDATE mark SET value = ? WHERE name = 'digits'");
  const allIn = db.query('digits.allIn', "DELETE FROM mark WHERE name = 'digits'");
  const left = db.query<{ row: number; body: string }>(
    'digits.left',
    'SELECT row, body FROM customer WHERE row > CAST(? AS INTEGER) ORDER BY row LIMIT ?',
  );
  const put = db.query('digits.put', 'INSERT OR REPLACE INTO digits (rowid, threes) VALUES (?, ?)');
  const remove = db.query('digits.remove', 'DELETE FROM digits WHERE rowid = ?');
  function write(row: number, numbers: readonly string[]): void {
    const threes = threesOf(numbers);
    if (threes.length === 0) remove.run(row);
    else put.run(row, threes.join(' '));
  }

  return {
    rows(part, limit) {
      const threes = threesOf([part]);
      return threes.length === 0
        ? []
        : rows.all(threes.map((three) => `"${three}"`).join(' '), limit).map(({ row }) => row);
    },
    leaveOut: () => void leave.run(),
    catchUp(numbersOf, limit) {
      const from = upTo.get();
      if (from === undefined) return false;
      const next = left.all(from.row, limit);
      for (const { row, body } of next) write(row, numbersOf(body));
      const last = next.at(-1);
      if (last === undefined) allIn.run();
      else reach.run(String(last.row));
      return last !== undefined;
    },
    put(row, numbers) {
      const from = upTo.get();
      if (from === undefined || row <= from.row) write(row, numbers);
    },
    remove: (row) => void remove.run(row),
    ...createMerging(db, 'digits'),
  };
}

function threesOf(numbers: readonly string[]): string[] {
  const threes = new Set<string>();
  for (const number of numbers) {
    for (let at = 0; at + fewestDigits <= number.length; at += 1) threes.add(number.slice(at, at + fewestDigits));
  }
  return [...threes];
}
