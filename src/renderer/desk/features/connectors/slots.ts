// A mapping as people write it: for each of our fields the CRM's own, several parted by spaces. What it has besides (whether it is a company, lists of
// numbers) stays as it is.
import type { ConnectorList } from '#shared/protocol/connectors';

export type Mapping = ConnectorList['kinds'][number]['mapping'];

export const slotNames = [
  ...(['name', 'nameElse', 'email', 'mobile', 'landline', 'other', 'street', 'postcode', 'city'] as const),
  ...(['birthDate', 'taxCode', 'language'] as const),
] as const;
export type Slot = (typeof slotNames)[number];
export type Slots = Readonly<Record<Slot, string>>;

/** As in `fieldsSchema` (shared/connector/description.ts). */
const most = { pointers: 6, phones: 12 } as const;

/** Of these there may be several. */
const many: readonly Slot[] = ['name', 'nameElse', 'mobile', 'landline', 'other', 'street'];
export const isMany = (slot: Slot): boolean => many.includes(slot);

const shown = (pointers: readonly (string | undefined)[]): string =>
  pointers.flatMap((pointer) => (pointer === undefined ? [] : [pointer.replace(/^\//, '')])).join(' ');

export function slotsOf(mapping: Mapping): Slots {
  const { name, nameElse, email, phones, address, birthDate, taxCode, language } = mapping;
  const numbers = (kind: 'mobile' | 'landline' | 'other') =>
    shown(phones.filter((phone) => phone.kind === kind).map((phone) => phone.at));
  return {
    name: shown(name),
    nameElse: shown(nameElse),
    email: shown([email]),
    mobile: numbers('mobile'),
    landline: numbers('landline'),
    other: numbers('other'),
    street: shown(address?.street ?? []),
    postcode: shown([address?.postcode]),
    city: shown([address?.city]),
    birthDate: shown([birthDate]),
    taxCode: shown([taxCode]),
    language: shown([language]),
  };
}

/** A field's name as it stands in a refusal ("mapping.properties.email"): as it was written. */
export const writtenAs = (field: string): string => field.replace(/^mapping\.?/, '').replaceAll('.', '/');

/** A field of ours for which nothing was written, several where there is one, or more than are taken. */
export interface Wrong {
  readonly wrong: Slot;
  readonly why: 'none' | 'several' | 'many';
}

const kinds = ['mobile', 'landline', 'other'] as const;

/** The mapping that was written, in place of `before`. */
export function mappingOf(slots: Slots, before: Mapping): Mapping | Wrong {
  const { company, phoneList } = before;
  const written = (slot: Slot) =>
    slots[slot]
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => `/${word.replace(/^\/+/, '')}`);
  const one = (slot: Slot) => written(slot)[0];
  if (written('name').length === 0) return { wrong: 'name', why: 'none' };
  const wrong = slotNames.find((slot) => written(slot).length > (isMany(slot) ? most.pointers : 1));
  if (wrong !== undefined) return { wrong, why: isMany(wrong) ? 'many' : 'several' };
  const numbers = kinds.flatMap((kind) => written(kind).map((at) => ({ at, kind })));
  if (numbers.length > most.phones) return { wrong: 'other', why: 'many' };
  const address = {
    street: written('street'),
    ...(one('postcode') !== undefined && { postcode: one('postcode') }),
    ...(one('city') !== undefined && { city: one('city') }),
  };
  return {
    name: written('name'),
    nameElse: written('nameElse'),
    phones: inTheOrderOf(before.phones, numbers),
    ...(address.street.length > 0 || 'postcode' in address || 'city' in address ? { address } : {}),
    ...Object.fromEntries(
      (['email', 'birthDate', 'taxCode', 'language'] as const).flatMap((slot) => {
        const pointer = one(slot);
        return pointer === undefined ? [] : [[slot, pointer]];
      }),
    ),
    ...(company !== undefined && { company }),
    ...(phoneList !== undefined && { phoneList }),
  };
}

/** The kinds one after the other as they were before: the first number is the one that is shown first. */
function inTheOrderOf(before: Mapping['phones'], written: Mapping['phones']): Mapping['phones'] {
  const left = [...written];
  const again = before.flatMap(({ kind }) => {
    const place = left.findIndex((number) => number.kind === kind);
    return place === -1 ? [] : left.splice(place, 1);
  });
  return [...again, ...left];
}
