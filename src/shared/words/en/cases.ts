// English: where a case stands.
import type { cases as italian } from '../it/cases.ts';
import type { Same } from '../same.ts';

export const cases: Same<typeof italian> = {
  caseStatus: {
    open: 'Open',
    inProgress: 'In progress',
    waiting: 'Waiting',
    closed: 'Closed',
  },
};
