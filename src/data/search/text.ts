// How text becomes words to search: one folding for what is indexed and for what is typed, so that both meet.
import type { Customer } from '#shared/model/customer';

/** Letters that Unicode does not decompose, and the sigma that is written differently at a word's end. */
const alike: Readonly<Record<string, string>> = {
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
  ς: 'σ',
};

/** Lower case, no accents, no letters that only one keyboard has: "Łukasz Weiß" → "lukasz weiss". */
export const fold = (text: string): string =>
  plain.test(text)
    ? text.toLowerCase()
    : text
        .toLowerCase()
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[łøđðþßæœıħς]/g, (letter) => alike[letter] ?? letter);

/** Letters of the plain alphabet alone: each is one, folded or not. */
const plain = /^[ -~]*$/;

interface FoldedText {
  readonly folded: string;
  /** For each letter of `folded`, and for its end: where in the text it comes from. */
  readonly at: readonly number[];
}

/** The folding with the way back, by which letters are marked in what is shown. */
export function foldWithPlaces(text: string): FoldedText {
  // Letter by letter costs fifty times as much, and nearly all texts need it not.
  if (plain.test(text))
    return { folded: text.toLowerCase(), at: Array.from({ length: text.length + 1 }, (_none, n) => n) };
  let folded = '';
  let place = 0;
  const at: number[] = [];
  for (const letter of text) {
    const piece = fold(letter);
    folded += piece;
    for (let i = 0; i < piece.length; i += 1) at.push(place);
    place += letter.length;
  }
  at.push(text.length);
  return { folded, at };
}

export const wordPattern = /[\p{L}\p{N}]+/gu;

/** The words of a text. */
export const wordsIn = (text: string): string[] => fold(text).match(wordPattern) ?? [];

/** Letters and digits alone: "AU-4417" → "au4417". */
export const joined = (text: string): string => wordsIn(text).join('');

/** What stands before words that are not of the name: letters of the private use area, which nobody types. */
export const marker = { other: '\u{E000}', mailbox: '\u{E001}', domain: '\u{E002}' } as const;

export interface SearchWords {
  /** Those of which there are few among many customers (names, cities, domains): sought in the list of words. */
  readonly shared: readonly string[];
  /** Codes and mailboxes: nearly everybody's is another. */
  readonly own: readonly string[];
}

/** What of a customer is searched by words. Names come bare, all else with its marker. */
export function searchWordsOf(
  customer: Pick<Customer, 'name' | 'code' | 'email' | 'address' | 'mergedFrom'>,
): SearchWords {
  const { mailbox, domain } = mailParts(customer.email ?? '');
  const shared = [
    ...wordsIn(customer.name),
    ...elided(customer.name),
    ...wordsIn(customer.address?.city ?? '').map((word) => marker.other + word),
    ...(domain === '' ? [] : [marker.domain + domain]),
  ];
  const codes = [customer.code, ...customer.mergedFrom.map(({ code }) => code)].map(wordsIn);
  const own = [
    ...codes
      .flatMap((code) => [code.join(''), ...code.filter((word) => /\d/.test(word))])
      .map((word) => marker.other + word),
    ...(mailbox === '' ? [] : [marker.mailbox + mailbox]),
  ];
  return { shared: [...new Set(shared)], own: [...new Set(own)] };
}

/** "D’Angelo" is typed "dangelo" too. */
export const elided = (name: string): string[] =>
  (fold(name).match(/[\p{L}\p{N}]+(?:['’`][\p{L}\p{N}]+)+/gu) ?? []).map((run) => joined(run));

/** The two sides of an e-mail address, letters and digits alone. The second is empty where no "@" is. */
export function mailParts(address: string): { readonly mailbox: string; readonly domain: string } {
  const at = address.indexOf('@');
  if (at < 0) return { mailbox: joined(address), domain: '' };
  return { mailbox: joined(address.slice(0, at)), domain: joined(address.slice(at + 1)) };
}

/** A customer's numbers as digits: E.164 without the plus; where nobody could read one, the digits that are there. */
export const digitsOf = (phone: Pick<Customer['phones'][number], 'e164' | 'raw'>): string =>
  (phone.e164 ?? phone.raw).replace(/\D/g, '');
