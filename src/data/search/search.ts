// Search as the agent types: whole words first, then beginnings, then with one slip of the fingers forgiven.
import type { SearchHit } from '#shared/contract/deskData';
import type { Customer } from '#shared/model/customer';
import { formatNumber } from '#shared/model/phoneNumber';
import type { CacheReader } from '../db/cache.ts';
import type { FoundCustomer } from '../db/customerTable.ts';
import { exactExpression, isOneSlip, prefixExpression, trigramExpression, typedWords } from './query.ts';
import { numberWords, wordsIn } from './text.ts';

type Matched = SearchHit['matched'];

/** Ranking every hit of a common beginning would take a hundred times longer than these few hundred. */
const mostCandidates = 200;

/** Best match first, then the most recent contact. Nothing for fewer than two letters or digits. */
export function searchCustomers(cache: CacheReader, text: string, limit: number): SearchHit[] {
  const words = typedWords(text);
  if (words.length === 0) return [];
  const exact = cache.customers.byWords(exactExpression(words), mostCandidates);
  const begun = exact.length >= limit ? [] : cache.customers.byWords(prefixExpression(words), mostCandidates);
  const hits = [...exact, ...begun];
  const found = hits.length > 0 ? hits : withOneSlip(cache, words);
  const slip = hits.length === 0;

  const ranked = new Map<string, { readonly hit: SearchHit; readonly rank: number }>();
  for (const candidate of found) {
    if (ranked.has(candidate.customer.id)) continue;
    const { matched, rank } = bestField(candidate.customer, words, slip);
    ranked.set(candidate.customer.id, { hit: hitOf(candidate, matched), rank });
  }
  return [...ranked.values()]
    .sort(byRankThenContact)
    .slice(0, limit)
    .map((found) => found.hit);
}

function withOneSlip(cache: CacheReader, words: readonly string[]): FoundCustomer[] {
  const expression = trigramExpression(words);
  if (expression === null) return [];
  return cache.customers.byTrigrams(expression, mostCandidates).filter(({ customer }) => {
    const own = wordsIn(customer.name);
    return words.every((word) => own.some((theirs) => isOneSlip(word, theirs)));
  });
}

interface Fit {
  readonly matched: Matched;
  /** Higher is better. */
  readonly rank: number;
}

/** The field in which most of the words were found; ties go to the field that says most about who it is. */
function bestField(customer: Customer, words: readonly string[], slip: boolean): Fit {
  const name: Fit = { matched: { field: 'name', text: customer.name }, rank: 0 };
  if (slip) return name;
  const fields: readonly [Matched['field'], string, readonly string[]][] = [
    ['name', customer.name, wordsIn(customer.name)],
    ['code', customer.code, [...wordsIn(customer.code), wordsIn(customer.code).join('')]],
    ...customer.phones.map((phone): [Matched['field'], string, string[]] => [
      'number',
      phone.e164 === null ? phone.raw : formatNumber(phone.e164),
      numberWords(phone),
    ]),
    ['email', customer.email ?? '', [...wordsIn(customer.email ?? ''), wordsIn(customer.email ?? '').join(' ')]],
    ['city', customer.address?.city ?? '', wordsIn(customer.address?.city ?? '')],
  ];
  return fields
    .map(([field, text, own]): Fit => ({ matched: { field, text }, rank: scoreOf(words, own) }))
    .reduce((best, next) => (next.rank > best.rank ? next : best), name);
}

/** Two for each whole word, one for each beginning. */
const scoreOf = (words: readonly string[], own: readonly string[]): number =>
  words.reduce((sum, word) => {
    if (own.includes(word)) return sum + 2;
    return own.some((theirs) => theirs.startsWith(word)) ? sum + 1 : sum;
  }, 0);

const hitOf = ({ customer, lastContactAt }: FoundCustomer, matched: Matched): SearchHit => ({
  customer: { id: customer.id, code: customer.code, kind: customer.kind, name: customer.name },
  city: customer.address?.city ?? null,
  matched,
  lastContactAt,
});

type Ranked = { readonly hit: SearchHit; readonly rank: number };
const byRankThenContact = (a: Ranked, b: Ranked): number =>
  b.rank - a.rank ||
  (b.hit.lastContactAt ?? '').localeCompare(a.hit.lastContactAt ?? '') ||
  a.hit.customer.name.localeCompare(b.hit.customer.name);
