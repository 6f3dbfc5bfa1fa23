// Words by which customers are found: full text of them in the order of rows, and the list of those that many share.
import type { SearchWords } from '../search/text.ts';
import { afterAll, type Db } from './driver.ts';
import { createMerging, type Merging, mergedByHand } from './fullText.ts';

/**
 * No places and no columns are kept of a word (detail=none), and beginnings up to four letters have an index of their own: rows that
 * match come one by one in the order of rows, without all of them being read or ranked first. A longer beginning would be put
 * together from all its words before the first row comes: it is asked as the words of the list that begin so.
 * The tokenizer cuts at blanks and leaves what is not ASCII as it is: words come folded.
 */
export const wordTableSql = `
  CREATE VIRTUAL TABLE words USING fts5(
    text, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3 4'
  );
  ${mergedByHand('words')}
  CREATE TABLE word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

/** Letters beyond which a beginning has no index. */
export const longestBeginning = 4;

export interface WordReader {
  /** Rows that match a full-text expression, lowest first, beyond `after`. */
  rows(expression: string, limit: number, after?: number): number[];
  /** Words of the list that begin so, in the order of the alphabet. */
  beginningWith(beginning: string, limit: number): string[];
  has(word: string): boolean;
}

export interface WordTable extends WordReader, Merging {
  put(row: number, words: SearchWords): void;
  remove(row: number): void;
  /** Takes words behind `after` off the list whom nobody bears any more. Returns the last one looked at; null when there was none. */
  prune(after: string, limit: number): string | null;
  /** After a transaction that came to nothing. */
  forget(): void;
}

/** Words of which it is known that they are in the list: nearly all come again. */
const mostKnown = 20_000;

const lowest = Number.MIN_SAFE_INTEGER;

export function createWordTable(db: Db): WordTable {
  const rows = db.query<{ row: number }>(
    'words.rows',
    'SELECT rowid AS row FROM words WHERE words MATCH ? AND rowid > CAST(? AS INTEGER) ORDER BY rowid LIMIT ?',
  );
  const beginning = db.query<{ word: string }>(
    'word.beginning',
    'SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?',
  );
  const has = db.query('word.has', 'SELECT 1 FROM word WHERE word = ?');
  const list = db.query('word.put', 'INSERT OR IGNORE INTO word (word) VALUES (?)');
  const put = db.query('words.put', 'INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)');
  const listed = db.query<{ word: string }>(
    'word.behind',
    'SELECT word FROM word WHERE word > ? ORDER BY word LIMIT ?',
  );
  const unlist = db.query('word.remove', 'DELETE FROM word WHERE word = ?');
  const known = new Set<string>();
  const remove = db.query('words.remove', 'DELETE FROM words WHERE rowid = ?');
  return {
    rows: (expression, limit, after = lowest) => rows.all(expression, after, limit).map(({ row }) => row),
    beginningWith: (start, limit) => beginning.all(start, afterAll(start), limit).map(({ word }) => word),
    has: (word) => has.get(word) !== undefined,
    put(row, { shared, own }) {
      for (const word of shared) {
        if (known.has(word)) continue;
        list.run(word);
        if (known.size >= mostKnown) known.clear();
        known.add(word);
      }
      put.run(row, [...shared, ...own].join(' '));
    },
    remove: (row) => void remove.run(row),
    prune(after, limit) {
      const some = listed.all(after, limit).map(({ word }) => word);
      for (const word of some) {
        if (rows.get(`"${word}"`, lowest, 1) !== undefined) continue;
        unlist.run(word);
        known.delete(word);
      }
      return some.at(-1) ?? null;
    },
    forget: () => known.clear(),
    ...createMerging(db, 'words'),
  };
}
