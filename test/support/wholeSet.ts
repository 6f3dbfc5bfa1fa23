// The whole set of one agent as an app loads it: the manifest, the bytes of its segments, the rows in their blocks.
import { expect } from 'vitest';
import { changesPageSchema, type Manifest, manifestSchema, type Row } from '#shared/protocol/sync';
import { blocksIn } from './segmentBlocks.ts';
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

/** Where the feed stands now, behind everything that has changed until now. */
export async function feedNow(ask: Ask): Promise<string> {
  let cursor = (await manifestOf(ask)).changes;
  for (;;) {
    const answer = await ask({ url: '/v1/sync/changes', query: { cursor } });
    expect(answer.statusCode).toBe(200);
    const page = changesPageSchema.parse(answer.json());
    cursor = page.next;
    if (!page.more) return cursor;
  }
}

export const segmentOf = (ask: Ask, { generation, number }: SegmentRef, headers: Record<string, string> = {}) =>
  ask({ url: `/v1/sync/segments/${generation}/${number}`, headers });
