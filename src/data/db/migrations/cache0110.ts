// cache.db, step 110: the knowledge base.
import type { Migration } from '../migrate.ts';

export const cache0110: Migration = {
  version: 110,
  sql: `
    CREATE TABLE article (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      code TEXT NOT NULL,
      edition INTEGER NOT NULL,
      head TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX article_code ON article (code);
    CREATE TABLE article_reason (
      reason TEXT NOT NULL,
      row INTEGER NOT NULL,
      PRIMARY KEY (reason, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX article_reason_row ON article_reason (row);
    CREATE VIRTUAL TABLE article_words USING fts5(title, words, say, body,
      tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
    -- What was taken away, because somebody may not see it any more, is in no index either.
    INSERT INTO article_words (article_words, rank) VALUES ('secure-delete', 1);
  `,
};
