// cache.db, step 80: notes about customers.
import type { Migration } from '../migrate.ts';

export const cache0080: Migration = {
  version: 80,
  sql: `
    CREATE TABLE note (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      customer_id TEXT NOT NULL,
      portfolio INTEGER NOT NULL,
      at TEXT NOT NULL,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX note_of_customer ON note (customer_id, at);
  `,
};
