// What rows come to by bucket, worked out as shared/protocol/sync.ts says it and by nobody else's code.
import { createHash } from 'node:crypto';
import type { Change, Digests, Row } from '#shared/protocol/sync';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

export const bucketOf = (id: string): number => sha256(id).readUInt16BE(0) >> 6;

/** `later`: what has changed behind the reader's place. */
export function digestsOf(portfolios: readonly string[], rows: readonly Row[], later: readonly Change[]): Digests {
  const unsettled = [
    ...new Set(later.map((change) => bucketOf(change.kind === 'tombstone' ? change.id : change.row.id))),
  ];
  return {
    portfolios: portfolios.map((id) => {
      const sums = new Map<number, { mark: bigint; rows: number }>();
      for (const row of rows.filter((one) => one.row.portfolioId === id)) {
        const bucket = bucketOf(row.row.id);
        if (unsettled.includes(bucket)) continue;
        const sum = sums.get(bucket) ?? { mark: 0n, rows: 0 };
        const mark = sha256(`${row.kind} ${row.row.id} ${row.row.version}`).readBigUInt64BE(0);
        sums.set(bucket, { mark: sum.mark ^ mark, rows: sum.rows + 1 });
      }
      return {
        id: id as Digests['portfolios'][number]['id'],
        buckets: [...sums].map(([bucket, { mark, rows: count }]) => ({
          bucket,
          mark: mark.toString(16).padStart(16, '0'),
          rows: count,
        })),
        unsettled,
      };
    }),
  };
}
