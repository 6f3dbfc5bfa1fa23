import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSealedFiles, pieceBytes, type SealedFiles } from './sealedFiles.ts';

const key = '0123456789abcdef'.repeat(4);
let folder: string;
let sealed: SealedFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-sealed-'));
  sealed = createSealedFiles(folder, key);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Text, so that it would be found where it lies as it is. */
const text = (bytes: number) => Buffer.alloc(bytes, 'La bolletta di Zenobia Qwarkini. ');

async function goOn(id: string, bytes: Buffer): Promise<void> {
  const writing = await sealed.write(id);
  for (let at = writing.reached; at < bytes.length; at += pieceBytes)
    await writing.add(bytes.subarray(at, at + pieceBytes));
  await writing.finish();
  await writing.close();
}
async function all(id: string, from = 0): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of sealed.readAll(id, from)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('what was written is read again, whole and from any place; nothing of it lies there as it is', async () => {
  const bytes = text(pieceBytes * 2 + 1_234);
  await goOn('F1', bytes);
  expect((await all('F1')).equals(bytes)).toBe(true);
  for (const at of [0, 1, pieceBytes - 1, pieceBytes, pieceBytes + 7, bytes.length - 1, bytes.length]) {
    expect((await all('F1', at)).equals(bytes.subarray(at))).toBe(true);
    const piece = await sealed.read('F1', at, 100);
    expect(piece.equals(bytes.subarray(at, Math.min(at + 100, (Math.floor(at / pieceBytes) + 1) * pieceBytes)))).toBe(
      true,
    );
  }
  expect(readFileSync(join(folder, 'F1')).includes('Zenobia')).toBe(false);
  expect(statSync(join(folder, 'F1')).mode & 0o077).toBe(0);
});

test('cut off at any byte, it is gone on with and ends equal', async () => {
  const bytes = text(pieceBytes * 2 + 500);
  await goOn('F1', bytes);
  const { size } = statSync(join(folder, 'F1'));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.nat(size), fc.constantFrom(0, 1, size - 1, pieceBytes + 27, pieceBytes + 28)),
      async (cut) => {
        copyFileSync(join(folder, 'F1'), join(folder, 'F1.kept'));
        truncateSync(join(folder, 'F1'), cut);
        const writing = await sealed.write('F1');
        expect(writing.reached % pieceBytes).toBe(0);
        expect(writing.reached).toBeLessThanOrEqual(cut);
        await writing.close();
        await goOn('F1', bytes);
        expect((await all('F1')).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('a byte that is another, a piece in another’s place, another file’s or another key’s cannot be read', async () => {
  const damaged = { failure: { code: 'attachment.damaged' } };
  const bytes = text(pieceBytes * 2);
  await goOn('F1', bytes);
  const file = join(folder, 'F1');
  const whole = readFileSync(file);
  const record = whole.length / 2;
  const other = Buffer.from(whole);
  other[100] = (other[100] ?? 0) ^ 1;
  writeFileSync(file, other);
  await expect(all('F1')).rejects.toMatchObject(damaged);
  writeFileSync(file, Buffer.concat([whole.subarray(record), whole.subarray(0, record)]));
  await expect(all('F1')).rejects.toMatchObject(damaged);
  writeFileSync(join(folder, 'F2'), whole);
  await expect(all('F2')).rejects.toMatchObject(damaged);
  writeFileSync(file, whole);
  sealed = createSealedFiles(folder, 'f'.repeat(64));
  await expect(all('F1')).rejects.toMatchObject(damaged);
});

test('what is removed is not there, twice as well', async () => {
  await goOn('F1', text(10));
  expect(sealed.list()).toEqual(['F1']);
  sealed.remove('F1');
  sealed.remove('F1');
  expect(sealed.list()).toEqual([]);
});
