// cache.db, step 20: customers in the order in which search finds them, their numbers by key and by tail, cases, contacts; marks; tombstones.
import type { Migration } from '../migrate.ts';

export const cache0020: Migration = {
  version: 20,
  sql: `
    CREATE TABLE mark (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- row: the order in which search finds them, lowest first.
    CREATE TABLE customer (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;

    -- key: E.164 without its plus; bare digits behind a "~" where nobody could read them as such.
    CREATE TABLE phone (
      key TEXT NOT NULL,
      customer_row INTEGER NOT NULL,
      PRIMARY KEY (key, customer_row)
    ) STRICT, WITHOUT ROWID;

    -- tail: the last nine digits, backwards, so that an end of a number is a beginning here.
    CREATE TABLE phone_tail (
      tail TEXT NOT NULL,
      customer_row INTEGER NOT NULL,
      PRIMARY KEY (tail, customer_row)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE customer_case (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL,
      open INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      number TEXT NOT NULL COLLATE NOCASE,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_of_customer ON customer_case (customer_id, open, opened_at);
    CREATE INDEX case_number ON customer_case (number);

    CREATE TABLE contact (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL,
      at TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contact_of_customer ON contact (customer_id, at, id);

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
