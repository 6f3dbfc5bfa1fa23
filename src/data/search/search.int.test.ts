// Search as agents type it, on a real index.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mark } from '#shared/contract/mark';
import { type Customer, caseSchema, contactSchema } from '#shared/model/customer';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { type Cache, openCache } from '../db/cache.ts';
import { silentLog } from '../log.ts';
import { searchCustomers } from './search.ts';

/** Made before the tests: it takes seconds on a busy machine. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

const inCity = (city: string): Partial<Customer> => ({ address: { street: 'Via Roma 1', postcode: '27100', city } });
const e164 = '+390000000103' as NonNullable<Customer['phones'][number]['e164']>;
const begun = '+390103000111' as typeof e164;
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
  modelCustomer(7, { name: 'Ada Pavia' }),
  modelCustomer(8, { name: 'Zeno Prova', phones: [{ raw: '0103 000 111', e164: begun, kind: 'landline' }] }),
];

let folder: string;
let cache: Cache;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-search-'));
  cache = openCache(join(folder, 'cache.db'), testKey, silentLog);
  for (const person of people) cache.customers.put(person);
  cache.cases.put(
    caseSchema.parse({
      id: 'case-1',
      customerId: people[4]?.id,
      portfolioId: people[4]?.portfolioId,
      number: 'T-7731',
      title: 'Fattura contestata',
      reasonCode: 'AMM-01',
      status: 'closed',
      openedAt: '2026-01-01T09:00:00.000Z',
      reminders: 0,
      version: 1,
    }),
  );
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

const hitsOf = (text: string) => searchCustomers(cache, text, { limit: 10, country: 'IT', restricted: false });
const found = (text: string) => hitsOf(text).map((hit) => hit.customer.name);
const withMarks = (text: string, marks: readonly Mark[]): string =>
  marks.toReversed().reduce((all, [from, to]) => `${all.slice(0, from)}[${all.slice(from, to)}]${all.slice(to)}`, text);
/** The first hit: its name, and the field with the rest, as they are shown; what was typed in brackets. */
function reason(text: string): string | undefined {
  const [hit] = hitsOf(text);
  if (hit === undefined) return undefined;
  const name = withMarks(hit.customer.name, hit.nameMarks);
  const { field, marks } = hit.matched;
  return field === 'name' ? name : `${name}, ${field} ${withMarks(hit.matched.text, marks)}`;
}

test('a name is found as it is typed, from one letter on, the most recently spoken to first', () => {
  for (const typed of ['b', 'ba', 'bas', 'BASSI']) {
    expect(found(typed).slice(0, 3)).toEqual(['Marta Bassi', 'Bassi Ferramenta s.n.c.', 'Carlo Bassi']);
  }
  expect(found('bassi car')).toEqual(['Carlo Bassi']);
  expect(reason('BASSI CAR')).toBe('[Car]lo [Bassi]');
  expect(reason('carlo bas bassi')).toBe('[Carlo] [Bassi]');
  expect(reason('ferr')).toBe('Bassi [Ferr]amenta s.n.c.');
});

test.each([
  ['lukasz', '[Łukasz] Weiß'],
  ['weiss', 'Łukasz [Weiß]'],
  ['weis', 'Łukasz [Weiß]'],
  ['sorensen', 'Ingrid [Sørensen]'],
  ['niccolo', '[Niccolò] D’Angelo'],
  ["d'angelo", 'Niccolò [D]’[Angelo]'],
  ['dangel', 'Niccolò [D’Angel]o'],
  ['Angelo', 'Niccolò D’[Angelo]'],
])('letters that a keyboard lacks: "%s" finds %s', (typed, name) => {
  expect(reason(typed)).toBe(name);
});

test.each([
  ['+39 000 000 0103', '[+39 000 000 0103]'],
  ['+390000000103', '[39 000 000 0103]'],
  ['0039 000 000 0103', '[39 000 000 0103]'],
  ['000 000 0103', '[000 000 0103]'],
  ['000-000.0103', '[000 000 0103]'],
  ['39 000 000 01', '[39 000 000 01]03'],
  ['103', '+39 000 000 0[103]'],
  ['03', '+39 000 000 01[03]'],
])('any part of a number is found, however it is written: %s', (typed, number) => {
  const [first] = hitsOf(typed);
  expect(first?.customer.name).toBe('Carlo Bassi');
  expect(first?.matched.field).toBe('number');
  expect(withMarks(first?.matched.text ?? '', first?.matched.marks ?? [])).toContain(number.replace('[+', '['));
});

