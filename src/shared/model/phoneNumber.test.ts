import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginningOfNumber, e164Schema, formatNumber, lastDigits, parseNumber, readNumber } from './phoneNumber.ts';

test.each([
  ['+39 06 1234 5678', '+390612345678', 'an Italian landline keeps its zero'],
  ['06 1234 5678', '+390612345678', 'a national number is read with the country of the site'],
  ['0039 06 1234 5678', '+390612345678', 'two zeros are a plus'],
  ['340 123 4567', '+393401234567', 'a mobile has no zero'],
  ['+39 000 000 0103', '+390000000103', 'a range kept for fiction is taken as it is'],
  ['tel:+390612345678', '+390612345678', 'a link'],
  ['+44 20 7946 0018', '+442079460018', 'another country'],
])('%s is %s: %s', (raw, expected) => {
  expect(parseNumber(raw, 'IT')).toBe(expected);
});

test.each(['1001', '112', '100200', '*73', 'anonymous', '', '+', '+39'])('%j is no outside number', (raw) => {
  expect(parseNumber(raw, 'IT')).toBeNull();
});

test('whatever is written, the answer is E.164 or nothing, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ().-]{0,20}$/)), (raw) => {
      const number = parseNumber(raw, 'IT');
      if (number === null) return;
      expect(e164Schema.safeParse(number).success).toBe(true);
      expect(parseNumber(number, 'IT')).toBe(number);
    }),
  );
});

test('an Italian number in full is what the plan makes of it', () => {
  const spaced = (digits: string) => `+39 ${digits}`;
  fc.assert(
    fc.property(fc.stringMatching(/^\d{5,13}$/), (digits) => {
      // With a space it is put to the plan.
      expect(parseNumber(`+39${digits}`, 'IT')).toBe(parseNumber(spaced(digits), 'DE'));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['+39 06 1234 5678 int. 12', '12'],
  ['+39 06 1234 5678 interno 12', '12'],
  ['06 1234 5678, ext. 12', '12'],
  ['0612345678x12', '12'],
  ['tel:+390612345678;ext=12', '12'],
  ['+390612345678', null],
])('the extension is kept apart: %s', (raw, extension) => {
  expect(readNumber(raw, 'IT')).toEqual({ e164: '+390612345678', extension });
});

test('an extension alone is no number', () => {
  expect(readNumber('interno 55512', 'IT')).toEqual({ e164: null, extension: '55512' });
});

test('the beginning of a number is that of the whole one', () => {
  expect(beginningOfNumber('33312', 'IT')).toBe('3933312');
  expect(beginningOfNumber('0612', 'IT')).toBe('390612');
  expect(beginningOfNumber('03012', 'DE')).toBe('493012');
});

test('numbers are shown in groups, and found again by their last nine digits', () => {
  expect(formatNumber('+390000000103')).toBe('+39 000 000 0103');
  expect(formatNumber('+390612345678')).toBe('+39 06 1234 5678');
  expect(lastDigits('+39 000 000 0103')).toBe('000000103');
});
