// A customer's fields in words: what each is called, and what a value of it says, line by line, whichever program wrote it.
import { customerSchema, maskedTail } from '#shared/model/customer';
import { formatNumber } from '#shared/model/phoneNumber';
import { useWords } from './useDesk.ts';

const { phones, address, contracts, kind, language } = customerSchema.shape;

/** What the card does not show, the history does not tell either: that it has changed, and no more. */
const hidden: readonly string[] = ['birthDate', 'taxCode'];

/** One line for each number or contract; empty: nothing is there, or nothing that can be read. */
export function fieldLines(field: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (hidden.includes(field)) return ['••••'];
  if (field === 'phones')
    return (phones.safeParse(value).data ?? []).map(({ e164, raw }) => (e164 === null ? raw : formatNumber(e164)));
  if (field === 'address') {
    const { street, postcode, city } = address.safeParse(value).data ?? { street: '', postcode: '', city: '' };
    return [street, `${postcode} ${city}`.trim()].filter((line) => line !== '');
  }
  if (field === 'contracts')
    return (contracts.safeParse(value).data ?? []).map(({ code, name }) => `${code} · ${name}`);
  if (typeof value !== 'string') return [];
  return [field === 'iban' ? maskedTail(value) : value];
}

const named = [
  ...(['phones', 'email', 'address', 'preference', 'iban', 'contracts', 'language', 'name', 'kind'] as const),
  ...(['birthDate', 'taxCode'] as const),
];

export function useFieldWords() {
  const { t } = useWords();
  return {
    /** A field of a newer backend is called as it is there. */
    nameOf(field: string): string {
      const known = named.find((each) => each === field);
      return known === undefined ? field : t(`customer.${known}`);
    },
    linesOf(field: string, value: unknown): string[] {
      if (field === 'kind' && kind.safeParse(value).success) return [t(`customer.${kind.parse(value)}`)];
      if (field === 'language' && language.safeParse(value).success)
        return [t(`customer.speaks.${language.parse(value)}`)];
      return fieldLines(field, value);
    },
  };
}
