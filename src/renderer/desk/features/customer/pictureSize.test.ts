import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeFile, madePng } from '#test/support/madeFiles';
import { pictureSize } from './pictureSize.ts';

const jpeg = (...segments: (readonly number[])[]) => Buffer.from([0xff, 0xd8, ...segments.flat()]);
const app0 = [0xff, 0xe0, 0, 4, 1, 2];
const frame = (marker: number) => [0xff, marker, 0, 11, 8, 0x04, 0xb0, 0x06, 0x40, 1, 1, 0x11, 0];

test('each kind says how large it is', () => {
  expect(pictureSize('png', madePng(320, 240))).toEqual({ width: 320, height: 240 });
  expect(pictureSize('jpeg', jpeg(app0, frame(0xc0)))).toEqual({ width: 1_600, height: 1_200 });
  // Progressive, behind a table and filling.
  expect(pictureSize('jpeg', jpeg([0xff, 0xc4, 0, 3, 0], [0xff], frame(0xc2)))).toEqual({
    width: 1_600,
    height: 1_200,
  });
  const webp = (form: string, at: number, bytes: readonly number[]) => {
    const file = Buffer.alloc(40);
    file.write(`RIFF\0\0\0\0WEBP${form}`, 'latin1');
    file.set(bytes, at);
    return file;
  };
  expect(pictureSize('webp', webp('VP8X', 24, [0x3f, 6, 0, 0xaf, 4, 0]))).toEqual({ width: 1_600, height: 1_200 });
  expect(pictureSize('webp', webp('VP8 ', 26, [0x40, 6, 0xb0, 4]))).toEqual({ width: 1_600, height: 1_200 });
  expect(pictureSize('webp', webp('VP8L', 21, [0x3f, 0xc6, 0x2b, 0x01]))).toEqual({ width: 1_600, height: 1_200 });
});

test('one that says a hundred thousand pixels each way is believed', () => {
  const bomb = madePng(1, 1);
  bomb.writeUInt32BE(100_000, 16);
  bomb.writeUInt32BE(100_000, 20);
  expect(pictureSize('png', bomb)).toEqual({ width: 100_000, height: 100_000 });
});

test('whatever the bytes are, there is an answer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('png', 'jpeg', 'webp', 'heic', 'pdf'),
      fc.uint8Array({ maxLength: 90 }),
      fc.nat(30),
      (kind, bytes, keep) => {
        const size = pictureSize(kind, Buffer.concat([madeFile(kind).subarray(0, keep), bytes]));
        expect(size === null || size.width >= 0).toBe(true);
      },
    ),
  );
});
