// A CRM's row as a customer of ours, by a description's mapping. What does not fit refuses that row alone, and says which field and why;
// what was there is not told: it is somebody's data.
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { addressSchema, customerSchema, phoneSchema } from '../model/customer.ts';
import { languageSchema } from '../model/ids.ts';
import { parseNumber } from '../model/phoneNumber.ts';
import type { Description } from './description.ts';
import { at, textAt } from './pointer.ts';

export const crmCustomerSchema = z.object({
  /** What the CRM calls them. */
  id: z.string().min(1).max(200),
  kind: z.enum(['person', 'company']),
  name: customerSchema.shape.name,
  email: customerSchema.shape.email,
  phones: z.array(phoneSchema).max(20),
  address: addressSchema.nullable(),
  birthDate: customerSchema.shape.birthDate,
  taxCode: customerSchema.shape.taxCode,
  /** Null: not said. */
  language: languageSchema.nullable(),
});
export type CrmCustomer = z.infer<typeof crmCustomerSchema>;

export const refusalWhy = ['missing', 'notText', 'tooLong', 'notAnEmail', 'notADate', 'tooMany', 'wrong'] as const;
export interface Refusal {
  /** Null: not even that could be read. */
  readonly id: string | null;
  /** Ours: "email". */
  readonly field: string;
  readonly why: (typeof refusalWhy)[number];
}

export type ReadRow =
  | { readonly kind: 'customer'; readonly customer: CrmCustomer }
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export function readRow({ row: shape }: Description, row: unknown, country: CountryCode): ReadRow {
  if (shape.gone !== undefined && at(row, shape.gone.at) === shape.gone.is) {
    const id = textAt(row, shape.gone.id ?? shape.id);
    return id === null ? refused(null, 'id', 'missing') : { kind: 'gone', id };
  }
  const id = textAt(row, shape.id);
  if (id === null) return refused(null, 'id', 'missing');
  if (shape.only !== undefined && at(row, shape.only.at) !== shape.only.is) return { kind: 'gone', id };
  const { fields } = shape;
  const strange = notText(row, fields);
  if (strange !== null) return refused(id, strange, 'notText');

  const part = (pointer: string | undefined) => (pointer === undefined ? null : textAt(row, pointer));
  const parts = (pointers: readonly string[], between: string) =>
    pointers
      .map(part)
      .filter((found) => found !== null)
      .join(between);
  const read = crmCustomerSchema.safeParse({
    id,
    kind: fields.company !== undefined && at(row, fields.company.at) === fields.company.is ? 'company' : 'person',
    name: parts(fields.name, ' ') || (fields.nameElse.map(part).find((found) => found !== null) ?? ''),
    email: part(fields.email),
    phones: phonesOf(row, fields, country),
    address:
      fields.address === undefined
        ? null
        : addressOf(parts(fields.address.street, ', '), part(fields.address.postcode), part(fields.address.city)),
    birthDate: part(fields.birthDate)?.slice(0, 10) ?? null,
    taxCode: part(fields.taxCode),
    language: languageOf(part(fields.language)),
  } satisfies Record<keyof CrmCustomer, unknown>);
  if (read.success) return { kind: 'customer', customer: read.data };
  const [issue] = read.error.issues;
  return refused(id, String(issue?.path[0] ?? 'row'), whyOf(issue));
}

const refused = (id: string | null, field: string, why: Refusal['why']): ReadRow => ({
  kind: 'refused',
  refusal: { id, field, why },
});

type Fields = Description['row']['fields'];

/** The first of our fields for which the CRM sends an object or a list. */
function notText(row: unknown, fields: Fields): string | null {
  const of: Record<string, readonly (string | undefined)[]> = {
    name: [...fields.name, ...fields.nameElse],
    email: [fields.email],
    phones: fields.phones.map((phone) => phone.at),
    address: fields.address ? [...fields.address.street, fields.address.postcode, fields.address.city] : [],
    birthDate: [fields.birthDate],
    taxCode: [fields.taxCode],
    language: [fields.language],
  };
  const isStrange = (pointer: string | undefined) => {
    const found = pointer === undefined ? null : at(row, pointer);
    return (typeof found === 'object' && found !== null) || found === true;
  };
  return Object.keys(of).find((field) => of[field]?.some(isStrange)) ?? null;
}

function phonesOf(row: unknown, fields: Fields, country: CountryCode) {
  const list = fields.phoneList === undefined ? [] : at(row, fields.phoneList.at);
  const further = Array.isArray(list) ? list.map((item) => textAt(item, fields.phoneList?.number ?? '')) : [];
  const all = [
    ...fields.phones.map((phone) => ({ raw: textAt(row, phone.at), kind: phone.kind })),
    ...further.map((raw) => ({ raw, kind: 'other' as const })),
  ];
  const phones = all.flatMap(({ raw, kind }) => (raw === null ? [] : [{ raw, e164: parseNumber(raw, country), kind }]));
  const sameAs = (phone: (typeof phones)[number]) => phone.e164 ?? phone.raw;
  return phones.filter((phone, place) => phones.findIndex((other) => sameAs(other) === sameAs(phone)) === place);
}

const addressOf = (street: string, postcode: string | null, city: string | null) =>
  street === '' && postcode === null && city === null ? null : { street, postcode: postcode ?? '', city: city ?? '' };

function languageOf(text: string | null) {
  const read = languageSchema.safeParse(text?.slice(0, 2).toLowerCase());
  return read.success ? read.data : null;
}

function whyOf(issue: z.core.$ZodIssue | undefined): Refusal['why'] {
  if (issue?.code === 'too_small') return 'missing';
  if (issue?.code === 'too_big') return issue.origin === 'array' ? 'tooMany' : 'tooLong';
  if (issue?.code === 'invalid_format') {
    return issue.format === 'email' ? 'notAnEmail' : issue.format === 'date' ? 'notADate' : 'wrong';
  }
  return 'wrong';
}

/** A moment as CRMs write it: ISO 8601, "2026-11-26 08:00:00" in UTC, or milliseconds since 1970. Null: no moment. */
export function readMoment(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 8.64e15 ? value : null;
  if (typeof value !== 'string') return null;
  const sql = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(value);
  // Salesforce writes "+0000", which only some readers of ISO 8601 know.
  const ms = Date.parse(sql ? `${sql[1]}T${sql[2]}Z` : value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
}
