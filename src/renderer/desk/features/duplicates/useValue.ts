// A field of a customer as a line of text.
import { type Customer, maskedTail } from '#shared/model/customer';
import type { MergeField } from '#shared/protocol/merges';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

/** Empty: nothing is there. */
export function useValue(): (customer: Customer, field: MergeField) => string {
  const { t, language } = useWords();
  return (customer, field) => {
    if (field === 'address') {
      const { address } = customer;
      return address === null ? '' : [address.street, `${address.postcode} ${address.city}`.trim()].join(', ');
    }
    if (field === 'language') return t(`customer.speaks.${customer.language}`);
    if (field === 'iban') return customer.iban === null ? '' : maskedTail(customer.iban);
    if (field === 'birthDate') return customer.birthDate === null ? '' : fullDay(customer.birthDate, language);
    return customer[field] ?? '';
  };
}
