// Links to places are written by anybody: what we write is read as it was meant, and of everything else nothing comes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkedPages, linkTo, type Place, placeOfLink, placeSchema } from './place.ts';

const ulid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
const place = fc.oneof(
  fc.record({ kind: fc.constant('customer'), id: fc.oneof(ulid, fc.stringMatching(/^[A-Z]{2,4}-\d{4,9}$/)) }),
  fc.record({ kind: fc.constantFrom('article', 'chat'), id: ulid }),
  fc.record({ kind: fc.constant('case'), id: fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,19}$/) }),
  fc.record({ kind: fc.constant('page'), id: fc.constantFrom(...linkedPages) }),
) as fc.Arbitrary<Place>;

describe('a link to a place', () => {
  it('leads where it was copied from, also where a system has written it in small letters and closed it', () => {
    fc.assert(
      fc.property(place, fc.boolean(), fc.boolean(), (there, isSmall, isClosed) => {
        const link = `${linkTo(there)}${isClosed ? '/' : ''}`;
        expect(placeOfLink(isSmall ? link.toLowerCase() : link)).toEqual(there);
      }),
    );
  });

  it.each([
    'cornetta://customer/AU-10003',
    'CORNETTA://case/T-21',
    'cornetta:page/my-day/',
    ' cornetta://chat/01JZZZZZZZZZZZZZZZZZZZZZZZ ',
  ])('is read: %s', (link) => expect(placeOfLink(link)).not.toBeNull());

  it.each([
    ['an act', 'cornetta://call/0000000103'],
    ['a page that is none', 'cornetta://page/privacy'],
    ['a name', 'cornetta://customer/Carlo%20Bassi'],
    ['more than a place', 'cornetta://case/260118401?open=1'],
    ['a way out', 'cornetta://case/../../etc/passwd'],
    ['somebody to sign in as', 'cornetta://a:b@case/260118401'],
    ['no end', `cornetta://case/${'1'.repeat(90)}`],
    ['nothing', 'cornetta://'],
    ['another scheme', 'https://case/260118401'],
    ['a switch', '--x=cornetta://page/board'],
    ['a hidden line', 'cornetta://case/260\u0000118'],
  ])('is refused with %s', (_what, link) => expect(placeOfLink(link)).toBeNull());

  it('never throws, and never says anything but a place', () => {
    const unit = fc.constantFrom(...'cornetapgsuhl://?#%@.-_ 0123AZaz\u0000\u202e\ud800٣\n'.split(''));
    const kind = fc.constantFrom('customer', 'case', 'article', 'chat', 'page', 'call', '');
    const link = fc
      .tuple(fc.constantFrom('', 'cornetta:', 'cornetta://'), kind, fc.string({ unit, maxLength: 60 }))
      .map(([scheme, of, rest]) => `${scheme}${of}/${rest}`);
    fc.assert(
      fc.property(link, (text) => {
        const there = placeOfLink(text);
        if (there === null) return;
        expect(placeSchema.parse(there)).toEqual(there);
        expect(linkTo(there)).toMatch(/^cornetta:\/\/[a-z]+\/[A-Za-z0-9-]+$/);
      }),
    );
  });
});
