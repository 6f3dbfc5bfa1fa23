// A mapping as people write it: for each of our fields the CRM's own, several parted by spaces; who is a company, by a field and what it says then.
// What it has besides (lists of numbers) stays as it is.
import type { ConnectorList } from '#shared/protocol/connectors';

export type Mapping = ConnectorList['kinds'][number]['mapping'];

export const slotNames = [
  ...(['name', 'nameElse', 'email', 'mobile', 'landline', 'other', 'street', 'postcode', 'city'] as const),
  ...(['birthDate', 'taxCode', 'language', 'company', 'companyIs'] as const),
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

type Told = NonNullable<Mapping['company']>['is'];

/** As JSON has it: true, 1, null; text is anything else, or what stands in quotes. */
function toldBy(written: string): Told {
  try {
    const told = JSON.parse(written) as Told;
    return typeof told === 'object' && told !== null ? written : told;
  } catch {
    return written;
  }
}

const shownTold = (is: Told): string => (typeof is === 'string' && toldBy(is) === is ? is : JSON.stringify(is));

export function slotsOf(mapping: Mapping): Slots {
  const { name, nameElse, email, phones, address, birthDate, taxCode, language, company } = mapping;
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
    company: shown([company?.at]),
    companyIs: company === undefined ? '' : shownTold(company.is),
  };
}

/** A field's name as it stands in a refusal ("mapping.properties.email"): as it was written. */
export const writtenAs = (field: string): string => field.replace(/^mapping\.?/, '').replaceAll('.', '/');

/** A field of ours for which nothing was written, several where there is one, or more than are taken; a field without what it says. */
export interface Wrong {
  readonly wrong: Slot;
  readonly why: 'none' | 'several' | 'many' | 'noValue';
}

const kinds = ['mobile', 'landline', 'other'] as const;

/** The mapping that was written, in place of `before`. */
export function mappingOf(slots: Slots, before: Mapping): Mapping | Wrong {
  const { phoneList } = before;
  const written = (slot: Slot) =>
    slots[slot]
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => `/${word.replace(/^\/+/, '')}`);
  const one = (slot: Slot) => written(slot)[0];
  if (written('name').length === 0) return { wrong: 'name', why: 'none' };
  const wrong = slotNames.find(
    (slot) => slot !== 'companyIs' && written(slot).length > (isMany(slot) ? most.pointers : 1),
  );
  if (wrong !== undefined) return { wrong, why: isMany(wrong) ? 'many' : 'several' };
  const numbers = kinds.flatMap((kind) => written(kind).map((at) => ({ at, kind })));
  if (numbers.length > most.phones) return { wrong: 'other', why: 'many' };
  const [company, companyIs] = [one('company'), slots.companyIs.trim()];
  if (company !== undefined && companyIs === '') return { wrong: 'companyIs', why: 'noValue' };
  if (company === undefined && companyIs !== '') return { wrong: 'company', why: 'none' };
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
    ...(company !== undefined && { company: { at: company, is: toldBy(companyIs) } }),
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
