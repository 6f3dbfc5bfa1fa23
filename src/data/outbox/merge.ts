// Three-way merge by field: what was seen, what the agent made of it, what the backend has now.
import { isDeepStrictEqual } from 'node:util';
import type { CustomerDetails } from '#shared/model/customer';
import type { CustomerPatch } from '#shared/protocol/interactions';

export const detailFields = ['email', 'address', 'preference', 'phones'] as const;
export type DetailField = (typeof detailFields)[number];

/** Fields as they were when the agent saw them; null when that is not known any more. */
export type Base = CustomerPatch | null;

export interface Merge {
  /** Sent again on the new version; null when nothing is left to send. */
  readonly send: CustomerPatch | null;
  /** Both sides changed it, differently; null when nothing collided. */
  readonly collided: CustomerPatch | null;
}

const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);

/** What of `patch` can still be said on top of `remote`. */
export function mergePatch(base: Base, patch: CustomerPatch, remote: CustomerDetails): Merge {
  const edited = fieldsOf(patch).filter((field) => !same(patch[field], remote[field]));
  const untouched = edited.filter((field) => base !== null && field in base && same(base[field], remote[field]));
  const phones = untouched.includes('phones') ? null : phonesOnTop(base, patch, remote);
  const settled = phones === null ? untouched : [...untouched, 'phones' as const];
  const collided = edited.filter((field) => !settled.includes(field));
  // What was to be done to the numbers may have been done by somebody else.
  const send = phones !== null && same(phones, remote.phones) ? untouched : settled;
  return { send: pick(phones === null ? patch : { ...patch, phones }, send), collided: pick(patch, collided) };
}

function phonesOnTop(base: Base, patch: CustomerPatch, remote: CustomerDetails): Phones | null {
  if (base?.phones === undefined || patch.phones === undefined) return null;
  return mergePhones(base.phones, patch.phones, remote.phones);
}

type Phones = CustomerDetails['phones'];
const mostPhones = 20;

/**
 * Numbers one by one: what either has added is there, what either has taken off is not. Theirs come first, in their order.
 * Null: both have changed the same number, differently, or there would be too many.
 */
export function mergePhones(base: Phones, mine: Phones, theirs: Phones): Phones | null {
  const [before, here, there] = [byNumber(base), byNumber(mine), byNumber(theirs)];
  const merged: Phones = [];
  for (const number of new Set([...there.keys(), ...here.keys()])) {
    const [was, my, their] = [before.get(number), here.get(number), there.get(number)];
    if (same(was, my)) {
      if (their !== undefined) merged.push(their);
    } else if (same(was, their) || same(my, their)) {
      if (my !== undefined) merged.push(my);
    } else return null;
  }
  return merged.length > mostPhones ? null : merged;
}

const byNumber = (phones: Phones) => new Map(phones.map((phone) => [phone.e164 ?? phone.raw, phone]));

export const fieldsOf = (patch: CustomerPatch): DetailField[] =>
  detailFields.filter((field) => patch[field] !== undefined);

/** Only those fields; null for none. */
export function pick(patch: CustomerPatch, fields: readonly DetailField[]): CustomerPatch | null {
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map((field) => [field, patch[field]])) as CustomerPatch;
}

/** The fields of `patch` that differ from `details`. */
export const realChanges = (patch: CustomerPatch, details: CustomerDetails): DetailField[] =>
  fieldsOf(patch).filter((field) => !same(patch[field], details[field]));
