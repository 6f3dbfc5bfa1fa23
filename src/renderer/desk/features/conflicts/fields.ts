// The fields of a correction, in the order in which they are asked about.
import type { SetAside, Settlement } from '#shared/contract/setAside';
import type { CustomerDetails } from '#shared/model/customer';
import { fieldLines } from '../../store/fieldWords.ts';

export type Field = Settlement['field'];
export type Details = Extract<SetAside, { readonly kind: 'edit' }>['mine'];

const order: readonly Field[] = ['phones', 'email', 'address', 'preference'];

export const fieldsIn = (details: Details): Field[] => order.filter((field) => details[field] !== undefined);

/** One line for each number; empty: nothing is there. */
export const linesOf = (details: Details, field: Field): string[] => fieldLines(field, details[field]);

/** Everybody's numbers, each once. */
export function allPhones(mine: Details, theirs: Details): Details {
  const keyOf = ({ e164, raw }: CustomerDetails['phones'][number]) => e164 ?? raw;
  const all = [...(theirs.phones ?? []), ...(mine.phones ?? [])];
  return { phones: [...new Map(all.toReversed().map((phone) => [keyOf(phone), phone])).values()].toReversed() };
}
