// cache.db, step 60: portfolios, segments under way; customers in the order in which search finds them, their numbers by key and by tail, what
// is searched, cases, contacts; marks; tombstones.
import { digitTableSql } from '../digitTable.ts';
import type { Migration } from '../migrate.ts';
import { wordTableSql } from '../wordTable.ts';

export const cache0060: Migration = {
  version: 60,
  sql: `
    CREATE TABLE mark (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What is seen, each with a number that is shorter in a million rows than its id.
    CREATE TABLE portfolio (
      no INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      customers INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- What is being loaded, in this order. reached: bytes whose rows are here. loaded: customers among those.
    CREATE TABLE segment (
      place INTEGER PRIMARY KEY,
      portfolio_id TEXT NOT NULL,
      generation TEXT NOT NULL,
      number INTEGER NOT NULL,
      customers INTEGER NOT NULL,
      etag TEXT,
      reached INTEGER NOT NULL DEFAULT 0,
      loaded INTEGER NOT NULL DEFAULT 0,
      done INTEGER NOT NULL DEFAULT 0,
      UNIQUE (generation, number)
    ) STRICT;

    -- row: the order in which search finds them, lowest first.
    CREATE TABLE customer (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      portfolio INTEGER NOT NULL,
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

    -- Cases and contacts lie in the order in which they come, and only what is short of them in that of their ids and their customers: were the
    -- rows themselves in that order, each of a million that are loaded would be written to a page of its own.
    CREATE TABLE customer_case (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      customer_id TEXT NOT NULL,
      portfolio INTEGER NOT NULL,
      open INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      -- As it is searched: letters and digits alone, in small letters; and the digits behind them.
      number TEXT NOT NULL,
      digits TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX case_of_customer ON customer_case (customer_id, open, opened_at);
    CREATE INDEX case_number ON customer_case (number);
    CREATE INDEX case_digits ON customer_case (digits);

    CREATE TABLE contact (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      customer_id TEXT NOT NULL,
      portfolio INTEGER NOT NULL,
      at TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX contact_of_customer ON contact (customer_id, at);

    -- What is gone, with the version at which it went: a late page does not bring it back.
    CREATE TABLE tombstone (
      entity TEXT NOT NULL,
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      PRIMARY KEY (entity, id)
    ) STRICT, WITHOUT ROWID;

    ${wordTableSql}
    ${digitTableSql}
  `,
};
