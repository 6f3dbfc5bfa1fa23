// cache.db, step 120: cases say what has been done to them, and are found by who has them and by what is due. A file from before is loaded once
// more (db/cache.ts).
import type { Migration } from '../migrate.ts';

export const cache0120: Migration = {
  version: 120,
  sql: `
    ALTER TABLE customer_case ADD COLUMN owner_id TEXT;
    ALTER TABLE customer_case ADD COLUMN office TEXT;
    ALTER TABLE customer_case ADD COLUMN due_day TEXT;
    ALTER TABLE customer_case ADD COLUMN warn_day TEXT;
    ALTER TABLE customer_case ADD COLUMN to_tell INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX case_at_work ON customer_case (due_day, opened_at) WHERE open = 1;
    CREATE INDEX case_to_tell ON customer_case (due_day) WHERE to_tell = 1;
  `,
};
