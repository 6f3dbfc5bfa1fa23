import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uuidOf } from './callLog.ts';

it('gives every ULID a UUID of its own, always the same', () => {
  const ulid = fc
    .tuple(
      fc.constantFrom(...'01234567'),
      fc.array(fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), { minLength: 25, maxLength: 25 }),
    )
    .map(([first, rest]) => first + rest.join(''));
  fc.assert(
    fc.property(ulid, ulid, (one, other) => {
      expect(uuidOf(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      expect(uuidOf(one) === uuidOf(other)).toBe(one === other);
    }),
  );
});
