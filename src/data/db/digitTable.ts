// Parts of numbers: every three digits in a row of a customer's numbers, as words of a full text in the order of rows.
import type { Db } from './driver.ts';

export const digitTableSql = `
  CREATE VIRTUAL TABLE digits USING fts5(threes, content='', contentless_delete=1, detail=none, tokenize='ascii');
`;

/** Shorter parts are in so many numbers that they tell nobody apart. */
export const fewestDigits = 3;

export interface DigitReader {
  /** Rows that may have a number with these digits in it, lowest first: they have all its threes, of whichever number, in whichever order. */
  rows(part: string, limit: number): number[];
}

export interface DigitTable extends DigitReader {
  /** `numbers`: digits alone. */
  put(row: number, numbers: readonly string[]): void;
  remove(row: number): void;
}

export function createDigitTable(db: Db): DigitTable {
  const rows = db.query<{ row: number }>(
    'digits.rows',
    'SELECT rowid AS row FROM digits WHERE digits MATCH ? ORDER BY rowid LIMIT ?',
  );
  const put = db.query('digits.put', 'INSERT OR REPLACE INTO digits (rowid, threes) VALUES (?, ?)');
  const remove = db.query('digits.remove', 'DELETE FROM digits WHERE rowid = ?');
  return {
    rows(part, limit) {
      const threes = threesOf([part]);
      return threes.length === 0
        ? []
        : rows.all(threes.map((three) => `"${three}"`).join(' '), limit).map(({ row }) => row);
    },
    put(row, numbers) {
      const threes = threesOf(numbers);
      if (threes.length === 0) remove.run(row);
      else put.run(row, threes.join(' '));
    },
    remove: (row) => void remove.run(row),
  };
}

function threesOf(numbers: readonly string[]): string[] {
  const threes = new Set<string>();
  for (const number of numbers) {
    for (let at = 0; at + fewestDigits <= number.length; at += 1) threes.add(number.slice(at, at + fewestDigits));
  }
  return [...threes];
}
