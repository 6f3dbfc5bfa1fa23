import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelCustomer } from '#test/support/modelBackend';
import { must } from '../lib/must.ts';
import type { Customer } from './customer.ts';
import { duplicateReasons, leastLikelihood, likelihood } from './duplicates.ts';

const nobody = { birthDate: null, taxCode: null, iban: null, email: null, address: null, phones: [] };
const customer = (n: number, differing: Partial<Customer>): Customer => modelCustomer(n, { ...nobody, ...differing });
const number = (last: string) => [
  { raw: `+39 000 000 ${last}`, e164: `+39000000${last}` as never, kind: 'mobile' as const },
];
const viaPo = { street: 'Via Po, 12', postcode: '27100', city: 'Pavia' };

const pairs: Record<string, [Partial<Customer>, Partial<Customer>, readonly string[] | null]> = {
  'the same tax code, however it is written': [
    { name: 'Carlo Bassi', taxCode: 'BSSCRL70A01F205X' },
    { name: 'Bassi Carlo', taxCode: 'bsscrl70a01 f205x' },
    ['sameTaxCode'],
  ],
  'the same tax code, and a name that was changed': [
    { name: 'Anna Conti', taxCode: 'CNTNNA80A41F205X' },
    { name: 'Anna Maria Ferri', taxCode: 'CNTNNA80A41F205X' },
    ['sameTaxCode'],
  ],
  'the same number and a slip in the name': [
    { name: 'Carlo Bassi', phones: number('0103') },
    { name: 'Carlo Basi', phones: number('0103') },
    ['sameNumber'],
  ],
  'the same number, and an initial': [
    { name: 'C. Bassi', phones: number('0103') },
    { name: 'Carlo Bassi', phones: number('0103') },
    ['sameNumber'],
  ],
  'the same number, and nothing but initials': [
    { name: 'C. B.', phones: number('0103') },
    { name: 'Carlo Bassi', phones: number('0103') },
    null,
  ],
  'the same number in a family': [
    { name: 'Carlo Bassi', phones: number('0103') },
    { name: 'Marta Bassi', phones: number('0103') },
    null,
  ],
  'the same e-mail address in capitals': [
    { name: 'Niccolò Rè', email: 'n.re@esempio.it' },
    { name: 'Niccolo Re', email: 'N.Re@esempio.it' },
    ['sameEmail'],
  ],
  'the same name and birthday': [
    { name: 'Carlo Bassi', birthDate: '1970-01-01' },
    { name: 'BASSI CARLO', birthDate: '1970-01-01' },
    ['sameNameBirth'],
  ],
  'the same name alone': [{ name: 'Carlo Bassi' }, { name: 'Carlo Bassi' }, null],
  'a similar name in the same street': [
    { name: 'Carlo Bassi', address: viaPo },
    { name: 'Carla Bassi', address: { ...viaPo, street: 'via po 12' } },
    ['similarNameSameStreet'],
  ],
  'the same street in another town': [
    { name: 'Carlo Bassi', address: viaPo },
    { name: 'Carlo Bassi', address: { ...viaPo, postcode: '20121' } },
    null,
  ],
  'the same account of a couple': [
    { name: 'Carlo Bassi', iban: 'IT60X0542811101000000123456' },
    { name: 'Anna Conti', iban: 'IT60 X054 2811 1010 0000 0123 456' },
    null,
  ],
  'account, number and e-mail address of somebody with another name': [
    { name: 'Anna Conti', iban: 'IT60X0542811101000000123456', email: 'anna@esempio.it', phones: number('0103') },
    { name: 'Anna Ferri', iban: 'IT60X0542811101000000123456', email: 'anna@esempio.it', phones: number('0103') },
    ['sameIban', 'sameEmail', 'sameNumber'],
  ],
  'father and son, of the same name, with one number': [
    { name: 'Carlo Bassi', phones: number('0103'), birthDate: '1940-01-01' },
    { name: 'Carlo Bassi', phones: number('0103'), birthDate: '1970-01-01' },
    null,
  ],
  'one company, with the birthdays of two who were spoken to there': [
    { name: 'Rho Srl', kind: 'company', phones: number('0103'), birthDate: '1960-01-01' },
    { name: 'Rho', kind: 'company', phones: number('0103'), birthDate: '1980-03-04' },
    ['sameNumber'],
  ],
  'a person and a company': [
    { name: 'Bassi', taxCode: '01234567890' },
    { name: 'Bassi', taxCode: '01234567890', kind: 'company' },
    null,
  ],
};

test.each(Object.entries(pairs))('%s', (_, [one, other, reasons]) => {
  expect(likelihood(customer(1, one), customer(2, other))?.reasons ?? null).toEqual(reasons);
});

test('the more agrees, the likelier', () => {
  const score = (differing: Partial<Customer>) =>
    must(
      likelihood(
        customer(1, { name: 'Carlo Bassi', ...differing }),
        customer(2, { name: 'Carlo Bassi', ...differing }),
      ),
      'a pair',
    ).score;
  const byNumber = score({ phones: number('0103') });
  const byBoth = score({ phones: number('0103'), email: 'carlo@esempio.it' });
  expect(byBoth).toBeGreaterThan(byNumber);
  expect(score({ taxCode: 'BSSCRL70A01F205X' })).toBeGreaterThan(byNumber);
});

const someone = fc.record({
  kind: fc.constantFrom<Customer['kind']>('person', 'person', 'company'),
  name: fc.constantFrom(
    'Carlo Bassi',
    'Carlo Basi',
    'Bassi Carlo',
    'C. Bassi',
    'Marta Bassi',
    'Đorđe',
    '—',
    'Anna Maria Conti',
    'Anna Conti',
  ),
  birthDate: fc.constantFrom(null, '1970-01-01', '1940-01-01'),
  taxCode: fc.constantFrom(null, '', 'BSSCRL70A01F205X', 'CNTNNA80A41F205X'),
  iban: fc.constantFrom(null, 'IT60X0542811101000000123456'),
  email: fc.constantFrom(null, 'uno@esempio.it', 'due@esempio.it'),
  address: fc.constantFrom(null, viaPo, { street: '', postcode: '', city: '' }),
  phones: fc.constantFrom<Customer['phones'][]>([], number('0103'), number('0104'), [
    ...number('0104'),
    ...number('0103'),
  ]),
});

test('two are as likely one whichever is looked at first, nobody is their own double, and each likelihood has a reason', () => {
  fc.assert(
    fc.property(someone, someone, (one, other) => {
      const [a, b] = [customer(1, one), customer(2, other)];
      const found = likelihood(a, b);
      expect(likelihood(b, a)).toEqual(found);
      expect(likelihood(a, customer(1, other))).toBeNull();
      if (found === null) return;
      expect(found.score).toBeGreaterThanOrEqual(leastLikelihood);
      expect(found.score).toBeLessThanOrEqual(1);
      expect(found.reasons.length).toBeGreaterThan(0);
      expect(found.reasons).toEqual(duplicateReasons.filter((reason) => found.reasons.includes(reason)));
    }),
    { numRuns: 2_000 },
  );
});
