// English: how surely the caller is the customer.
import type { identification as italian } from '../it/identification.ts';
import type { Same } from '../same.ts';

export const identification: Same<typeof italian> = {
  identification: {
    title: 'Identification',
    levels: { none: 'None', basic: 'Basic', standard: 'Standard', strong: 'Strong' },
    standing: {
      none: 'not identified',
      basic: 'identified, basic',
      standard: 'identified, standard',
      strong: 'identified, strong',
    },
    allows: {
      none: 'Public information only: not even whether they are a customer.',
      basic: 'State of an order, case or fault. No amounts, addresses or contacts.',
      standard: 'Invoices, contract, complaints. Documents only to contacts on file.',
      strong: 'Also changes of contacts or IBAN, and cancellation.',
    },
  },
};
