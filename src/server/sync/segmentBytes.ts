// A segment's bytes: blocks of rows, one behind the other, so that whoever has the first of them can store those and ask for the rest.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { blockHeaderBytes, type Row } from '#shared/protocol/sync';

const compress = promisify(gzip);

/** One block (shared/protocol/sync.ts says how it is laid out). The same rows give the same bytes. */
export async function blockOf(rows: readonly Row[]): Promise<Buffer> {
  const content = await compress(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const header = Buffer.alloc(blockHeaderBytes);
  header.writeUInt32BE(content.length, 0);
  header.writeUInt32BE(rows.length, 4);
  return Buffer.concat([header, content]);
}
