// Search as the agent types: one try after the other, the likeliest first, until the list is full. Within each, whoever was spoken
// to last comes first, as the cache's rows are ordered.
import type { CountryCode } from 'libphonenumber-js/max';
import type { SearchHit } from '#shared/contract/deskData';
import type { Mark } from '#shared/contract/mark';
import type { Case } from '#shared/model/customer';
import { beginningOfNumber, formatNumber } from '#shared/model/phoneNumber';
import type { CacheReader } from '../db/cache.ts';
import type { FoundCustomer } from '../db/customerTable.ts';
import { fewestDigits } from '../db/digitTable.ts';
import { inOrder, markOf, markWords, type Where } from './marks.ts';
import {
  allOf,
  beginningOfAny,
  beginningOfCode,
  beginningOfMail,
  beginningOfName,
  exactCode,
  exactName,
  isOneSlip,
  readTyped,
  slippedName,
  type Typed,
} from './query.ts';
import { digitsOf } from './text.ts';

/** What of the cache is searched. */
type Searched = Pick<CacheReader, 'words' | 'digits' | 'customers' | 'cases'>;

type Candidate = FoundCustomer['customer'];

/** Why somebody is in the list. */
type Reason = Pick<SearchHit, 'matched' | 'nameMarks'>;
type Try = () => readonly Found[];
interface Found {
  readonly row: number;
  /** Null: not whom we looked for, after all. */
  readonly reason: (customer: Candidate) => Reason | null;
}

/** Rows read of one try for each hit that is wanted: the most recent contacts among them come first. */
const readForEach = 3;
/** Rows that may have a part of a number, of which some do not. */
const mostParts = 400;
/** Rows passed by where words and digits are looked for together. */
const mostPassed = 20_000;
const pageOfRows = 2_000;

/** How one looks. */
export interface Looking {
  readonly limit: number;
  /** Where numbers are dialled as they are at home. */
  readonly country: CountryCode;
  /** Whether they are found too whose data may be kept and not be used: by whoever answers for privacy. */
  readonly restricted: boolean;
}

/** Nothing for what has neither letter nor digit. */
export function searchCustomers(cache: Searched, text: string, { limit, country, restricted }: Looking): SearchHit[] {
  const typed = readTyped(text);
  if (typed === null) return [];
  const isFound = ({ restrictedAt }: Candidate) => restricted || restrictedAt === null;
  const hits: SearchHit[] = [];
  const seen = new Set<number>();
  for (const attempt of triesFor(cache, typed, limit * readForEach, country)) {
    const found: SearchHit[] = [];
    for (const { row, reason } of attempt()) {
      if (seen.has(row)) continue;
      const candidate = cache.customers.byRow(row);
      const why = candidate === null || !isFound(candidate.customer) ? null : reason(candidate.customer);
      if (candidate === null || why === null) continue;
      seen.add(row);
      found.push(hitOf(candidate, why));
      if (found.length >= limit * readForEach) break;
    }
    hits.push(...found.sort(byContact));
    if (hits.length >= limit) return hits.slice(0, limit);
  }
  return hits.length > 0 ? hits : withOneSlip(cache, typed, limit, isFound);
}

function triesFor(cache: Searched, typed: Typed, most: number, country: CountryCode): readonly Try[] {
  const { words, digits, customers } = cache;
  const rowsOf = (expression: string | null) => (expression === null ? [] : words.rows(expression, most));
  const each = (rows: readonly number[], reason: Found['reason']) => rows.map((row) => ({ row, reason }));
  const byAny = (customer: Candidate) => wordsReason(customer, typed.words);
  const inCase = (exact: boolean): Try => {
    return () =>
      cache.cases
        .byNumber(typed.joined, most)
        .filter(({ number }) => (markOf(number, typed.joined, 'end') !== null) === exact)
        .flatMap((found) => {
          const row = customers.rowOf(found.customerId);
          return row === null ? [] : [{ row, reason: () => caseReason(found, typed.joined) }];
        });
  };
  const anyField: Try = () => each(rowsOf(allOf(typed.words.map((word) => beginningOfAny(words, word)))), byAny);
  const codes: Try = () =>
    each(rowsOf(beginningOfCode(typed.joined)), (customer) => codeReason(customer, typed.joined));

  if (typed.mail !== null) {
    const { mail } = typed;
    return [
      () => each(rowsOf(beginningOfMail(words, mail)), ({ email }) => fieldReason('email', email ?? '', typed.joined)),
    ];
  }
  if (typed.number !== null) {
    const { digits: part, whole } = typed.number;
    const forms = whole ? [part] : [beginningOfNumber(part, country), part];
    const hasNumber = (where: Where, sought: readonly string[]) => (customer: Candidate) =>
      numberReason(customer, sought, where);
    return [
      () => each(rowsOf(exactCode(part)), (customer) => codeReason(customer, part)),
      inCase(true),
      () =>
        each(
          forms.flatMap((form) => customers.rowsByBeginning(form, most)),
          hasNumber('anywhere', [part, ...forms]),
        ),
      anyField,
      inCase(false),
      () => (part.length < 2 ? [] : each(customers.rowsByEnding(part, most), hasNumber('end', [part]))),
      () => (part.length < fewestDigits ? [] : each(digits.rows(part, mostParts), hasNumber('anywhere', [part]))),
    ];
  }
  return [
    () => each(rowsOf(allOf(typed.words.map(exactName))), byAny),
    () => each(rowsOf(allOf(typed.words.map((word) => beginningOfName(words, word)))), byAny),
    inCase(true),
    anyField,
    codes,
    inCase(false),
    () => withPartOfNumber(cache, typed, most),
  ];
}

