import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionSchema } from './description.ts';
import { crmCustomerSchema, readMoment, readRow } from './rows.ts';

const description = descriptionSchema.parse({
  kind: 'rows',
  name: 'Rows',
  secrets: ['key'],
  signIn: { by: 'headers', headers: { Authorization: '{{key}}' } },
  paces: { all: { requests: 1, seconds: 1 } },
  load: { by: 'id', request: { path: '/', pace: 'all' }, start: '' },
  reloadHours: 24,
  changes: {
    by: 'time',
    request: { path: '/', pace: 'all' },
    within: { path: '/', pace: 'all' },
    start: '',
    granuleMs: 1,
    overlapSeconds: 1,
  },
  row: {
    list: '',
    id: '/id',
    changed: '/changed',
    fields: {
      name: ['/first', '/last'],
      nameElse: ['/company', '/email'],
      company: { at: '/isCompany', is: true },
      email: '/email',
      phones: [
        { at: '/mobile', kind: 'mobile' },
        { at: '/phone', kind: 'landline' },
      ],
      phoneList: { at: '/numbers', number: '/number' },
      address: { street: ['/street', '/street2'], postcode: '/zip', city: '/city' },
      birthDate: '/born',
      language: '/language',
    },
  },
  callLog: {
    incoming: {},
    outgoing: {},
    steps: [{ request: { path: '/', pace: 'all' }, ok: [201] }],
    againAfterSeconds: 1,
  },
});
const read = (row: unknown) => readRow(description, row, 'IT');
const why = (row: object) => read({ id: 'a', first: 'Anna', ...row });

it('reads a person whole', () => {
  const row = {
    id: 17,
    first: 'Anna',
    last: 'Prova',
    email: 'anna@example.test',
    mobile: '+39 000 000 0101',
    phone: '0039 000 000 0102',
    numbers: [{ number: '+390000000101' }, { number: '+39 000 000 0103' }],
    street: 'Via Prova 1',
    street2: false,
    zip: '00000',
    city: 'Prova',
    born: '1980-02-29',
    language: 'it_IT',
  };
  expect(read(row)).toEqual({
    kind: 'customer',
    customer: {
      id: '17',
      kind: 'person',
      name: 'Anna Prova',
      email: 'anna@example.test',
      phones: [
        { raw: '+39 000 000 0101', e164: '+390000000101', kind: 'mobile' },
        { raw: '0039 000 000 0102', e164: '+390000000102', kind: 'landline' },
        { raw: '+39 000 000 0103', e164: '+390000000103', kind: 'other' },
      ],
      address: { street: 'Via Prova 1', postcode: '00000', city: 'Prova' },
      birthDate: '1980-02-29',
      taxCode: null,
      language: 'it',
    },
  });
});

it('calls a nameless one by company or e-mail, and leaves out languages that are not ours', () => {
  const row = { id: 'a', isCompany: true, company: 'Prova srl', language: 'fr' };
  expect(read(row)).toMatchObject({ customer: { kind: 'company', name: 'Prova srl', language: null, address: null } });
});

describe('A row is refused', () => {
  it.each([
    ['email', 'notAnEmail', { email: 'nobody' }],
    ['birthDate', 'notADate', { born: '31/12/1980' }],
    ['birthDate', 'notADate', { born: '1981-02-29' }],
    ['name', 'tooLong', { first: 'x'.repeat(161) }],
    ['phones', 'notText', { phone: ['+390000000101'] }],
    ['address', 'tooLong', { city: 'x'.repeat(81) }],
    ['phones', 'tooMany', { numbers: Array.from({ length: 21 }, (_, n) => ({ number: `+39000000${1000 + n}` })) }],
  ])('for its %s (%s)', (field, reason, row) => {
    expect(why(row)).toEqual({ kind: 'refused', refusal: { id: 'a', field, why: reason } });
  });
});

it('makes of any row a customer that fits, or says why not', () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (row, value) => {
      const strange = fc.sample(fc.constantFrom('first', 'email', 'phone', 'numbers', 'born', 'zip'), 1)[0] ?? 'first';
      for (const found of [read(row), why({ [strange]: value })]) {
        if (found.kind === 'customer') crmCustomerSchema.parse(found.customer);
        if (found.kind === 'refused') expect(found.refusal.field).toBeTruthy();
      }
    }),
  );
});

it('reads moments as CRMs write them', () => {
  const ms = Date.UTC(2026, 10, 26, 8);
  for (const text of [
    '2026-11-26 08:00:00',
    '2026-11-26T08:00:00Z',
    '2026-11-26T08:00:00.000+0000',
    '2026-11-26T09:00:00+01:00',
    ms,
  ]) {
    expect(readMoment(text)).toBe(ms);
  }
  for (const none of [null, '', 'yesterday', {}, Number.NaN, 1e300]) expect(readMoment(none)).toBeNull();
});
