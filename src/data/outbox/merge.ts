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
  const collided = edited.filter((field) => !untouched.includes(field));
  return { send: pick(patch, untouched), collided: pick(patch, collided) };
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
