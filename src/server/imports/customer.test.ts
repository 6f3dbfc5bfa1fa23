// What a row says about a customer, and what is wrong with it.
import { expect, test } from 'vitest';
import { faultOf, importOptionsSchema } from '#shared/protocol/imports';
import { guessMapping } from './columns.ts';
import { readCustomer, unreadNumbers } from './customer.ts';

const read = (cells: Record<string, string>, options: object = {}) => {
  const mapping = guessMapping(Object.keys(cells));
  const row = { kind: 'row', line: 2, cells: new Map(Object.entries(cells)) } as const;
  return readCustomer(row, importOptionsSchema.parse({ mapping, ...options }), 'IT');
};

test('columns are known by their names, in both languages', () => {
  expect(
    guessMapping(['Codice cliente', 'Cognome', 'Nome', 'E-mail', 'Cellulare', 'Telefono', 'CAP', 'Città', 'Boh']),
  ).toEqual({
    'Codice cliente': 'code',
    Cognome: 'familyName',
    Nome: 'givenName',
    'E-mail': 'email',
    Cellulare: 'mobile',
    Telefono: 'landline',
    CAP: 'postcode',
    Città: 'city',
  });
  expect(guessMapping(['Nome', 'Indirizzo', 'Via'])).toEqual({ Nome: 'name', Indirizzo: 'street', Via: 'street' });
  expect(faultOf({ a: 'email', b: 'email', c: 'name' })).toEqual({ kind: 'twice', target: 'email' });
  expect(faultOf({ a: 'email' })).toEqual({ kind: 'noName' });
  expect(faultOf({ a: 'company', c: 'mobile', d: 'mobile' })).toBeNull();
});

test('a row becomes a customer: names joined, numbers read by country and kept once, codes given letters', () => {
  const found = read({
    ...{ Codice: '12', Nome: 'Ada', Cognome: 'Rho', Telefono: '0000 000103', Cellulare: '+39 0000 000103' },
    ...{ 'Altro telefono': 'interno 7', Via: 'Via Corta 1', Lingua: 'Inglese', 'Data di nascita': '03/04/1980' },
    ...{ 'Codice fiscale': 'rhoada80d03e648x' },
  });
  expect(found).toMatchObject({
    customer: {
      ...{ code: 'CL-0012', kind: 'person', name: 'Ada Rho', language: 'en', birthDate: '1980-04-03' },
      address: { street: 'Via Corta 1', postcode: '', city: '' },
      taxCode: 'RHOADA80D03E648X',
      phones: [{ kind: 'mobile' }, { kind: 'landline' }, { raw: 'interno 7', e164: null, kind: 'other' }],
    },
  });
  expect(found.kind === 'customer' && unreadNumbers(found.customer)).toBeGreaterThan(0);
});

test('a company is one by its name; months may come first', () => {
  expect(read({ Azienda: 'Rho Srl', Nome: 'Ada', Birthday: '03/04/1980' }, { dates: 'monthFirst' })).toMatchObject({
    customer: { kind: 'company', name: 'Rho Srl', birthDate: '1980-03-04', code: null, phones: [], address: null },
  });
});

test('everything that is wrong is said at once, with the column and what is there', () => {
  expect(
    read({
      ...{ Codice: 'A/1', 'E-mail': 'ada@', 'Data di nascita': '31/02/1980', Lingua: 'klingon' },
      ...{ Cellulare: '0'.repeat(65) },
    }),
  ).toEqual({
    kind: 'refused',
    refusals: [
      { line: 2, column: null, why: 'missing', was: '' },
      { line: 2, column: 'E-mail', why: 'notAnEmail', was: 'ada@' },
      { line: 2, column: 'Cellulare', why: 'tooLong', was: '0'.repeat(65) },
      { line: 2, column: 'Data di nascita', why: 'notADate', was: '31/02/1980' },
      { line: 2, column: 'Codice', why: 'notACode', was: 'A/1' },
      { line: 2, column: 'Lingua', why: 'notALanguage', was: 'klingon' },
    ],
  });
});
