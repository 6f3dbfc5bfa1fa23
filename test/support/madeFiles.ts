// Files of the kinds that are kept with cases, made up byte by byte; the PNG can be drawn.
import { crc32, deflateSync } from 'node:zlib';
import type { FileKind } from '#shared/model/fileKind';

/** At least as long as the smallest of its kind. The filling differs with `seed`. */
export function madeFile(kind: FileKind, bytes = 2_000, seed = 1): Buffer {
  if (kind === 'png') return padded(madePng(8, 8), bytes, seed);
  const [beginning, end] = frames[kind];
  const filling = Buffer.alloc(Math.max(0, bytes - beginning.length - end.length));
  for (let at = 0; at < filling.length; at++) filling[at] = (at * 31 + seed * 97 + (at >> 8)) & 0x7f;
  const whole = Buffer.concat([beginning, filling, end]);
  if (kind === 'webp') whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

const frames: Readonly<Record<Exclude<FileKind, 'png'>, readonly [Buffer, Buffer]>> = {
  pdf: [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')],
  jpeg: [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]), Buffer.from([0xff, 0xd9])],
  webp: [Buffer.from('RIFF\0\0\0\0WEBPVP8 '), Buffer.alloc(0)],
  heic: [Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]), Buffer.alloc(0)],
};

/** A PNG of one colour's shades. */
export function madePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set([200 - (y * 90) / height, 180 - (x * 60) / width, 150], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** With a comment before its last chunk. */
function padded(png: Buffer, bytes: number, seed: number): Buffer {
  const more = bytes - png.length - 12;
  if (more < 0) return png;
  const text = Buffer.alloc(more, 0x61 + (seed % 26));
  return Buffer.concat([png.subarray(0, -12), chunk('tEXt', text), png.subarray(-12)]);
}
