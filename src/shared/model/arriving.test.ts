import fc from 'fast-check';
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { ladder, mayBeOne, readArriving } from './arriving.ts';
import { type E164, parseNumber } from './phoneNumber.ts';
import { plainSite, type Site, siteSchema } from './site.ts';

const site = (country: string, rest: Partial<Site> = {}): Site => siteSchema.parse({ country, ...rest });
const e164 = (number: string) => number as E164;

test.each<[string, Site, string | null, string]>([
  ['+390612345678', site('IT'), '+390612345678', 'with its plus it says all itself'],
  ['0612345678', site('IT'), '+390612345678', 'a landline keeps its zero'],
  [
    '393401234567',
    site('IT'),
    '+393401234567',
    "the country's code without a plus, where no national number is so long",
  ],
  ['004930901820', site('IT'), '+4930901820', 'two zeros'],
  ['4930901820', site('DE', { numbersComeAs: 'e164NoPlus' }), '+4930901820', 'the trunk leaves the plus out'],
  ['49170123456', site('DE', { numbersComeAs: 'e164NoPlus' }), '+49170123456', 'and no German number is made of it'],
  ['0301234567', site('DE', { numbersComeAs: 'e164NoPlus' }), '+49301234567', 'a zero before it is the national form'],
  ['4931901820', site('DE', { numbersComeAs: 'national' }), '+494931901820', 'Norden, and not Berlin'],
  [
    '3931234567',
    site('IT', { numbersComeAs: 'national' }),
    '+393931234567',
    "a mobile that begins like the country's code",
  ],
  ['0612345678', site('IT', { numbersComeAs: 'national' }), '+390612345678', 'a landline'],
  ['1701234567', site('DE', { numbersComeAs: 'national' }), '+491701234567', 'a mobile without its zero'],
  ['66981234', site('VA', { areaCode: '06' }), '+390666981234', 'without the code of its area'],
  ['2345678', site('CH', { areaCode: '044' }), '+41442345678', 'from next door'],
  ['800123456', site('IT'), '+39800123456', 'freephone'],
  ['0669812345', site('VA'), '+390669812345', 'the Vatican, in the Italian plan'],
  ['01115 2345-6789', site('AR'), '+5491123456789', 'a mobile in Buenos Aires'],
  ['4401', site('IT', { shortNumbers: { '4401': e164('+33478000000') } }), '+33478000000', 'the branch in Lyon'],
  ['4402', site('IT', { shortNumbers: { '4401': e164('+33478000000') } }), null, 'an extension'],
  ['112', site('IT'), null, 'emergency'],
  ['211', site('DE', { areaCode: '030' }), null, 'an extension is no local number'],
  ['anonymous', site('IT'), null, 'no number'],
])('%s (%#) is %s: %s', (raw, at, expected) => {
  expect(readArriving(raw, at)).toBe(expected);
});

const rungs = (raw: string, number: string | null) =>
  ladder(raw, number as E164 | null).map((rung) => `${rung.e164}${rung.sure ? '' : '?'}`);

test('a caller is looked for under the number itself, then under what it may be written as', () => {
  expect(rungs('+390612345678', '+390612345678')).toEqual(['+390612345678', '+39612345678?']);
  expect(rungs('+39612345678', '+39612345678')).toEqual(['+39612345678', '+390612345678?']);
  expect(rungs('+393401234567', '+393401234567')).toEqual(['+393401234567']);
  expect(rungs('49170123456', '+4949170123456')).toEqual(['+4949170123456', '+49170123456?']);
  expect(rungs('+5215512345678', '+5215512345678')).toEqual(['+5215512345678', '+525512345678']);
  expect(rungs('+525512345678', '+525512345678')).toEqual(['+525512345678', '+5215512345678']);
  expect(rungs('+5491112345678', '+5491112345678')).toEqual(['+5491112345678', '+541112345678']);
  expect(rungs('+541112345678', '+541112345678')).toEqual(['+541112345678', '+5491112345678']);
  expect(rungs('1002', null)).toEqual([]);
});

test('the last digits tell nothing of two numbers that are both whole and of different countries', () => {
  expect(mayBeOne('+4930123456', '+390612345678')).toBe(false);
  expect(mayBeOne('+390612345678', '+390612345679')).toBe(true);
  expect(mayBeOne(null, '+390612345678')).toBe(true);
  expect(mayBeOne('+490000000151', '+390000000151')).toBe(true);
});

const countries = ['IT', 'DE', 'FR', 'CH', 'GB', 'ES', 'AT'] as const;
/** Numbers that the plan of a country knows. */
const known = fc
  .tuple(fc.constantFrom<CountryCode>(...countries), fc.stringMatching(/^(0[1-9]|[1-9])\d{7,9}$/))
  .map(([country, digits]) => parsePhoneNumberFromString(`+${getCountryCallingCode(country)}${digits}`))
  .filter((number) => number?.isValid() === true && number.country !== undefined)
  .map((number) => number as NonNullable<typeof number>);

test('what was written down in any way is found by any call of the same number', () => {
  fc.assert(
    fc.property(known, fc.nat({ max: 4 }), fc.nat({ max: 4 }), (number, written, arrives) => {
      const country = number.country as CountryCode;
      const bare = number.number.slice(1);
      const national = number.formatNational();
      const notes = [
        number.formatInternational(),
        `00${bare}`,
        national,
        `${number.formatInternational()} int. 12`,
        number.formatInternational().replaceAll(' ', '-'),
      ];
      const calls: [string, Site][] = [
        [number.number, plainSite('IT')],
        [`00${bare}`, plainSite(country)],
        [national.replace(/\D/g, ''), plainSite(country)],
        [bare, site('IT', { numbersComeAs: 'e164NoPlus' })],
        [national.replace(/\D/g, ''), site(country, { numbersComeAs: 'national' })],
      ];
      const kept = parseNumber(notes[written] ?? '', country);
      const [raw, at] = calls[arrives] ?? ['', plainSite(country)];
      expect(kept).toBe(number.number);
      const sought = ladder(raw, readArriving(raw, at));
      expect(sought.filter((rung) => rung.sure).map((rung) => rung.e164)).toContain(kept);
    }),
    { numRuns: 300 },
  );
});
