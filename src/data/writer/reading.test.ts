// Blocks as they come over the line: cut anywhere, and never believed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '#shared/protocol/sync';
import { modelCustomer } from '#test/support/modelBackend';
import { blockOf } from '#test/support/segmentBlocks';
import { rowsInBlocks, wholeBlocks } from './reading.ts';

const row = fc.nat({ max: 50 }).map((n): Row => ({ kind: 'customer', row: modelCustomer(n) }));
const blocks = fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { maxLength: 4 });

test('of any beginning of a segment the whole blocks are read, and give their rows back', () => {
  fc.assert(
    fc.property(blocks, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const bytes = given.map(blockOf);
      const whole = Buffer.concat(bytes);
      const cut = Math.floor(whole.length * share);
      let fit = 0;
      let length = 0;
      while (fit < bytes.length && length + (bytes[fit]?.length ?? 0) <= cut) {
        length += bytes[fit]?.length ?? 0;
        fit += 1;
      }
      expect(wholeBlocks(whole.subarray(0, cut))).toBe(length);
      expect([...rowsInBlocks(whole.subarray(0, length))]).toEqual(given.slice(0, fit).flat());
    }),
    { numRuns: 60 },
  );
});

test('a block that was changed anywhere is refused, or says the same', () => {
  const rows: Row[] = [1, 2, 3].map((n) => ({ kind: 'customer', row: modelCustomer(n) }));
  const block = blockOf(rows);
  fc.assert(
    fc.property(fc.nat({ max: block.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(block);
      changed[at] = (changed[at] ?? 0) ^ by;
      try {
        // gzip's own header holds a few bytes that say nothing about the content.
        expect([...rowsInBlocks(changed)]).toEqual(rows);
      } catch (error) {
        expect(error).toMatchObject({ failure: { code: 'backend.notCornetta' } });
      }
    }),
  );
});

test('a length that nobody can mean is not waited for', () => {
  expect(() => wholeBlocks(Buffer.from('<html>Welcome to the hotel</html>'))).toThrow('backend.notCornetta');
});
