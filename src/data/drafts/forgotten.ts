// Customers who are gone (erased, or no longer this agent's to see) are taken out of what this PC has written down itself, too: the cache
// follows the feed, and this follows the cache.
import type { Files } from '../db/files.ts';

/**
 * To be called when the cache is complete and up to date. What has not reached the backend yet stays until it has: the backend keeps it
 * without whoever was erased. Resolves to how many customers were forgotten.
 */
export function forgetGone(files: Files): number {
  const named = files.readWork((work) => work.interactions.customers());
  const gone = files.cache((cache) => named.filter((id) => cache.customers.version(id) === 0));
  if (gone.length === 0) return 0;
  const changed = files.work((work) => gone.filter((id) => work.interactions.forget(id)).length);
  // What was overwritten still lies in the write-ahead log.
  if (changed > 0) files.readWork((work) => work.db.pragma('wal_checkpoint(TRUNCATE)'));
  return changed;
}
