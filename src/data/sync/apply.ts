// Changes into the cache. Idempotent and order-free: what is older than what is known changes nothing.

import { never } from '#shared/lib/must';
import type { Contact } from '#shared/model/customer';
import { type CustomerId, customerIdSchema } from '#shared/model/ids';
import type { Change, Entity, Row } from '#shared/protocol/sync';
import type { Cache } from '../db/cache.ts';

/**
 * Within a transaction. Adds the customers whose cards are different now to `touched`. `loading`: rows come in the order of search.
 */
export function applyChange(cache: Cache, change: Change, touched: Set<CustomerId>, loading = false): void {
  const touch = (id: string | null) => {
    const customerId = customerIdSchema.safeParse(id);
    if (customerId.success) touched.add(customerId.data);
  };
  switch (change.kind) {
    case 'tombstone':
      if (change.version < cache.fed[change.entity].version(change.id)) return;
      cache.setGone(change.entity, change.id, change.version);
      touch(remove(cache, change.entity, change.id));
      return;
    default:
      if (isBack(cache, change.kind, change.row)) {
        const owner = putRow(cache, change, loading);
        touch(owner);
        // The cards of those who were made one with them, too: by those ids somebody may look at this one.
        if (owner !== null && change.kind === 'customer') for (const { id } of change.row.mergedFrom) touch(id);
      }
  }
}

/** Within a transaction. The customer whose card is different now; null where what is stored is as new or newer. */
export function putRow(cache: Cache, row: Row, loading = false): string | null {
  switch (row.kind) {
    case 'customer':
      return cache.customers.put(row.row);
    case 'case':
      return cache.cases.put(row.row);
    case 'contact':
      return putContact(cache, row.row, loading);
    case 'note':
      return cache.notes.put(row.row);
    default:
      return never(row);
  }
}

function remove(cache: Cache, entity: Entity, id: string): string | null {
  const owner = cache.fed[entity].remove(id);
  if (entity !== 'customer') return owner;
  // Their words are still in the indexes.
  if (owner !== null) cache.setMark('purge', 'yes');
  // They may be shown without being cached.
  return id;
}

/** Who is spoken to comes first where search finds several. */
function putContact(cache: Cache, row: Contact, loading: boolean): string | null {
  const lastAt = loading ? null : cache.contacts.lastAt(row.customerId);
  const owner = cache.contacts.put(row);
  if (owner !== null && !loading && (lastAt === null || row.at > lastAt)) cache.customers.toFront(owner);
  return owner;
}

/** False for a row that went at a later version than this one: a late page does not bring it back. */
function isBack(cache: Cache, entity: Entity, row: { readonly id: string; readonly version: number }): boolean {
  const goneAt = cache.goneAt(entity, row.id);
  if (row.version < goneAt) return false;
  if (goneAt > 0) cache.setBack(entity, row.id);
  return true;
}
