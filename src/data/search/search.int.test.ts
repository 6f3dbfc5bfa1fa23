// Search as agents type it, on a real index.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Customer, contactSchema } from '#shared/model/customer';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { type Cache, openCache } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import { searchCustomers } from './search.ts';

/** Made before the tests: it takes seconds on a busy machine. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

const inCity = (city: string): Partial<Customer> => ({ address: { street: 'Via Roma 1', postcode: '27100', city } });
const e164 = '+390000000103' as NonNullable<Customer['phones'][number]['e164']>;
const people = [
  modelCustomer(1, {
    name: 'Carlo Bassi',
    email: 'c.bassi@esempio.it',
    phones: [{ raw: '+39 000 000 0103', e164, kind: 'mobile' }],
    ...inCity('Pavia'),
  }),
  modelCustomer(2, { name: 'Marta Bassi', ...inCity('Forlì') }),
  modelCustomer(3, { name: 'Łukasz Weiß' }),
  modelCustomer(4, { name: 'Niccolò D’Angelo', code: 'AU-4417' }),
  modelCustomer(5, { name: 'Ingrid Sørensen' }),
  modelCustomer(6, {
    name: 'Bassi Ferramenta s.n.c.',
    kind: 'company',
    phones: [{ raw: 'interno 55512', e164: null, kind: 'other' }],
  }),
];

let folder: string;
let cache: Cache;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-search-'));
  cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  for (const person of people) cache.customers.put(person);
  const [, marta] = people;
  const contact = {
    id: ulid(),
    customerId: marta?.id,
    portfolioId: marta?.portfolioId,
    at: '2026-02-01T09:00:00.000Z',
    channel: 'call',
    direction: 'incoming',
  };
  cache.contacts.put(
    contactSchema.parse({ ...contact, agentName: 'Luca', reasonCode: null, outcomeCode: null, note: '', version: 1 }),
  );
});
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const found = (text: string) => searchCustomers(cache, text, 10).map((hit) => hit.customer.name);
const matched = (text: string) => searchCustomers(cache, text, 10)[0]?.matched;

test('a name is found as it is typed, the most recently spoken to first', () => {
  expect(found('bas')).toEqual(['Marta Bassi', 'Bassi Ferramenta s.n.c.', 'Carlo Bassi']);
  expect(found('bassi car')).toEqual(['Carlo Bassi']);
  expect(matched('BASSI CAR')).toEqual({ field: 'name', text: 'Carlo Bassi' });
});

test.each([
  ['lukasz', 'Łukasz Weiß'],
  ['weiss', 'Łukasz Weiß'],
  ['sorensen', 'Ingrid Sørensen'],
  ['niccolo', 'Niccolò D’Angelo'],
  ["d'angelo", 'Niccolò D’Angelo'],
  ['Angelo', 'Niccolò D’Angelo'],
])('letters that a keyboard lacks: "%s" finds %s', (typed, name) => {
  expect(found(typed)).toEqual([name]);
});

test.each([
  '+39 000 000 0103',
  '+390000000103',
  '0039 000 000 0103',
  '000 000 0103',
  '0000000103',
  '000-000.0103',
  '39 000 000 01',
])('a number is found however it is written: %s', (typed) => {
  expect(matched(typed)).toEqual({ field: 'number', text: '+39 000 000 0103' });
});

test('code, e-mail, city and numbers that are none are found too, and say so', () => {
  expect(matched('AU-4417')).toEqual({ field: 'code', text: 'AU-4417' });
  expect(matched('au4417')).toEqual({ field: 'code', text: 'AU-4417' });
  expect(matched('c.bassi@')).toEqual({ field: 'email', text: 'c.bassi@esempio.it' });
  expect(matched('forli')).toEqual({ field: 'city', text: 'Forlì' });
  expect(matched('55512')).toEqual({ field: 'number', text: 'interno 55512' });
});

test.each(['bsasi carlo', 'basi carlo', 'bassii carlo', 'bazsi carlo', 'carlo bass1', 'sorensan', 'sorenesn'])(
  'one slip of the fingers still finds the person: %s',
  (typed) => {
    expect(found(typed)).toEqual([typed.startsWith('s') ? 'Ingrid Sørensen' : 'Carlo Bassi']);
  },
);

test('two slips, or nothing to go by, find nobody', () => {
  expect(found('bzzsi')).toEqual([]);
  expect(found('b')).toEqual([]);
  expect(found('  -- ')).toEqual([]);
});

test('nothing that can be typed is ever taken for syntax', () => {
  for (const text of [
    'bassi" OR name:*',
    'NOT bassi',
    '*',
    '"',
    "'; DROP TABLE customer; --",
    'NEAR(a b)',
    'name:bassi',
    '^bassi',
    '\0bassi',
  ])
    found(text);
  fc.assert(fc.property(anyText, (text) => Array.isArray(found(text))));
});

test('what has changed is found under its new words and not under its old ones', () => {
  const moved = modelCustomer(2, { ...people[1], version: 2, name: 'Marta Rossini' });
  expect(cache.customers.put(moved)).toBe(true);
  expect(found('marta bassi')).toEqual([]);
  expect(found('rossini')).toEqual(['Marta Rossini']);
  cache.customers.remove(moved.id);
  expect(found('rossini')).toEqual([]);
});
