// English: how surely the caller is the customer.
import type { identification as italian } from '../it/identification.ts';
import type { Same } from '../same.ts';

export const identification: Same<typeof italian> = {
  identification: {
    title: 'Identification',
    is: {
      none: 'Not identified',
      basic: 'Identified: basic',
      standard: 'Identified: standard',
      strong: 'Identified: strong',
    },
    needs: 'needs {{level}}',
    target: 'To be reached',
    ask_one: 'One more question. Ask, do not read out.',
    ask_many: '{{count}} more questions. Ask, do not read out.',
    ask_other: '{{count}} more questions. Ask, do not read out.',
    done: 'There is nothing more to ask.',
    elsewhere: 'to be checked elsewhere',
    answers: { right: 'Right', wrong: 'Wrong', silent: 'No answer' },
    wrong: 'Wrong answers: {{count}} of {{most}}',
    notKept: 'answers are not kept',
    nobody: 'Questions are about a customer who has been chosen: search or confirm them on the card.',
    documents: 'The data on record is not enough to get there: ask for a document in writing.',
    failed:
      'The caller could not be identified. Do not say which answer was wrong: general information remains, or a call back to a known number.',
    byHand: 'Verified in another way',
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
