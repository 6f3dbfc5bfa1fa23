// Links are written by strangers: a number comes out, or nothing, and nothing else ever happens.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOfLink } from './telLink.ts';

describe('a link with a telephone number', () => {
  it.each([
    ['tel:+390000000103', '+390000000103'],
    ['TEL:+39-000-000-0103', '+390000000103'],
    ['tel:+39%20000%20000%200103', '+390000000103'],
    ['tel:+39.000.000.0103;ext=12;phone-context=+39', '+390000000103'],
    ['tel:0000000103;phone-context=example.com', '0000000103'],
    ['callto:+390000000103', '+390000000103'],
    ['callto://+390000000103/', '+390000000103'],
    ['callto:0000000103?call', '0000000103'],
    [' tel:%2B39(0)000000103 ', '+39000000103'],
  ])('%s says %s', (link, number) => expect(numberOfLink(link)).toBe(number));

  it.each([
    ['a code that could divert calls', 'tel:*21*0000000103%23'],
    ['a code in plain', 'tel:#31#0000000103'],
    ['words', 'tel:carlo'],
    ['nothing', 'tel:'],
    ['a single digit', 'tel:1'],
    ['broken percent-encoding', 'tel:%E0%A4%A'],
    ['another scheme', 'sip:0000000103@example.com'],
    ['a page', 'https://example.com/tel:0000000103'],
    ['a hidden line', 'tel:00%00000'],
    ['no end', `tel:${'0'.repeat(300)}`],
    ['a switch', '--inspect=tel:0000000103'],
  ])('is refused with %s', (_what, link) => expect(numberOfLink(link)).toBeNull());

  it('never throws, and never says anything but a plain number', () => {
    // What numbers are written with, what links are, and what has no business in either.
    const unit = fc.constantFrom(...'+-.()%0123456789*#;=?/ aAfF\u0000\u202e\ud800٣'.split(''));
    const rest = fc.string({ unit, maxLength: 40 });
    const link = fc
      .tuple(fc.constantFrom('', 'tel:', 'callto:', 'callto://', 'TEL:+'), rest)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(link, (text) => {
        const number = numberOfLink(text);
        expect(number === null || /^\+?\d{2,32}$/.test(number)).toBe(true);
      }),
    );
  });
});
