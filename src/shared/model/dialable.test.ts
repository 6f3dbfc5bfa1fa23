// What people type and paste becomes what can be dialled, or nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDialable } from './dialable.ts';
import { dialableSchema } from './interaction.ts';

describe('a number as it is typed or pasted', () => {
  it.each([
    ['+39 000 000 0103', '+390000000103'],
    ['000.000.0103', '0000000103'],
    ['(000) 000-0103', '0000000103'],
    ['+39 (0)00 000 0103', '+39000000103'],
    ['000/0000103', '0000000103'],
    ['\u202a+39\u00a0000\u2011000\u20110103\u202c', '+390000000103'],
    ['*21#', '*21#'],
    ['1002', '1002'],
  ])('%s is dialled as %s', (typed, dialled) => expect(toDialable(typed)).toBe(dialled));

  it.each(['', '   ', 'Carlo', '+', '++39', '39+000', 'tel:+39', '0000;ext=3', '٣٩٠٠', '1'.repeat(33)])(
    '%j cannot be dialled',
    (typed) => expect(toDialable(typed)).toBeNull(),
  );

  it('is never anything that cannot be dialled, whatever is pasted', () => {
    const unit = fc.constantFrom(...'+-.()/ 0123456789*#aZ;\u0000\u00a0\u202e\ud800٣'.split(''));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (pasted) => {
        const dialled = toDialable(pasted);
        expect(dialled === null || dialableSchema.safeParse(dialled).success).toBe(true);
      }),
    );
  });

  it('keeps its digits and their order, whatever stands between them', () => {
    const between = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0');
    const digit = fc.constantFrom(...'0123456789*#');
    fc.assert(
      fc.property(fc.array(fc.tuple(digit, between), { minLength: 1, maxLength: 32 }), (parts) => {
        expect(toDialable(parts.flat().join(''))).toBe(parts.map(([each]) => each).join(''));
      }),
    );
  });
});
