// A row of a file as a customer of ours, by what its columns mean; or everything that is wrong with it.
import type { CountryCode } from 'libphonenumber-js/max';
import type { z } from 'zod';
import { type Customer, customerSchema } from '#shared/model/customer';
import { parseNumber } from '#shared/model/phoneNumber';
import type {
  ImportMapping,
  ImportOptions,
  ImportRefusal,
  ImportTarget,
  RefusalReason,
} from '#shared/protocol/imports';
import type { FileRow } from './record.ts';

/** Null, or no phones: the file does not say. */
const importedSchema = customerSchema
  .pick({ kind: true, name: true, email: true, address: true, phones: true, birthDate: true })
  .extend({
    code: customerSchema.shape.code.nullable(),
    language: customerSchema.shape.language.nullable(),
    taxCode: customerSchema.shape.taxCode,
    iban: customerSchema.shape.iban,
    preference: customerSchema.shape.preference,
  });
export type ImportedCustomer = z.infer<typeof importedSchema>;

export type RowRead =
  | { readonly kind: 'customer'; readonly line: number; readonly customer: ImportedCustomer }
  | { readonly kind: 'refused'; readonly refusals: readonly ImportRefusal[] };

/** What is shown of a cell that is refused. */
const mostShown = 200;

/** `country`: how numbers without a country's code are read. */
export function readCustomer(row: FileRow, options: ImportOptions, country: CountryCode): RowRead {
  const cells = cellsByTarget(row, options.mapping);
  const text = (target: ImportTarget): string | null =>
    cells
      .get(target)
      ?.map(({ value }) => value)
      .join(' ') ?? null;
  const company = text('company');
  const person = text('name') ?? joined(text('givenName'), text('familyName'));
  const read = importedSchema.safeParse({
    code: codeOf(text('code'), options.codePrefix),
    kind: company === null ? 'person' : 'company',
    name: company ?? person ?? '',
    email: text('email'),
    address: addressOf(text('street'), text('postcode'), text('city')),
    phones: phonesOf(cells, country),
    birthDate: dateOf(text('birthDate'), options.dates),
    taxCode: compact(text('taxCode')),
    iban: compact(text('iban')),
    language: languageOf(text('language')),
    preference: text('preference'),
  } satisfies Record<keyof ImportedCustomer, unknown>);
  if (read.success) return { kind: 'customer', line: row.line, customer: read.data };
  return {
    kind: 'refused',
    refusals: read.error.issues.map((issue) => refusalOf(issue, row.line, cells)),
  };
}

export const unreadNumbers = ({ phones }: ImportedCustomer): number =>
  phones.filter((phone) => phone.e164 === null).length;

interface Cell {
  readonly column: string;
  readonly value: string;
}
type Cells = ReadonlyMap<ImportTarget, readonly Cell[]>;

function cellsByTarget(row: FileRow, mapping: ImportMapping): Cells {
  const cells = new Map<ImportTarget, Cell[]>();
  for (const [column, value] of row.cells) {
    const target = mapping[column];
    if (target === undefined) continue;
    const same = cells.get(target) ?? [];
    same.push({ column, value });
    cells.set(target, same);
  }
  return cells;
}

const joined = (...parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join(' ') || null;

const compact = (text: string | null): string | null => text?.replace(/\s/g, '').toUpperCase() ?? null;

function codeOf(text: string | null, prefix: string): string | null {
  if (text === null) return null;
  const code = text.toUpperCase();
  return /^\d+$/.test(code) ? `${prefix}-${code.padStart(4, '0')}` : code;
}

const addressOf = (street: string | null, postcode: string | null, city: string | null): Customer['address'] =>
  street === null && postcode === null && city === null
    ? null
    : { street: street ?? '', postcode: postcode ?? '', city: city ?? '' };

const kinds = { mobile: 'mobile', landline: 'landline', otherNumber: 'other' } as const;

/** One that is there twice is kept once. */
function phonesOf(cells: Cells, country: CountryCode): Customer['phones'] {
  const phones = new Map<string, Customer['phones'][number]>();
  for (const target of ['mobile', 'landline', 'otherNumber'] as const) {
    for (const { value } of cells.get(target) ?? []) {
      const e164 = parseNumber(value, country);
      const key = e164 ?? value;
      if (!phones.has(key)) phones.set(key, { raw: value, e164, kind: kinds[target] });
    }
  }
  return [...phones.values()];
}

/** ISO 8601, also without its hyphens (vCard); else by `order`. What is no date stays as it is, to be refused. */
function dateOf(text: string | null, order: ImportOptions['dates']): string | null {
  if (text === null) return null;
  const iso = /^(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?$/.exec(text);
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`;
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: 0?0[:.]00(?:[:.]00)?)?$/.exec(text);
  if (!local) return text;
  const [, first = '', second = '', year] = local;
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** "it", "it-IT", "Italiano", "Inglese", "English". What is neither stays as it is, to be refused. */
function languageOf(text: string | null): string | null {
  if (text === null) return null;
  const word = text.toLowerCase();
  if (/^(it|ita)\b|^ital/.test(word)) return 'it';
  if (/^(en|eng)\b|^(engl|ingl)/.test(word)) return 'en';
  return text;
}

/** Which columns a field of ours comes from. */
const sources: Record<string, readonly ImportTarget[]> = {
  name: ['company', 'name', 'givenName', 'familyName'],
  phones: ['mobile', 'landline', 'otherNumber'],
};

const wrongBy: Record<string, RefusalReason> = {
  code: 'notACode',
  email: 'notAnEmail',
  birthDate: 'notADate',
  language: 'notALanguage',
};

function refusalOf(issue: z.core.$ZodIssue, line: number, cells: Cells): ImportRefusal {
  const [field, part] = issue.path.map(String);
  const name = (field === 'address' ? part : field) ?? '';
  const of = (sources[name] ?? [name as ImportTarget]).flatMap((target) => cells.get(target) ?? []);
  const cell = field === 'phones' && part !== undefined ? of.find(({ value }) => value.length > 64) : of[0];
  return { line, column: cell?.column ?? null, why: reasonOf(issue, name), was: cell?.value.slice(0, mostShown) ?? '' };
}

function reasonOf(issue: z.core.$ZodIssue, field: string): RefusalReason {
  if (issue.code === 'too_small') return 'missing';
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'tooManyNumbers' : 'tooLong';
  return wrongBy[field] ?? 'broken';
}
