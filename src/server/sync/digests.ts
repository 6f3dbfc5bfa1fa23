// By which an app can prove that it holds what is held here, and fetch again the little that differs.
import type { Digests as Answer } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import { seenBy } from '../db/seenBy.ts';
import { type BucketDigest, bucketDigests, rowsInBucket } from '../repositories/digests.ts';
import { feedEdge } from '../repositories/feed.ts';
import type { Cursors } from './cursors.ts';
import { isForgotten, type Reader } from './feed.ts';
import { blockOf } from './segmentBytes.ts';

export interface Digests {
  /** As they are at the cursor; null: it has expired. */
  at(reader: Reader, cursor: string): Promise<Answer | null>;
  /** All rows of a bucket as blocks, at one moment; null: the reader does not see that portfolio. */
  bucket(reader: Reader, portfolio: string, bucket: number): Promise<Buffer | null>;
}

/** About as many as in a segment's. */
const blockRows = 600;
const atOneMoment = { readOnly: true, oneMoment: true };

export const createDigests = (db: Query, cursors: Cursors): Digests => ({
  at: ({ agentId, viewer }, cursor) =>
    seenBy(
      db,
      viewer,
      async (tx) => {
        const edge = await feedEdge(tx);
        const reached = cursors.read(cursor, { agentId, epoch: edge.epoch });
        if (reached === null || isForgotten(reached.tx, edge)) return null;
        // All transactions before the cursor's are over, and whoever holds it has read them. What is of later ones may be there or not.
        const found = await bucketDigests(tx, reached.tx);
        return { portfolios: viewer.portfolios.map((id) => said(id, found)) } as Answer;
      },
      atOneMoment,
    ),

  bucket: async ({ viewer }, portfolio, bucket) =>
    viewer.portfolios.includes(portfolio)
      ? seenBy(
          db,
          viewer,
          async (tx) => {
            const rows = await rowsInBucket(tx, portfolio, bucket);
            const blocks: Buffer[] = [];
            for (let start = 0; start < rows.length; start += blockRows)
              blocks.push(await blockOf(rows.slice(start, start + blockRows)));
            return Buffer.concat(blocks);
          },
          atOneMoment,
        )
      : null,
});

function said(id: string, found: readonly BucketDigest[]) {
  const theirs = found.filter(({ portfolioId }) => portfolioId === id);
  return {
    id,
    buckets: theirs
      .filter(({ settled, rows }) => settled && rows > 0)
      .map(({ bucket, mark, rows }) => ({ bucket, mark, rows })),
    unsettled: theirs.filter(({ settled }) => !settled).map(({ bucket }) => bucket),
  };
}
