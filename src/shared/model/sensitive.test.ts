import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSensitive, redacted } from './sensitive.ts';

const found = (text: string, health: string[] = []) =>
  findSensitive(text, health).map(({ kind, from, to }) => [kind, text.slice(from, to)]);

const iban = 'IT60X0542811101000000123456';
const taxCode = 'RSSMRA80A01H501U';
const card = '4111111111111111';

/** A number whose last digit makes it a card's. */
const cards = fc.stringMatching(/^[2-6]\d{11,17}$/).map((digits) => {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
});

describe('a card’s number', () => {
  test.each([
    ['in one piece', card],
    ['in fours', '4111 1111 1111 1111'],
    ['with dashes', '5500-0000-0000-0004'],
    ['of fifteen digits', '3400 000000 00009'],
  ])('is found %s', (_, written) => {
    expect(found(`La carta è ${written}, scade presto.`)).toEqual([['card', written]]);
  });

  test('is found beside other numbers', () => {
    expect(found('Addebito 3 4111 1111 1111 1111 12/28')).toEqual([['card', '4111 1111 1111 1111']]);
  });

  test('is none with another check digit, with a + in front, or within a longer number', () => {
    expect(found('4111 1111 1111 1112')).toEqual([]);
    expect(found(`+${card}`)).toEqual([]);
    expect(found(`99999${card}`)).toEqual([]);
    expect(found(`ordine A${card}`)).toEqual([]);
  });

  test('is found whatever it is, and not with one digit wrong', () => {
    fc.assert(
      fc.property(cards, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        expect(found(`x ${digits} x`)).toEqual([['card', digits]]);
        const place = at % digits.length;
        const wrong = `${digits.slice(0, place)}${(Number(digits[place]) + by) % 10}${digits.slice(place + 1)}`;
        expect(found(`x ${wrong} x`)).toEqual([]);
      }),
    );
  });
});

describe('an account’s number', () => {
  test.each([
    ['in one piece', iban],
    ['in fours', 'IT60 X054 2811 1010 0000 0123 456'],
    ['in small letters', iban.toLowerCase()],
    ['of another country', 'DE89 3704 0044 0532 0130 00'],
    ['with letters in it', 'GB82 WEST 1234 5698 7654 32'],
  ])('is found %s, and not the words around it', (_, written) => {
    expect(found(`IBAN ${written} intestato a lui`)).toEqual([['iban', written]]);
  });

  test('is none with a unit wrong or missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 26 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const unit = iban[at] ?? '';
        const other = /\d/.test(unit) ? String((Number(unit) + by) % 10) : 'Y';
        expect(found(`${iban.slice(0, at)}${other}${iban.slice(at + 1)}`).filter(([kind]) => kind === 'iban')).toEqual(
          [],
        );
      }),
    );
    expect(found(iban.slice(0, -1)).filter(([kind]) => kind === 'iban')).toEqual([]);
    expect(found(`${iban}7`)).toEqual([]);
  });
});

describe('a tax code', () => {
  test('is found by its check letter, in capitals or not, in pieces or not', () => {
    for (const written of [taxCode, taxCode.toLowerCase(), 'RSS MRA 80A01 H501U']) {
      expect(found(`CF: ${written}.`)).toEqual([['taxCode', written]]);
    }
    expect(found('RSSMRA80A01H501V')).toEqual([]);
  });

  test('is found where letters stand for digits, because two people would have one code', () => {
    expect(found('RSSMRA80A01H50MU')).toEqual([]);
    expect(found('RSSMRA80A01H50MM')).toEqual([['taxCode', 'RSSMRA80A01H50MM']]);
  });
});

describe('words about health', () => {
  test('are those of the list', () => {
    expect(found('Diabetica, in dialisi', ['diabet*', 'dialisi'])).toEqual([
      ['health', 'Diabetica'],
      ['health', 'dialisi'],
    ]);
    expect(found('Diabetica', [])).toEqual([]);
  });
});

describe('what is found', () => {
  const piece = fc.oneof(fc.string(), cards, fc.constantFrom(iban, taxCode, 'dialisi', ' ', ', '));
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' '));

  test('stands in the order of the text and never overlaps', () => {
    fc.assert(
      fc.property(text, (written) => {
        const all = findSensitive(written, ['dialisi']);
        for (const [index, { from, to }] of all.entries()) {
          expect(from).toBeGreaterThanOrEqual(all[index - 1]?.to ?? 0);
          expect(to).toBeGreaterThan(from);
        }
      }),
    );
  });

  test('is gone from a redacted text, which is as long as before and has nothing else taken out', () => {
    expect(redacted(`Carta ${card}, grazie`, findSensitive(`Carta ${card}, grazie`, []))).toBe(
      `Carta ${'•'.repeat(16)}, grazie`,
    );
    fc.assert(
      fc.property(text, (written) => {
        const clean = redacted(written, findSensitive(written, ['dialisi']));
        expect(clean.length).toBe(written.length);
        expect(findSensitive(clean, ['dialisi'])).toEqual([]);
      }),
    );
  });
});
