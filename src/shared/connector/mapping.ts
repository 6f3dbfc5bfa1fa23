// From which field of a CRM each of ours comes: as a description has it, or as a company has it for its own CRM, where people have made fields of their own.
import type { z } from 'zod';
import { type Description, fieldsSchema } from './description.ts';

export const mappingSchema = fieldsSchema;
export type Mapping = z.infer<typeof mappingSchema>;

/** The description as that company has it; null: as it is. */
export const mapped = (description: Description, mapping: Mapping | null): Description =>
  mapping === null ? description : { ...description, row: { ...description.row, fields: mapping } };

/** Every pointer of a mapping into a row, each once. */
export function pointersIn({ address, phoneList, company, ...fields }: Mapping): string[] {
  const { name, nameElse, phones, email, birthDate, taxCode, language } = fields;
  const all = [
    ...[...name, ...nameElse, ...phones.map((phone) => phone.at), ...(address?.street ?? [])],
    ...[email, address?.postcode, address?.city, birthDate, taxCode, language, phoneList?.at, company?.at],
  ];
  return [...new Set(all.filter((pointer) => pointer !== undefined))];
}

/** What such a name may be: it goes into questions in the CRM's own language. */
const columnName = /^[A-Za-z_][A-Za-z0-9_]{0,79}$/;

function columnOf(pointer: string, below: string): string | null {
  return pointer.startsWith(`${below}/`) ? (pointer.slice(below.length + 1).split('/')[0] ?? null) : null;
}

/** The variable `columns`, where the description has one. */
export function columnsOf({ row: { columns, fields } }: Description): { readonly columns?: readonly string[] } {
  if (columns === undefined) return {};
  const asked = pointersIn(fields).map((pointer) => columnOf(pointer, columns.below));
  return { columns: [...new Set([...columns.always, ...asked.filter((name) => name !== null)])] };
}

/** The first pointer that this CRM cannot even be asked for; null: none. */
export function unaskable({ row: { columns } }: Description, mapping: Mapping): string | null {
  if (columns === undefined) return null;
  const bad = pointersIn(mapping).find((pointer) => {
    const name = columnOf(pointer, columns.below);
    return name !== null && !columnName.test(name);
  });
  return bad ?? null;
}

/** Where in these rows is a value, or the place for one, in order; lists are not looked into. */
export function pointersOf(rows: readonly unknown[]): string[] {
  const found = new Set<string>();
  const look = (value: unknown, at: string, depth: number): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 4) {
      for (const [name, inner] of Object.entries(value))
        look(inner, `${at}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`, depth + 1);
    } else found.add(at);
  };
  for (const row of rows) look(row, '', 0);
  found.delete('');
  return [...found].sort();
}

/** Pointers of the mapping that lead nowhere in any of these rows. Without rows there is nothing to say. */
export function unknownIn(mapping: Mapping, rows: readonly unknown[]): string[] {
  if (rows.length === 0) return [];
  const offered = pointersOf(rows);
  return pointersIn(mapping).filter(
    (pointer) => !offered.some((known) => known === pointer || known.startsWith(`${pointer}/`)),
  );
}
