// Pictures as they are kept: few colours, so that hundreds of them are small, and how two of them are compared.
import { crc32, deflateSync } from 'node:zlib';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Four bytes a pixel: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const readPicture = (file: Buffer): Pixels => PNG.sync.read(file);

const mostColours = 256;

const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const;

function distance(one: number, other: number): number {
  const [from, to] = [parts(one), parts(other)];
  return from.reduce<number>((sum, part, index) => sum + (part - (to[index] ?? 0)) ** 2, 0);
}

/** The colours that there are most of stay as they are; each of the rest, the edges of letters, becomes the nearest of those. */
function inFewColours({ data }: Pixels): { palette: number[]; indices: Uint8Array } {
  const view = new DataView(data.buffer, data.byteOffset);
  const colours = Uint32Array.from({ length: data.length / 4 }, (_, pixel) => view.getUint32(4 * pixel) >>> 8);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts]
    .sort(([one, many], [other, more]) => more - many || one - other)
    .map(([colour]) => colour);
  const palette = byCount.slice(0, mostColours);
  const numbers = new Map(palette.map((colour, number) => [colour, number]));
  for (const colour of byCount.slice(mostColours)) {
    const distances = palette.map((kept) => distance(kept, colour));
    numbers.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { palette, indices: Uint8Array.from(colours, (colour) => numbers.get(colour) ?? 0) };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of at most 256 colours. */
export function writePicture(pixels: Pixels): Buffer {
  const { width, height } = pixels;
  const { palette, indices } = inFewColours(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each the number of a colour.
  header.set([8, 3], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** How many pixels an eye would tell apart, and a picture of where; pictures of two sizes differ everywhere. */
export function compare(kept: Pixels, now: Pixels): { readonly pixels: number; readonly where: Buffer | null } {
  const { width, height } = kept;
  if (width !== now.width || height !== now.height) return { pixels: width * height, where: null };
  const where = new PNG({ width, height });
  const pixels = pixelmatch(kept.data, now.data, where.data, width, height, { threshold: 0.1 });
  return { pixels, where: PNG.sync.write(where) };
}
