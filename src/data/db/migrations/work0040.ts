// work.db, step 40: a file is known by its case's number also where the case is not on this PC any more.
import type { Migration } from '../migrate.ts';

export const work0040: Migration = {
  version: 40,
  sql: `ALTER TABLE attachment ADD COLUMN case_number TEXT NOT NULL DEFAULT ''`,
};
