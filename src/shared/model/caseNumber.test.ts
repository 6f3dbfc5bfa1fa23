// Numbers of cases: given out, read aloud, typed in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  caseNumberOf,
  caseNumberSchema,
  inThrees,
  mostNumbers,
  spokenInThrees,
  typedCaseNumber,
} from './caseNumber.ts';

const numbers = fc
  .tuple(fc.integer({ min: 2020, max: 2099 }), fc.integer({ min: 1, max: mostNumbers }))
  .map(([year, sequence]) => caseNumberOf(year, sequence));
const at = fc.integer({ min: 0, max: 8 });

describe('the number of a case', () => {
  it('is the year, the sequence and a digit that checks them', () => {
    expect(caseNumberOf(2026, 11_840)).toBe('260118401');
    expect(caseNumberOf(2026, 1)).toMatch(/^26000001\d$/);
    expect(caseNumberOf(2109, 999_999)).toMatch(/^09999999\d$/);
  });

  it('checks as ISO/IEC 7812-1 says', () => expect(caseNumberSchema.safeParse('799273980').success).toBe(false));

  it('is shown and read out in threes', () => {
    expect(inThrees('260118401')).toBe('260 118 401');
    expect(spokenInThrees('260118401')).toBe('2 6 0, 1 1 8, 4 0 1');
    expect(inThrees('T-21')).toBe('T-21');
    expect(inThrees('AU-10003')).toBe('AU-100 03');
  });

  it.each([0, -1, 1.5, 1_000_000])('has no sequence %d', (sequence) =>
    expect(() => caseNumberOf(2026, sequence)).toThrow(),
  );

  it('shows that one digit was taken down wrongly', () => {
    fc.assert(
      fc.property(numbers, at, fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const digits = [...number];
        digits[place] = String((Number(digits[place]) + by) % 10);
        expect(typedCaseNumber(digits.join(''))).toEqual({ kind: 'mistyped' });
      }),
    );
  });

  it('shows that two neighbouring digits were swapped, 0 and 9 aside', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 7 }), (number, place) => {
        const digits = [...number];
        const [one, other] = [digits[place] ?? '', digits[place + 1] ?? ''];
        fc.pre(one !== other && new Set([one, other, '0', '9']).size !== 2);
        digits[place] = other;
        digits[place + 1] = one;
        expect(typedCaseNumber(digits.join(''))).toEqual({ kind: 'mistyped' });
      }),
    );
  });

  it('is never the same for two sequences of a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: mostNumbers }), fc.integer({ min: 1, max: mostNumbers }), (one, other) => {
        fc.pre(one !== other);
        expect(caseNumberOf(2026, one)).not.toBe(caseNumberOf(2026, other));
      }),
    );
  });
});

describe('a number that somebody types', () => {
  it.each([
    '260118401',
    ' 260 118 401 ',
    '260-118-401',
    '260.118.401',
    '26 011 8401',
    '260\u00a0118\u00a0401',
    '260\u2011118\u2011401',
    'pratica 260118401',
    'Pratica n. 260 118 401',
    'reclamo n° 260118401',
    'Reclamo numero: 260 118 401',
    'case no. 260 118 401',
    '#260118401',
    '2 6 0, 1 1 8, 4 0 1',
  ])('%j is found', (typed) => expect(typedCaseNumber(typed)).toEqual({ kind: 'number', number: '260118401' }));

  it.each(['260118407', '260 181 406'])('%j is nine digits, one of which is wrong', (typed) =>
    expect(typedCaseNumber(typed)).toEqual({ kind: 'mistyped' }),
  );

  it.each([
    '',
    'T-21',
    '0000000103',
    '+39 000 000 0103',
    'Carlo Bassi',
    '26011840',
    'nove 260118401',
    '٢٦٠١١٨٤٠٦',
    'n.',
  ])('%j is something else', (typed) => expect(typedCaseNumber(typed)).toEqual({ kind: 'other' }));

  it('is found however it is grouped and read out', () => {
    const sign = fc.constantFrom('', ' ', '.', '-', '/', ', ', '\u00a0');
    fc.assert(
      fc.property(numbers, fc.array(sign, { minLength: 9, maxLength: 9 }), (number, signs) => {
        const typed = [...number].map((digit, place) => `${digit}${signs[place]}`).join('');
        expect(typedCaseNumber(typed)).toEqual({ kind: 'number', number });
        expect(typedCaseNumber(inThrees(number))).toEqual({ kind: 'number', number });
        expect(typedCaseNumber(spokenInThrees(number))).toEqual({ kind: 'number', number });
      }),
    );
  });

  it('is nothing that checks unless it was given out so, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (pasted) => {
        const found = typedCaseNumber(pasted);
        if (found.kind === 'number') expect(caseNumberSchema.parse(found.number)).toBe(found.number);
      }),
    );
  });
});
