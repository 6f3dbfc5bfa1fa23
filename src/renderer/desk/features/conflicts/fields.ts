// The fields of a correction, in the order in which they are asked about.
import type { SetAside, Settlement } from '#shared/contract/setAside';
import type { Delegation } from '#shared/model/speaker';

export type Field = Settlement['field'];
export type Details = Extract<SetAside, { readonly kind: 'edit' }>['mine'];

const order: readonly Field[] = ['phones', 'email', 'address', 'preference', 'needs', 'delegations'];

export const fieldsIn = (details: Details): Field[] => order.filter((field) => details[field] !== undefined);

/** Lists of which both sides' entries can be kept. */
export type ListField = 'phones' | 'needs' | 'delegations';
const lists: readonly Field[] = ['phones', 'needs', 'delegations'];
export const isList = (field: Field): field is ListField => lists.includes(field);

/** Everybody's entries, each once: mine where both have one. */
export function allOf(field: ListField, mine: Details, theirs: Details): Details {
  if (field === 'needs') return { needs: united(theirs.needs ?? [], mine.needs ?? [], ({ code }) => code) };
  if (field === 'delegations') {
    const keyOf = ({ kind, name }: Delegation) => `${kind} ${name}`;
    return { delegations: united(theirs.delegations ?? [], mine.delegations ?? [], keyOf) };
  }
  return { phones: united(theirs.phones ?? [], mine.phones ?? [], ({ e164, raw }) => e164 ?? raw) };
}

const united = <T>(theirs: readonly T[], mine: readonly T[], keyOf: (one: T) => string): T[] => [
  ...new Map([...theirs, ...mine].map((one) => [keyOf(one), one])).values(),
];