test('two zeros are a plus, also where another number is dialled to get abroad', () => {
  const [first] = searchCustomers(cache, '0039 000 000 0103', { limit: 1, country: 'US', restricted: false });
  expect(first?.customer.name).toBe('Carlo Bassi');
});

test('the middle of a number is found too', () => {
  expect(reason('03000')).toBe('Zeno Prova, number +39 01[0 300 0]111');
  expect(reason('3 00 01')).toBe('Zeno Prova, number +39 010 [300 01]11');
});

test('code, e-mail, city, case and numbers that are none are found too, and say so', () => {
  expect(reason('AU-4417')).toBe('Niccolò D’Angelo, code [AU-4417]');
  expect(reason('au4417')).toBe('Niccolò D’Angelo, code [AU-4417]');
  expect(reason('au 44')).toBe('Niccolò D’Angelo, code [AU]-[44]17');
  expect(reason('4417')).toBe('Niccolò D’Angelo, code AU-[4417]');
  expect(reason('c.bassi@')).toBe('Carlo Bassi, email [c.bassi]@esempio.it');
  expect(reason('c.bassi@ese')).toBe('Carlo Bassi, email [c.bassi@ese]mpio.it');
  expect(reason('@esempio.it')).toBe('Marta Bassi, email prova2@[esempio.it]');
  expect(reason('cbas')).toBe('Carlo Bassi, email [c.bas]si@esempio.it');
  expect(reason('forli')).toBe('Marta Bassi, city [Forlì]');
  expect(reason('55512')).toBe('Bassi Ferramenta s.n.c., number interno [55512]');
  expect(reason('t-7731')).toBe('Ingrid Sørensen, case [T-7731] Fattura contestata');
  expect(reason('T7731')).toBe('Ingrid Sørensen, case [T-7731] Fattura contestata');
  expect(reason('7731')).toBe('Ingrid Sørensen, case T-[7731] Fattura contestata');
  expect(reason('t-77')).toBe('Ingrid Sørensen, case [T-77]31 Fattura contestata');
});

test('words of several fields are found together, each marked where it is', () => {
  expect(reason('bassi forl')).toBe('Marta [Bassi], city [Forl]ì');
  expect(reason('pavia bassi')).toBe('Carlo [Bassi], city [Pavia]');
  expect(reason('bassi 0103')).toBe('Carlo [Bassi], number +39 000 000 [0103]');
  expect(found('bassi 999')).toEqual([]);
});

test('names stand before what lives or works there, and a number that begins so before one that ends so', () => {
  expect(found('pavia')).toEqual(['Ada Pavia', 'Carlo Bassi']);
  expect(found('0103').slice(0, 2)).toEqual(['Zeno Prova', 'Carlo Bassi']);
});

test.each([
  ['bsasi carlo', '[Carlo] [Bassi]'],
  ['basi carlo', '[Carlo] [Bassi]'],
  ['bassii carlo', '[Carlo] [Bassi]'],
  ['bazsi carlo', '[Carlo] [Bassi]'],
  ['carlo bass1', '[Carlo] [Bassi]'],
  ['cralo', '[Carlo] Bassi'],
  ['xarlo', '[Carlo] Bassi'],
  ['sorensan', 'Ingrid [Sørensen]'],
  ['sorenesn', 'Ingrid [Sørensen]'],
  ['ferrame tna', undefined],
  ['ferarmen', 'Bassi [Ferramenta] s.n.c.'],
])('one slip of the fingers still finds the person: %s', (typed, name) => {
  expect(reason(typed)).toBe(name);
});

test('two slips, one in a short word, or nothing to go by, find nobody', () => {
  expect(found('bzzsi')).toEqual([]);
  expect(found('adx')).toEqual([]);
  expect(found('')).toEqual([]);
  expect(found('  -- ')).toEqual([]);
  expect(found('@')).toEqual([]);
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
  expect(cache.customers.put(moved)).toBe(moved.id);
  expect(found('marta bassi')).toEqual([]);
  expect(found('rossini')).toEqual(['Marta Rossini']);
  cache.customers.remove(moved.id);
  expect(found('rossini')).toEqual([]);
});
