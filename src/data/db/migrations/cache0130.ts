// cache.db, step 130: cases say what is to be confirmed of them, and by whom not. A file from before is loaded once more (db/cache.ts).
import type { Migration } from '../migrate.ts';

export const cache0130: Migration = {
  version: 130,
  sql: `
    ALTER TABLE customer_case ADD COLUMN asked TEXT;
  `,
};
