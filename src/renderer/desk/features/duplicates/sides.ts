// Two customers beside each other: which fields differ, and whose value is taken where nobody has said otherwise. Pure.
import type { Customer } from '#shared/model/customer';
import { type MergeField, mergeFields } from '#shared/protocol/merges';

export type Side = 'one' | 'other';
export type Choices = Readonly<Partial<Record<MergeField, Side>>>;

export interface Two {
  readonly one: Customer;
  readonly other: Customer;
}

export const opposite = (side: Side): Side => (side === 'one' ? 'other' : 'one');

const isEmpty = (value: Customer[MergeField]): boolean => value === null || value === '';
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const differing = ({ one, other }: Two): MergeField[] =>
  mergeFields.filter((field) => !isSame(one[field], other[field]));

/** Who was changed last. */
export const newer = ({ one, other }: Two): Side => (other.updatedAt > one.updatedAt ? 'other' : 'one');

/** The newer value, unless there is none. */
export function firstChoices(two: Two): Choices {
  const last = newer(two);
  return Object.fromEntries(differing(two).map((field) => [field, isEmpty(two[last][field]) ? opposite(last) : last]));
}

/** What the kept one takes over from the other. */
export const takenOver = (two: Two, keep: Side, choices: Choices): MergeField[] =>
  differing(two).filter((field) => choices[field] === opposite(keep));

/** Telephone numbers of both, each once. */
export function allNumbers({ one, other }: Two): Customer['phones'] {
  const keyOf = ({ e164, raw }: Customer['phones'][number]) => e164 ?? raw;
  const known = new Set(one.phones.map(keyOf));
  return [...one.phones, ...other.phones.filter((phone) => !known.has(keyOf(phone)))];
}
