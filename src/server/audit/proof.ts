// Proves the audit log: that nothing in the chain was changed, taken out, put in or moved since it was written.
import type { Seen } from '../db/seenBy.ts';
import { chainAfter, chainEnds } from '../repositories/audit.ts';
import { type ChainLink, follow, isSame } from './chain.ts';

const atOnce = 2_000;

export interface Proof {
  /** The first and the last place that were looked at. */
  readonly from: ChainLink;
  readonly to: ChainLink;
  /** The first place that does not fit; null: all do. */
  readonly brokenAt: number | null;
  /** Whether that was the end of the chain. */
  readonly isWhole: boolean;
}

/**
 * Follows the chain from `from` (its beginning where left out, and where that has been cut off meanwhile) over at most about `most`
 * entries. `onLink` hears of each place that fits.
 */
export async function prove(
  tx: Seen,
  { from, most, onLink }: { from?: ChainLink; most: number; onLink?: (link: ChainLink) => void },
): Promise<Proof> {
  const { base, head } = await chainEnds(tx);
  const start = from === undefined || from.seq < base.seq ? base : from;
  let to = start;
  while (to.seq - start.seq < most) {
    const entries = await chainAfter(tx, to.seq, atOnce);
    const followed = follow(to, entries);
    for (const { seq, hash } of entries.slice(0, followed.to.seq - to.seq)) onLink?.({ seq, hash });
    to = followed.to;
    if (followed.brokenAt !== null) return { from: start, to, brokenAt: followed.brokenAt, isWhole: false };
    if (entries.length < atOnce) {
      // What was cut off at the end leaves nothing behind that could not fit.
      const fits = to.seq === head.seq && isSame(to.hash, head.hash);
      return { from: start, to, brokenAt: fits ? null : to.seq + 1, isWhole: fits };
    }
  }
  return { from: start, to, brokenAt: null, isWhole: false };
}
