// cache.db, step 90: the tables stay as they are; a customer's row says what they have consented to and whether it may be used, so that a
// file from before is loaded once more (db/cache.ts).
import type { Migration } from '../migrate.ts';

export const cache0090: Migration = { version: 90, sql: '' };
