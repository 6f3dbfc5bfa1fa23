import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type ChainEntry, follow, hashAfter, isSame } from './chain.ts';

const base = { seq: 0, hash: new Uint8Array([7]) };

const written = fc.record({
  id: fc.nat().map(String),
  at: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
  actor: fc.option(fc.string()),
  role: fc.option(fc.constantFrom('agent', 'privacy')),
  action: fc.string(),
  subjectKind: fc.option(fc.constantFrom('customer', 'portfolio')),
  subjects: fc.array(fc.string()),
  detail: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
  reason: fc.option(fc.string()),
});
const fields = ['id', 'at', 'actor', 'role', 'action', 'subjectKind', 'subjects', 'detail', 'reason'] as const;
type Link = ChainEntry & { readonly hash: Uint8Array };

function chainOf(entries: readonly Omit<ChainEntry, 'seq'>[]): Link[] {
  let hash: Uint8Array = base.hash;
  return entries.map((entry, place) => {
    const whole = { ...entry, seq: place + 1 };
    hash = hashAfter(hash, whole);
    return { ...whole, hash };
  });
}
const chain = fc.array(written, { minLength: 2, maxLength: 12 }).map(chainOf);
const brokenAt = (links: readonly Link[]) => follow(base, links).brokenAt;

test('a chain that nobody has touched fits, from any place on', () => {
  fc.assert(
    fc.property(chain, fc.nat(), (links, somewhere) => {
      const place = somewhere % links.length;
      expect(follow(base, links)).toEqual({
        to: links.at(-1) && { seq: links.length, hash: links.at(-1)?.hash },
        brokenAt: null,
      });
      expect(follow(links[place] ?? base, links.slice(place + 1)).brokenAt).toBeNull();
    }),
  );
});

test('in whatever order they are put, only the order in which they were written fits', () => {
  fc.assert(
    fc.property(
      chain.chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length }))),
      ([links, shuffled]) => {
        const first = links.findIndex((link, place) => link !== shuffled[place]);
        expect(brokenAt(shuffled)).toBe(first === -1 ? null : first + 1);
        // Given each other's places, they do not fit either.
        const renumbered = shuffled.map((link, place) => ({ ...link, seq: place + 1 }));
        expect(brokenAt(renumbered)).toBe(first === -1 ? null : first + 1);
      },
    ),
  );
});

test('whatever of an entry is changed, it does not fit any more', () => {
  fc.assert(
    fc.property(chain, fc.nat(), written, fc.constantFrom(...fields), (links, somewhere, other, field) => {
      const place = somewhere % links.length;
      const changed = links.map((link, at) => (at === place ? { ...link, [field]: other[field] } : link));
      fc.pre(JSON.stringify(changed[place]) !== JSON.stringify(links[place]));
      expect(brokenAt(changed)).toBe(place + 1);
    }),
  );
});

test('whatever of an entry is changed, with a hash that is made for it, the next does not fit any more', () => {
  fc.assert(
    fc.property(chain, fc.nat(), written, (links, somewhere, other) => {
      const place = somewhere % (links.length - 1);
      const [was, before] = [must(links[place], 'an entry'), links[place - 1] ?? base];
      const changed = { ...was, ...other };
      const hash = hashAfter(before.hash, changed);
      fc.pre(!isSame(hash, was.hash));
      expect(brokenAt(links.with(place, { ...changed, hash }))).toBe(place + 2);
    }),
  );
});

test('an entry has another hash at every place, and a chain that was written anew without one has a gap', () => {
  fc.assert(
    fc.property(chain, written, (links, last) => {
      const to = must(links.at(-1), 'the last');
      const [next, further] = [1, 2].map((steps) => {
        const entry = { ...last, seq: to.seq + steps };
        return { ...entry, hash: hashAfter(to.hash, entry) };
      });
      expect(isSame(must(next, 'next').hash, must(further, 'further').hash)).toBe(false);
      expect(brokenAt([...links, must(further, 'further')])).toBe(to.seq + 1);
    }),
  );
});

test('one that is missing leaves a gap, and one that is put in has no place', () => {
  fc.assert(
    fc.property(chain, fc.nat(), written, (links, somewhere, other) => {
      const place = somewhere % (links.length - 1);
      expect(brokenAt(links.toSpliced(place, 1))).toBe(place + 1);
      const [intruder] = chainOf([other]);
      expect(brokenAt(links.toSpliced(place + 1, 0, { ...(intruder as Link), seq: place + 2 }))).toBe(place + 2);
    }),
  );
});

test('the order in which a database keeps the parts of an entry’s detail does not matter', () => {
  fc.assert(
    fc.property(chain, (links) => {
      const turned = links.map((link) => ({
        ...link,
        detail: Object.fromEntries(Object.entries(link.detail).reverse()),
      }));
      expect(brokenAt(turned)).toBeNull();
    }),
  );
});