/** Words beside a part of a number. The digits' rows are read first: two full texts are never joined, since both would be read whole. */
function withPartOfNumber({ words, digits }: Searched, typed: Typed, most: number): Found[] {
  const parts = typed.words.filter((word) => /^\d+$/.test(word) && word.length >= fewestDigits);
  const others = typed.words.filter((word) => !parts.includes(word));
  const expression = allOf(others.map((word) => beginningOfAny(words, word)));
  if (parts.length === 0 || expression === null) return [];
  const withPart = parts.map((part) => new Set(digits.rows(part, mostPassed)));
  const found: number[] = [];
  let after: number | undefined;
  for (let passed = 0; passed < mostPassed && found.length < most; passed += pageOfRows) {
    const page = words.rows(expression, pageOfRows, after);
    found.push(...page.filter((row) => withPart.every((rows) => rows.has(row))));
    if (page.length < pageOfRows) break;
    after = page.at(-1);
  }
  return found.map((row) => ({
    row,
    reason: (customer) => {
      const named = wordsReason(customer, others);
      const numbered = numberReason(customer, parts, 'anywhere');
      return named === null || numbered === null ? null : { ...numbered, nameMarks: named.nameMarks };
    },
  }));
}

function withOneSlip(
  cache: Searched,
  typed: Typed,
  limit: number,
  isFound: (candidate: Candidate) => boolean,
): SearchHit[] {
  const { words } = typed;
  if (typed.mail !== null || typed.number !== null || !words.some((word) => /\p{L}/u.test(word))) return [];
  for (const whole of [true, false]) {
    const expression = allOf(words.map((word) => slippedName(cache.words, word, whole)));
    const rows = expression === null ? [] : cache.words.rows(expression, limit * readForEach);
    const found = rows.flatMap((row) => cache.customers.byRow(row) ?? []).filter(({ customer }) => isFound(customer));
    const hits = found.map((one) => hitOf(one, slipReason(one.customer, words)));
    if (hits.length > 0) return hits.sort(byContact).slice(0, limit);
  }
  return [];
}

type Field = SearchHit['matched']['field'];

/** The name where all is in it; else the field that holds most of the rest. Null: some word is nowhere. */
function wordsReason(customer: Candidate, words: readonly string[]): Reason | null {
  const nameMarks = marksOf(customer.name, words);
  const rest = words.filter((_word, index) => nameMarks[index] === null);
  const inName = presentOf(nameMarks);
  if (rest.length === 0) {
    return { nameMarks: inName, matched: { field: 'name', text: customer.name, marks: inName } };
  }
  const fields: readonly [Field, string][] = [
    ...codesOf(customer).map((code): [Field, string] => ['code', code]),
    ['email', customer.email ?? ''],
    ['city', customer.address?.city ?? ''],
  ];
  const fits = fields.map(([field, text]) => ({ field, text, marks: marksOf(text, rest) }));
  if (rest.some((_word, index) => fits.every(({ marks }) => marks[index] === null))) return null;
  const counted = fits.map((fit) => ({ ...fit, marks: presentOf(fit.marks), count: fit.marks.filter(Boolean).length }));
  const best = counted.reduce((most, next) => (next.count > most.count ? next : most));
  return { nameMarks: inName, matched: { field: best.field, text: best.text, marks: best.marks } };
}

const marksOf = (text: string, words: readonly string[]): (Mark | null)[] =>
  words.map((word) => markOf(text, word, 'word'));
const presentOf = (marks: readonly (Mark | null)[]): Mark[] => inOrder(marks.filter((mark) => mark !== null));

function fieldReason(field: Field, text: string, typed: string): Reason | null {
  const mark = markOf(text, typed, 'word');
  return mark === null ? null : { nameMarks: [], matched: { field, text, marks: [mark] } };
}

/** Of those who were made one with them, too. */
const codesOf = ({ code, mergedFrom }: Candidate): string[] => [code, ...mergedFrom.map((gone) => gone.code)];

function codeReason(customer: Candidate, typed: string): Reason | null {
  for (const code of codesOf(customer)) {
    const reason = fieldReason('code', code, typed);
    if (reason !== null) return reason;
  }
  return null;
}

function caseReason({ number, title }: Case, typed: string): Reason {
  const mark = markOf(number, typed, 'word') ?? markOf(number, typed, 'anywhere');
  return { nameMarks: [], matched: { field: 'case', text: `${number} ${title}`, marks: mark === null ? [] : [mark] } };
}

/** The first number in which one of the parts stands. */
function numberReason(customer: Candidate, parts: readonly string[], where: Where): Reason | null {
  for (const phone of customer.phones) {
    const text = phone.e164 === null ? phone.raw : formatNumber(phone.e164);
    const found = parts.find((part) => holds(digitsOf(phone), part, where));
    if (found === undefined) continue;
    const mark = markOf(text, found, where);
    return { nameMarks: [], matched: { field: 'number', text, marks: mark === null ? [] : [mark] } };
  }
  return null;
}

const holds = (digits: string, part: string, where: Where): boolean =>
  where === 'end' ? digits.endsWith(part) : digits.includes(part);

function slipReason(customer: Candidate, words: readonly string[]): Reason {
  const marks = inOrder(markWords(customer.name, (theirs) => words.some((word) => isOneSlip(word, theirs))));
  return { nameMarks: marks, matched: { field: 'name', text: customer.name, marks } };
}

const hitOf = ({ customer, lastContactAt }: FoundCustomer, reason: Reason): SearchHit => ({
  customer: { id: customer.id, code: customer.code, kind: customer.kind, name: customer.name },
  city: customer.address?.city ?? null,
  ...reason,
  lastContactAt,
});

const byContact = (a: SearchHit, b: SearchHit): number =>
  (b.lastContactAt ?? '').localeCompare(a.lastContactAt ?? '') || a.customer.name.localeCompare(b.customer.name);
