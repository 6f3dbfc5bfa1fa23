// How likely two customers are one person, or one company, entered twice; and why. Whether they are is for people to say.

import { z } from 'zod';
import type { Customer } from './customer.ts';
import { customerSchema } from './customer.ts';

/** In the order in which they are said: the surest first. */
export const duplicateReasons = [
  'sameTaxCode',
  'sameIban',
  'sameNameBirth',
  'sameEmail',
  'sameNumber',
  'similarNameSameStreet',
] as const;
export const duplicateReasonSchema = z.enum(duplicateReasons);
export type DuplicateReason = z.infer<typeof duplicateReasonSchema>;

/** Below this nobody is shown a pair. */
export const leastLikelihood = 0.5;

/** More owners than this of one number, or of anything else, say nothing about any two of them: a switchboard, a family's mailbox. */
export const mostOwners = 20;

export const comparableSchema = customerSchema.pick({
  id: true,
  kind: true,
  name: true,
  birthDate: true,
  taxCode: true,
  iban: true,
  email: true,
  address: true,
  phones: true,
});
export type Comparable = Pick<Customer, keyof z.infer<typeof comparableSchema>>;

export interface Likelihood {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
}

/** How much each says by itself, with names that are alike and with others: a family shares a number, a couple an account. */
const weights: Record<DuplicateReason, { readonly alike: number; readonly other: number }> = {
  sameTaxCode: { alike: 0.98, other: 0.6 },
  sameIban: { alike: 0.9, other: 0.3 },
  sameNameBirth: { alike: 0.9, other: 0 },
  sameEmail: { alike: 0.8, other: 0.3 },
  sameNumber: { alike: 0.7, other: 0.2 },
  similarNameSameStreet: { alike: 0.6, other: 0 },
};

/** What is left where something says that they are two: another tax code, another birthday. */
const despiteOther = 0.6;

/** Null: too little says so, or they are one and the same row. The same whichever comes first. */
export function likelihood(one: Comparable, other: Comparable): Likelihood | null {
  if (one.id === other.id || one.kind !== other.kind) return null;
  const alike = areAlike(one.name, other.name);
  const reasons = duplicateReasons.filter(
    (reason) => holds[reason](one, other) && (alike || weights[reason].other > 0),
  );
  const doubt = reasons.reduce((left, reason) => left * (1 - weights[reason][alike ? 'alike' : 'other']), 1);
  const against = [
    differ(taxCodeOf(one), taxCodeOf(other)),
    one.kind === 'person' && differ(one.birthDate, other.birthDate),
  ].filter(Boolean).length;
  const score = (1 - doubt) * despiteOther ** against;
  return score < leastLikelihood ? null : { score, reasons };
}

const holds: Record<DuplicateReason, (one: Comparable, other: Comparable) => boolean> = {
  sameTaxCode: (one, other) => agree(taxCodeOf(one), taxCodeOf(other)),
  sameIban: (one, other) => agree(compact(one.iban), compact(other.iban)),
  sameNameBirth: (one, other) =>
    agree(one.birthDate, other.birthDate) && agree(nameKeyOf(one.name), nameKeyOf(other.name)),
  sameEmail: (one, other) => agree(one.email?.toLowerCase() ?? null, other.email?.toLowerCase() ?? null),
  sameNumber: (one, other) => one.phones.some(({ e164 }) => other.phones.some((theirs) => agree(e164, theirs.e164))),
  similarNameSameStreet: (one, other) => agree(streetKeyOf(one), streetKeyOf(other)) && areAlike(one.name, other.name),
};

type Known = string | null;
const agree = (one: Known, other: Known): boolean => one !== null && one === other;
const differ = (one: Known, other: Known): boolean => one !== null && other !== null && one !== other;

/** Without blanks, in capitals; null where nothing is left. */
const compact = (text: Known): Known => text?.replace(/\s/g, '').toUpperCase() || null;
const taxCodeOf = ({ taxCode }: Comparable): Known => compact(taxCode);

/** Lower case, without accents, in words. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** In whichever order they are written: "Bassi Carlo" is "Carlo Bassi". */
const nameKeyOf = (name: string): Known => wordsOf(name).toSorted().join(' ') || null;

function streetKeyOf({ address }: Comparable): Known {
  const street = wordsOf(address?.street ?? '').join(' ');
  return address === null || street === '' ? null : `${wordsOf(address.postcode).join('')} ${street}`;
}

/** Each word of the shorter name is in the longer one, but for one wrong letter; an initial stands for its word, beside one that is whole. */
function areAlike(one: string, other: string): boolean {
  const [shorter, longer] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length) as [
    string[],
    string[],
  ];
  if (shorter.length === longer.length) return matched(shorter, longer) || matched(longer, shorter);
  return matched(shorter, longer);
}

function matched(words: readonly string[], among: readonly string[]): boolean {
  const left = [...among];
  let whole = 0;
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const place = left.findIndex((candidate) => isSameWord(word, candidate));
    if (place < 0) return false;
    const [found = ''] = left.splice(place, 1);
    if (word.length > 1 && found.length > 1) whole += 1;
  }
  return whole > 0;
}

function isSameWord(one: string, other: string): boolean {
  if (one.length === 1 || other.length === 1) return one[0] === other[0];
  return one === other || (Math.min(one.length, other.length) >= 4 && isOneSlip(one, other));
}

/** One letter more, less, other, or two neighbours swapped. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (text: string, by: number) => text.slice(start + by);
  if (long.length > short.length) return rest(short, 0) === rest(long, 1);
  const swapped =
    short[start] === long[start + 1] && short[start + 1] === long[start] && rest(short, 2) === rest(long, 2);
  return rest(short, 1) === rest(long, 1) || swapped;
}
