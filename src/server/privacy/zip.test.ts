import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type Packed, zipOf } from './zip.ts';

const at = new Date('2026-03-02T09:15:30.000Z');

async function* inPieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

async function whole(files: readonly Packed[]): Promise<Uint8Array> {
  const zip = zipOf(files, at);
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.pieces) pieces.push(piece);
  const all = Buffer.concat(pieces);
  expect(all.length).toBe(zip.bytes);
  return all;
}

test('whatever is packed comes out as it was, and the length was known before', async () => {
  const file = fc.record({ content: fc.uint8Array({ maxLength: 500 }), isText: fc.boolean(), name: fc.string() });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 6 }), fc.integer({ min: 1, max: 60 }), async (files, size) => {
      const paths = files.map(({ name }, place) => `${place}-${name.replaceAll(/[^\p{L}\p{N}]/gu, '_')}`);
      const packed = files.map(({ content, isText }, place): Packed => {
        const path = paths[place] ?? '';
        return isText
          ? { kind: 'text', path, content }
          : { kind: 'file', path, bytes: content.length, pieces: inPieces(content, size) };
      });
      const found = unzipSync(await whole(packed));
      expect(Object.keys(found)).toHaveLength(files.length);
      for (const [place, { content }] of files.entries())
        expect(Buffer.from(found[paths[place] ?? ''] ?? [1]).equals(Buffer.from(content))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a file that is shorter or longer than was said is no ZIP at all', async () => {
  for (const bytes of [9, 11]) {
    const file: Packed = { kind: 'file', path: 'a', bytes, pieces: inPieces(new Uint8Array(10), 4) };
    await expect(whole([file])).rejects.toThrow('not as long');
  }
});

test('more files than a number of 16 bits counts are all there', async () => {
  const count = 0x1_0005;
  const files = Array.from(
    { length: count },
    (_, place): Packed => ({
      kind: 'file',
      path: `${place}`,
      bytes: 1,
      pieces: inPieces(Uint8Array.of(place & 255), 1),
    }),
  );
  const found = unzipSync(await whole(files));
  expect(Object.keys(found)).toHaveLength(count);
  expect(found['65540']).toEqual(Uint8Array.of(65_540 & 255));
});

/** The files that the ZIP's directory names, and where it says that they are; as APPNOTE 4.3 tells a reader to look. */
function directoryOf(tail: Buffer, bytes: number): Map<string, number> {
  const at = (offset: number) => offset - (bytes - tail.length);
  const end = tail.length - 22;
  expect(tail.readUInt32LE(end)).toBe(0x06054b50);
  const locator = end - 20;
  expect(tail.readUInt32LE(locator)).toBe(0x07064b50);
  const wideEnd = at(Number(tail.readBigUInt64LE(locator + 8)));
  expect(tail.readUInt32LE(wideEnd)).toBe(0x06064b50);
  const found = new Map<string, number>();
  let entry = at(Number(tail.readBigUInt64LE(wideEnd + 48)));
  for (let left = Number(tail.readBigUInt64LE(wideEnd + 32)); left > 0; left -= 1) {
    expect(tail.readUInt32LE(entry)).toBe(0x02014b50);
    const [nameBytes, extraBytes] = [tail.readUInt16LE(entry + 28), tail.readUInt16LE(entry + 30)];
    const extra = entry + 46 + nameBytes;
    const offset = tail.readUInt32LE(entry + 42);
    const isWide = offset === 0xffffffff;
    expect(isWide).toBe(extraBytes > 0);
    found.set(strFromU8(tail.subarray(entry + 46, extra)), isWide ? Number(tail.readBigUInt64LE(extra + 4)) : offset);
    entry = extra + extraBytes;
  }
  return found;
}

test('beyond 4 GB every file is found where the directory says', async () => {
  const piece = new Uint8Array(64 * 1024 * 1024);
  async function* many(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; left -= 1) yield piece;
  }
  const big = (path: string): Packed => ({ kind: 'file', path, bytes: 30 * piece.length, pieces: many(30) });
  const last: Packed = { kind: 'text', path: 'last.txt', content: Buffer.from('ultimo') };
  const { bytes, pieces } = zipOf([big('a'), big('b'), big('c'), last], at);
  const headers = new Map<string, number>();
  let reached = 0;
  let tail = Buffer.alloc(0);
  for await (const one of pieces) {
    if (one !== piece) {
      const header = Buffer.from(one);
      if (header.length > 30 && header.readUInt32LE(0) === 0x04034b50)
        headers.set(strFromU8(header.subarray(30)), reached);
      tail = Buffer.concat([tail, header]).subarray(-2_000);
    }
    reached += one.length;
  }
  expect(reached).toBe(bytes);
  expect(bytes).toBeGreaterThan(0xffffffff);
  expect(directoryOf(tail, bytes)).toEqual(headers);
});
