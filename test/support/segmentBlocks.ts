// A segment's blocks as shared/protocol/sync.ts lays them out, made and read by hand.
import { gunzipSync, gzipSync } from 'node:zlib';
import { blockHeaderBytes, type Row, rowSchema } from '#shared/protocol/sync';

export function blockOf(rows: readonly Row[]): Buffer {
  const content = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const header = Buffer.alloc(blockHeaderBytes);
  header.writeUInt32BE(content.length, 0);
  header.writeUInt32BE(rows.length, 4);
  return Buffer.concat([header, content]);
}

/** The whole blocks at the beginning of these bytes, as rows; what is left over at their end belongs to the next one. */
export function blocksIn(bytes: Buffer): Row[][] {
  const blocks: Row[][] = [];
  let at = 0;
  while (bytes.length - at >= blockHeaderBytes) {
    const end = at + blockHeaderBytes + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const lines = gunzipSync(bytes.subarray(at + blockHeaderBytes, end))
      .toString()
      .split('\n')
      .filter(Boolean);
    if (lines.length !== bytes.readUInt32BE(at + 4)) throw new Error('a block has other rows than it says');
    blocks.push(lines.map((line) => rowSchema.parse(JSON.parse(line))));
    at = end;
  }
  return blocks;
}
