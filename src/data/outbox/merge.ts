// Three-way merge by field: what was seen, what the agent made of it, what the backend has now.
import { isDeepStrictEqual } from 'node:util';
import { type CustomerDetails, mostNeeds } from '#shared/model/customer';
import { mostDelegations } from '#shared/model/speaker';
import type { CustomerPatch } from '#shared/protocol/interactions';

export const detailFields = ['email', 'address', 'preference', 'phones', 'needs', 'delegations'] as const;
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
  // Lists go entry by entry: what was to be done to one may have been done by somebody else.
  const lists: CustomerPatch = {
    ...onTop('phones', (seen) => mergePhones(seen.phones ?? [], patch.phones ?? [], remote.phones)),
    ...onTop('needs', (seen) => mergeNeeds(seen.needs ?? [], patch.needs ?? [], remote.needs)),
    ...onTop('delegations', (seen) =>
      mergeDelegations(seen.delegations ?? [], patch.delegations ?? [], remote.delegations),
    ),
  };
  const settled = [...untouched, ...fieldsOf(lists)];
  const collided = edited.filter((field) => !settled.includes(field));
  const send = settled.filter((field) => !(field in lists && same(lists[field], remote[field])));
  return { send: pick({ ...patch, ...lists }, send), collided: pick(patch, collided) };

  /** The list with both sides' changes; nothing where only one side has any, or they collide. */
  function onTop<F extends 'phones' | 'needs' | 'delegations'>(
    field: F,
    merged: (seen: CustomerPatch) => CustomerDetails[F] | null,
  ) {
    if (untouched.includes(field) || patch[field] === undefined || base?.[field] === undefined) return {};
    const list = merged(base);
    return list === null ? {} : { [field]: list };
  }
}

type Phones = CustomerDetails['phones'];
type Needs = CustomerDetails['needs'];
type Delegations = CustomerDetails['delegations'];
const mostPhones = 20;

/**
 * Numbers one by one: what either has added is there, what either has taken off is not. Theirs come first, in their order.
 * Null: both have changed the same number, differently, or there would be too many.
 */
export const mergePhones = (base: Phones, mine: Phones, theirs: Phones): Phones | null =>
  mergeLists(base, mine, theirs, ({ e164, raw }) => e164 ?? raw, mostPhones);

/** Likewise, needs by their codes. */
export const mergeNeeds = (base: Needs, mine: Needs, theirs: Needs): Needs | null =>
  mergeLists(base, mine, theirs, ({ code }) => code, mostNeeds);

/** And who may speak for them, by kind and name. */
const mergeDelegations = (base: Delegations, mine: Delegations, theirs: Delegations): Delegations | null =>
  mergeLists(base, mine, theirs, ({ kind, name }) => `${kind} ${name}`, mostDelegations);

function mergeLists<T>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
  keyOf: (one: T) => string,
  most: number,
): T[] | null {
  const byKey = (list: readonly T[]) => new Map(list.map((one) => [keyOf(one), one]));
  const [before, here, there] = [byKey(base), byKey(mine), byKey(theirs)];
  const merged: T[] = [];
  for (const key of new Set([...there.keys(), ...here.keys()])) {
    const [was, my, their] = [before.get(key), here.get(key), there.get(key)];
    if (same(was, my)) {
      if (their !== undefined) merged.push(their);
    } else if (same(was, their) || same(my, their)) {
      if (my !== undefined) merged.push(my);
    } else return null;
  }
  return merged.length > most ? null : merged;
}

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
