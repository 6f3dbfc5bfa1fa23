// cache.db, step 140: the shelves of cases are counted and ordered by an index alone, without reading what was done to each.
import type { Migration } from '../migrate.ts';

export const cache0140: Migration = {
  version: 140,
  sql: `
    CREATE INDEX case_shelves ON customer_case (open, to_tell, due_day, opened_at, warn_day, owner_id, office, asked);
  `,
};
