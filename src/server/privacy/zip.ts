// A ZIP that is written piece by piece, and whose length is known before its first byte (PKWARE's APPNOTE 6.3.10). Beyond 4 GB, or 65 535
// files, it says where things are in 64 bits.
import { crc32, deflateRawSync } from 'node:zlib';

export type Packed =
  /** Whole in memory: compressed. */
  | { readonly kind: 'text'; readonly path: string; readonly content: Uint8Array }
  /** As it is, of so many bytes: below 4 GB. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly bytes: number;
      readonly pieces: AsyncIterable<Uint8Array>;
    };

export interface Zip {
  readonly bytes: number;
  /** Throws where a file is not as long as it was said to be. */
  readonly pieces: AsyncGenerator<Uint8Array>;
}

interface Entry {
  readonly name: Buffer;
  readonly method: 0 | 8;
  readonly at: number;
  /** As it lies there. */
  readonly packedBytes: number;
  readonly bytes: number;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Null: seen when it has gone through. */
  readonly crc: number | null;
}

const most16 = 0xffff;
const most32 = 0xffffffff;
/** Sizes and checksum come behind the file; its name is UTF-8. */
const flags = 0x0808;
const headerBytes = 30;
const descriptorBytes = 16;
const directoryBytes = 46;
const wideOffsetBytes = 12;
const wideEndBytes = 56 + 20;
const endBytes = 22;

export function zipOf(files: readonly Packed[], at: Date): Zip {
  let reached = 0;
  const entries = files.map((file) => {
    const entry = entryOf(file, reached);
    reached += headerBytes + entry.name.length + entry.packedBytes + descriptorBytes;
    return entry;
  });
  const directoryAt = reached;
  const lengthOf = ({ name, at: offset }: Entry) =>
    directoryBytes + name.length + (offset >= most32 ? wideOffsetBytes : 0);
  const directory = { at: directoryAt, bytes: entries.reduce((sum, entry) => sum + lengthOf(entry), 0) };
  const isWide = entries.length >= most16 || directory.at >= most32 || directory.bytes >= most32;
  const bytes = directory.at + directory.bytes + (isWide ? wideEndBytes : 0) + endBytes;

  async function* pieces() {
    const checksums: number[] = [];
    for (const entry of entries) {
      yield headerOf(entry, at);
      let crc = 0;
      let length = 0;
      for await (const piece of entry.pieces) {
        crc = crc32(piece, crc);
        length += piece.length;
        yield piece;
      }
      if (length !== entry.packedBytes) throw new Error('a file is not as long as it was said to be');
      checksums.push(entry.crc ?? crc);
      yield descriptorOf(entry, entry.crc ?? crc);
    }
    for (const [place, entry] of entries.entries()) yield directoryEntryOf(entry, checksums[place] ?? 0, at);
    if (isWide) yield wideEndOf(entries.length, directory);
    yield endOf(entries.length, directory);
  }
  return { bytes, pieces: pieces() };
}

function entryOf(file: Packed, at: number): Entry {
  const name = Buffer.from(file.path);
  if (file.kind === 'file') {
    if (file.bytes >= most32) throw new Error('a single file of 4 GB or more');
    return { name, method: 0, at, packedBytes: file.bytes, bytes: file.bytes, pieces: file.pieces, crc: null };
  }
  const packed = deflateRawSync(file.content);
  const bytes = file.content.length;
  return { name, method: 8, at, packedBytes: packed.length, bytes, pieces: [packed], crc: crc32(file.content) };
}

/** To two seconds, beginning with 1980; in UTC, since ZIP knows no time zone. */
const dosTime = (at: Date): readonly [time: number, day: number] => [
  (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
];

function headerOf({ name, method }: Entry, at: Date): Buffer {
  const [time, day] = dosTime(at);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(time, 10);
  header.writeUInt16LE(day, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptorOf({ packedBytes, bytes }: Entry, crc: number): Buffer {
  const descriptor = Buffer.alloc(descriptorBytes);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packedBytes, 8);
  descriptor.writeUInt32LE(bytes, 12);
  return descriptor;
}

function directoryEntryOf({ name, method, at: offset, packedBytes, bytes }: Entry, crc: number, at: Date): Buffer {
  const [time, day] = dosTime(at);
  const isWide = offset >= most32;
  const entry = Buffer.alloc(directoryBytes);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(isWide ? 45 : 20, 4);
  entry.writeUInt16LE(isWide ? 45 : 20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt16LE(time, 12);
  entry.writeUInt16LE(day, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packedBytes, 20);
  entry.writeUInt32LE(bytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(isWide ? wideOffsetBytes : 0, 30);
  entry.writeUInt32LE(isWide ? most32 : offset, 42);
  if (!isWide) return Buffer.concat([entry, name]);
  const wide = Buffer.alloc(wideOffsetBytes);
  wide.writeUInt16LE(1, 0);
  wide.writeUInt16LE(8, 2);
  wide.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([entry, name, wide]);
}

interface Directory {
  readonly at: number;
  readonly bytes: number;
}

/** The end in 64 bits, and where it is. */
function wideEndOf(count: number, directory: Directory): Buffer {
  const end = Buffer.alloc(wideEndBytes);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(directory.bytes), 40);
  end.writeBigUInt64LE(BigInt(directory.at), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(directory.at + directory.bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

function endOf(count: number, directory: Directory): Buffer {
  const end = Buffer.alloc(endBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, most16), 8);
  end.writeUInt16LE(Math.min(count, most16), 10);
  end.writeUInt32LE(Math.min(directory.bytes, most32), 12);
  end.writeUInt32LE(Math.min(directory.at, most32), 16);
  return end;
}
