// Changes into the cache. Idempotent and order-free: what is older than what is known changes nothing.

import { never } from '#shared/lib/must';
import type { Contact } from '#shared/model/customer';
import { type CustomerId, customerIdSchema } from '#shared/model/ids';
import type { Change } from '#shared/protocol/sync';
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
      if (change.version < knownVersion(cache, change)) return;
      cache.setGone(change.entity, change.id, change.version);
      touch(remove(cache, change));
      return;
    case 'customer':
      if (!isBack(cache, 'customer', change.row)) return;
      if (cache.customers.put(change.row)) touch(change.row.id);
      return;
    case 'case':
      if (isBack(cache, 'case', change.row)) touch(cache.cases.put(change.row));
      return;
    case 'contact':
      if (isBack(cache, 'contact', change.row)) touch(putContact(cache, change.row, loading));
      return;
    default:
      never(change);
  }
}

/** Who is spoken to comes first where search finds several. */
function putContact(cache: Cache, row: Contact, loading: boolean): string | null {
  const lastAt = loading ? null : cache.contacts.lastAt(row.customerId);
  const owner = cache.contacts.put(row);
  if (owner !== null && !loading && (lastAt === null || row.at > lastAt)) cache.customers.toFront(owner);
  return owner;
}

type Tombstone = Extract<Change, { kind: 'tombstone' }>;

function knownVersion(cache: Cache, { entity, id }: Tombstone): number {
  const tables = { customer: cache.customers, case: cache.cases, contact: cache.contacts };
  return tables[entity].version(id);
}

function remove(cache: Cache, { entity, id }: Tombstone): string | null {
  if (entity === 'case') return cache.cases.remove(id);
  if (entity === 'contact') return cache.contacts.remove(id);
  cache.customers.remove(id);
  return id;
}

/** False for a row that went at a later version than this one: a late page does not bring it back. */
function isBack(
  cache: Cache,
  entity: Tombstone['entity'],
  row: { readonly id: string; readonly version: number },
): boolean {
  const goneAt = cache.goneAt(entity, row.id);
  if (row.version < goneAt) return false;
  if (goneAt > 0) cache.setBack(entity, row.id);
  return true;
}
