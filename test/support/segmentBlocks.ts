// A segment's blocks as shared/protocol/sync.ts lays them out, made by hand.
import { gzipSync } from 'node:zlib';
import { blockHeaderBytes, type Row } from '#shared/protocol/sync';

export function blockOf(rows: readonly Row[]): Buffer {
  const content = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const header = Buffer.alloc(blockHeaderBytes);
  header.writeUInt32BE(content.length, 0);
  header.writeUInt32BE(rows.length, 4);
  return Buffer.concat([header, content]);
}
