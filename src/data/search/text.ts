// How text becomes words to search: one folding for what is indexed and for what is typed, so that both meet.
import type { Customer } from '#shared/model/customer';
import { nationalDigits } from '#shared/model/phoneNumber';

/** Letters that Unicode does not decompose, so that the tokenizer's own folding leaves them (measured). */
const folded: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
};

/** Lower case, no accents, no letters that only one keyboard has: "Łukasz Weiß" → "lukasz weiss". */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđðþßæœıħ]/g, (letter) => folded[letter] ?? letter);

/** The words of a text, as the index's tokenizer cuts them. */
export const wordsIn = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The ways in which a number may be typed: with its country's code (after "+" or "00"), and as it is dialled at home. */
export function numberWords(phone: Pick<Customer['phones'][number], 'e164' | 'raw'>): string[] {
  const digits = (phone.e164 ?? phone.raw).replace(/\D/g, '');
  if (digits === '') return [];
  return phone.e164 === null ? [digits] : [digits, nationalDigits(phone.e164), `00${digits}`];
}

export interface SearchText {
  readonly name: string;
  readonly code: string;
  readonly numbers: string;
  readonly email: string;
  readonly city: string;
}

/** What of a customer is searched. */
export const searchTextOf = (customer: Customer): SearchText => ({
  name: fold(customer.name),
  code: `${fold(customer.code)} ${fold(customer.code).replace('-', '')}`,
  numbers: customer.phones.flatMap(numberWords).join(' '),
  email: fold(customer.email ?? ''),
  city: fold(customer.address?.city ?? ''),
});

/** The name with its words' ends marked, so that the first and last letters weigh in too. */
export const trigramTextOf = (customer: Pick<Customer, 'name'>): string => ` ${wordsIn(customer.name).join(' ')} `;
