import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '#shared/protocol/sync';
import { modelCustomer } from '#test/support/modelBackend';
import { blocksIn } from '#test/support/segmentBlocks';
import { blockOf } from './segmentBytes.ts';

const row = fc
  .record({ n: fc.nat(5_000), name: fc.string({ minLength: 1, maxLength: 160, unit: 'grapheme' }) })
  .map(({ n, name }): Row => ({ kind: 'customer', row: modelCustomer(n, { name }) }));

test('whatever is put into blocks comes out of them, of any beginning the blocks that are whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 5 }),
      fc.nat(),
      async (blocks, somewhere) => {
        const made = await Promise.all(blocks.map(blockOf));
        const bytes = Buffer.concat(made);
        expect(blocksIn(bytes)).toEqual(blocks);
        const cut = somewhere % (bytes.length + 1);
        const whole = made.filter((_, place) => Buffer.concat(made.slice(0, place + 1)).length <= cut);
        expect(blocksIn(bytes.subarray(0, cut))).toEqual(blocks.slice(0, whole.length));
      },
    ),
    { numRuns: 50 },
  );
});

test('the same rows give the same bytes', async () => {
  const rows: Row[] = [{ kind: 'customer', row: modelCustomer(1) }];
  expect(await blockOf(rows)).toEqual(await blockOf(structuredClone(rows)));
});
