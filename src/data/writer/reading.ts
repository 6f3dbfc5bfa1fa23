// What the backend's bytes say: blocks of a segment, pages of the feed. Whatever does not fit the protocol is refused whole.
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { failure } from '#shared/contract/failure';
import { articleBodiesSchema } from '#shared/protocol/articles';
import { blockHeaderBytes, type ChangesPage, changesPageSchema, type Row, rowSchema } from '#shared/protocol/sync';

const notOurs = (what: string) => failure('backend.notCornetta', 'network', `${what} does not fit the protocol`);

/** Throws `backend.notCornetta`. */
export function pageIn(bytes: Uint8Array): ChangesPage {
  try {
    return changesPageSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw notOurs('a page of changes');
  }
}

/** Throws `backend.notCornetta`. */
export function articlesIn(bytes: Uint8Array): z.infer<typeof articleBodiesSchema> {
  try {
    return articleBodiesSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw notOurs('articles');
  }
}

/** The rows of whole blocks, one block after the other. Throws `backend.notCornetta`. */
export function* rowsInBlocks(bytes: Uint8Array): Generator<Row> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < all.length; ) {
    const start = at + blockHeaderBytes;
    const end = start <= all.length ? start + all.readUInt32BE(at) : start;
    if (end > all.length) throw notOurs('a block');
    const rows = rowsIn(all.subarray(start, end));
    if (rows.length !== all.readUInt32BE(at + 4)) throw notOurs('a block');
    yield* rows;
    at = end;
  }
}

function rowsIn(content: Uint8Array): Row[] {
  try {
    const lines = gunzipSync(content, { maxOutputLength }).toString().split('\n');
    return lines.filter((line) => line !== '').map((line) => rowSchema.parse(JSON.parse(line)));
  } catch {
    throw notOurs('a block');
  }
}

const maxOutputLength = 64 * 1024 * 1024;

/** Whether these are whole blocks, and the length of those that are. Throws `backend.notCornetta` for one that cannot be meant. */
export function wholeBlocks(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + blockHeaderBytes <= bytes.length) {
    const length = view.getUint32(at);
    if (length > longestBlock) throw notOurs('a block');
    if (at + blockHeaderBytes + length > bytes.length) break;
    at += blockHeaderBytes + length;
  }
  return at;
}

const longestBlock = 16 * 1024 * 1024;
