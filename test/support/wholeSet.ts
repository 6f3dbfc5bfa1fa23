// The whole set of one agent as an app loads it: the manifest, the bytes of its segments, the rows in their blocks.
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { blockHeaderBytes, type Manifest, manifestSchema, type Row, rowSchema } from '#shared/protocol/sync';
import type { Ask } from './testServer.ts';

type SegmentRef = Pick<Manifest['segments'][number], 'generation' | 'number'>;

export interface WholeSet {
  /** In the order in which they came. */
  readonly rows: readonly Row[];
  /** Where the changes go on from. */
  readonly cursor: string;
  readonly manifest: Manifest;
}

export async function wholeSet(ask: Ask, query: Record<string, string> = {}): Promise<WholeSet> {
  const manifest = await manifestOf(ask, query);
  const rows: Row[] = [];
  for (const segment of manifest.segments) {
    for (const block of blocksIn((await segmentOf(ask, segment)).rawPayload)) rows.push(...block);
  }
  return { rows, cursor: manifest.changes, manifest };
}

export async function manifestOf(ask: Ask, query: Record<string, string> = {}): Promise<Manifest> {
  const answer = await ask({ url: '/v1/sync/manifest', query });
  expect(answer.statusCode).toBe(200);
  return manifestSchema.parse(answer.json());
}

export const segmentOf = (ask: Ask, { generation, number }: SegmentRef, headers: Record<string, string> = {}) =>
  ask({ url: `/v1/sync/segments/${generation}/${number}`, headers });

/** The whole blocks at the beginning of these bytes, as rows; what is left over at their end belongs to the next one. */
export function blocksIn(bytes: Buffer): Row[][] {
  const blocks: Row[][] = [];
  let at = 0;
  while (bytes.length - at >= blockHeaderBytes) {
    const end = at + blockHeaderBytes + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const text = gunzipSync(bytes.subarray(at + blockHeaderBytes, end)).toString();
    const rows = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => rowSchema.parse(JSON.parse(line)));
    expect(rows).toHaveLength(bytes.readUInt32BE(at + 4));
    blocks.push(rows);
    at = end;
  }
  return blocks;
}
