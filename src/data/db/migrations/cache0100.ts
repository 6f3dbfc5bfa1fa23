// cache.db, step 100: who was made one with whom, so that the ids of those who went lead to whom they are now.
import type { Migration } from '../migrate.ts';

export const cache0100: Migration = {
  version: 100,
  sql: `
    CREATE TABLE led (
      gone_id TEXT PRIMARY KEY,
      kept_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
