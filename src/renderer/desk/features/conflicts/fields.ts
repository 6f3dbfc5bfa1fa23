// A customer's fields as text, and the other way round.
import type { SetAside, Settlement } from '#shared/contract/setAside';
import type { CustomerDetails } from '#shared/model/customer';
import { formatNumber } from '#shared/model/phoneNumber';

export type Field = Settlement['field'];
export type Details = Extract<SetAside, { readonly kind: 'edit' }>['mine'];

const order: readonly Field[] = ['phones', 'email', 'address', 'preference'];

export const fieldsIn = (details: Details): Field[] => order.filter((field) => details[field] !== undefined);

/** One line for each number; empty: nothing is there. */
export function linesOf(details: Details, field: Field): string[] {
  if (field === 'phones')
    return (details.phones ?? []).map(({ e164, raw }) => (e164 === null ? raw : formatNumber(e164)));
  if (field === 'address') {
    const { street, postcode, city } = details.address ?? { street: '', postcode: '', city: '' };
    return [street, `${postcode} ${city}`.trim()].filter((line) => line !== '');
  }
  const text = details[field] ?? '';
  return text === '' ? [] : [text];
}

/** Everybody's numbers, each once. */
export function allPhones(mine: Details, theirs: Details): Details {
  const keyOf = ({ e164, raw }: CustomerDetails['phones'][number]) => e164 ?? raw;
  const all = [...(theirs.phones ?? []), ...(mine.phones ?? [])];
  return { phones: [...new Map(all.toReversed().map((phone) => [keyOf(phone), phone])).values()].toReversed() };
}
