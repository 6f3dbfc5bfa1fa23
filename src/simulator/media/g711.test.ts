import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, type Law } from './g711.ts';

const laws: Law[] = ['PCMU', 'PCMA'];

test.each(laws)('%s: every byte comes back as itself', (law) => {
  // Mu-law has two zeros: 0x7f is the negative one and comes back as 0xff.
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => law === 'PCMA' || byte !== 0x7f);
  expect(encode(law, decode(law, bytes))).toEqual(bytes);
});

test.each(laws)('%s: a sample comes back within the width of its step', (law) => {
  fc.assert(
    fc.property(fc.integer({ min: -32_768, max: 32_767 }), (sample) => {
      const [back = 0] = decode(law, encode(law, Int16Array.of(sample)));
      expect(Math.abs(back - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) * 0.04));
    }),
  );
});

test('the values of the standard', () => {
  expect([...decode('PCMU', Uint8Array.of(0x00, 0x80, 0xff))]).toEqual([-32_124, 32_124, 0]);
  expect([...decode('PCMA', Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))]).toEqual([8, -8, 32_256, -32_256]);
});
