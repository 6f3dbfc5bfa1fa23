// What one customer is who was two, and what is left of that when they are two again.
import { isDeepStrictEqual } from 'node:util';
import { type ChangedAt, type Customer, mostMergedFrom, mostNeeds } from '#shared/model/customer';
import { type Delegation, mostDelegations } from '#shared/model/speaker';
import type { MergeField } from '#shared/protocol/merges';
import type { CustomerChange } from '../repositories/customers.ts';

const mostPhones = 20;
const mostContracts = 50;

/** What the kept one becomes; null: it would have more numbers, contracts or former codes than a customer can. */
export function unionOf(kept: Customer, gone: Customer, take: readonly MergeField[]): CustomerChange | null {
  const phones = united(kept.phones, gone.phones, numberOf);
  const contracts = united(kept.contracts, gone.contracts, codeOf);
  const needs = united(kept.needs, gone.needs, codeOf).slice(0, mostNeeds);
  const delegations = united(kept.delegations, gone.delegations, delegateOf).slice(0, mostDelegations);
  const mergedFrom = united(kept.mergedFrom, [{ id: gone.id, code: gone.code }, ...gone.mergedFrom], idOf);
  if (phones.length > mostPhones || contracts.length > mostContracts || mergedFrom.length > mostMergedFrom) return null;
  const owner = (phone: Phone) => (kept.phones.includes(phone) ? kept : gone);
  // A merge makes nothing fresh: what comes from the other has stood there as long as it has.
  const changedAt = { ...sinceOf(kept, gone, take), ...numbersSince(phones, owner) };
  return { ...fieldsOf(gone, take), phones, contracts, needs, delegations, mergedFrom, changedAt };
}

interface Parting {
  readonly change: CustomerChange;
  /** Taken over from who is back, and changed since: what they are now stays. */
  readonly stayed: readonly MergeField[];
}

/** What was taken over goes back where it still stands; what has come since stays. */
export function partingOf(now: Customer, kept: Customer, gone: Customer, take: readonly MergeField[]): Parting {
  const stands = take.filter((field) => isDeepStrictEqual(now[field], gone[field]));
  const phones = without(now.phones, gone.phones, kept.phones, numberOf);
  return {
    change: {
      ...fieldsOf(kept, stands),
      phones,
      contracts: without(now.contracts, gone.contracts, kept.contracts, codeOf),
      needs: without(now.needs, gone.needs, kept.needs, codeOf),
      delegations: without(now.delegations, gone.delegations, kept.delegations, delegateOf),
      mergedFrom: without(
        now.mergedFrom,
        [{ id: gone.id, code: gone.code }, ...gone.mergedFrom],
        kept.mergedFrom,
        idOf,
      ),
      changedAt: { ...sinceOf(now, kept, stands), ...numbersSince(phones, () => now) },
    },
    stayed: take.filter((field) => !stands.includes(field)),
  };
}

/** Since when each field stands as it does, where those of `taken` come from the other one. */
function sinceOf(one: Customer, other: Customer, taken: readonly MergeField[]): Omit<ChangedAt, 'numbers'> {
  const isTaken = ([field]: readonly [string, unknown]) => taken.some((each) => each === field);
  const { numbers: _own, ...own } = one.changedAt;
  const { numbers: _theirs, ...theirs } = other.changedAt;
  return Object.fromEntries([
    ...Object.entries(own).filter((entry) => !isTaken(entry)),
    ...Object.entries(theirs).filter(isTaken),
  ]);
}

/** Nothing where it is known of none of the numbers. */
function numbersSince(phones: readonly Phone[], ownerOf: (phone: Phone) => Customer): Pick<ChangedAt, 'numbers'> {
  const known = phones.flatMap((phone) => {
    const since = ownerOf(phone).changedAt.numbers?.[phone.raw];
    return since === undefined ? [] : [[phone.raw, since] as const];
  });
  return known.length === 0 ? {} : { numbers: Object.fromEntries(known) };
}

type Phone = Customer['phones'][number];

const numberOf = ({ e164, raw }: Phone): string => e164 ?? raw;
const codeOf = ({ code }: { readonly code: string }): string => code;
const delegateOf = ({ kind, name }: Delegation): string => `${kind} ${name}`;
const idOf = ({ id }: { readonly id: string }): string => id;

const fieldsOf = (customer: Customer, fields: readonly MergeField[]): CustomerChange =>
  Object.fromEntries(fields.map((field) => [field, customer[field]]));

function united<T>(first: readonly T[], second: readonly T[], keyOf: (one: T) => string): T[] {
  const known = new Set(first.map(keyOf));
  return [...first, ...second.filter((one) => !known.has(keyOf(one)))];
}

function without<T>(now: readonly T[], theirs: readonly T[], own: readonly T[], keyOf: (one: T) => string): T[] {
  const [goes, stays] = [new Set(theirs.map(keyOf)), new Set(own.map(keyOf))];
  return now.filter((one) => !goes.has(keyOf(one)) || stays.has(keyOf(one)));
}
