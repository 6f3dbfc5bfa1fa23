// cache.db, step 70: what the rows of each bucket come to.
import type { Migration } from '../migrate.ts';

export const cache0070: Migration = {
  version: 70,
  sql: `
    -- high, low: 32 bits each of the exclusive or of the rows' marks.
    CREATE TABLE bucket (
      portfolio INTEGER NOT NULL,
      bucket INTEGER NOT NULL,
      high INTEGER NOT NULL,
      low INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      PRIMARY KEY (portfolio, bucket)
    ) STRICT, WITHOUT ROWID;
  `,
};
