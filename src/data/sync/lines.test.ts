import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

test('lines come out whole however the bytes are cut, letters of several bytes too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((line) => !line.includes('\n')),
        { maxLength: 10 },
      ),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (lines, size, closed) => {
        const bytes = new TextEncoder().encode(lines.join('\n') + (closed ? '\n' : ''));
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
            controller.close();
          },
        });
        const read: string[] = [];
        for await (const line of linesOf(stream, () => {})) read.push(line);
        expect(read).toEqual(lines);
      },
    ),
  );
});
