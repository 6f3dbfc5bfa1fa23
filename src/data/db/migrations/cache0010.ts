// cache.db, step 10: customers, their numbers, words, cases and contacts; marks (cursor, progress, owner); tombstones.
import type { Migration } from '../migrate.ts';

export const cache0010: Migration = {
  version: 10,
  sql: `
    CREATE TABLE mark (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE customer (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;

    -- number: E.164, or bare digits where it cannot be read as such. tail: its last nine digits.
    CREATE TABLE phone (
      number TEXT NOT NULL,
      customer_row INTEGER NOT NULL,
      tail TEXT NOT NULL,
      PRIMARY KEY (number, customer_row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX phone_tail ON phone (tail);

    CREATE TABLE customer_case (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL,
      open INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_of_customer ON customer_case (customer_id, open, opened_at);

    CREATE TABLE contact (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL,
      at TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contact_of_customer ON contact (customer_id, at);

    -- What is gone, with the version at which it went: a late page does not bring it back.
    CREATE TABLE tombstone (
      entity TEXT NOT NULL,
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      PRIMARY KEY (entity, id)
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE customer_words USING fts5(
      name, code, numbers, email, city,
      content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    );
    CREATE VIRTUAL TABLE customer_trigrams USING fts5(
      name, content='', contentless_delete=1, detail=none, tokenize='trigram'
    );
  `,
};
