// Gives the audit log's entries their places in the chain, some moments after they were written: whoever writes waits for nobody. One
// instance at a time does it, whichever comes first.
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { chainEnds, chainEntries, lockChain, unchained } from '../repositories/audit.ts';
import { hashAfter } from './chain.ts';

const atOnce = 500;
const hourMs = 3_600_000;

/** Chains up to `atOnce` entries, in the order in which they were written; resolves to how many. Another instance is at it: 0. */
export async function chainSome(tx: Seen): Promise<number> {
  if (!(await lockChain(tx))) return 0;
  const entries = await unchained(tx, atOnce);
  if (entries.length === 0) return 0;
  let { seq, hash } = (await chainEnds(tx)).head;
  const links = entries.map((entry) => {
    seq += 1;
    hash = hashAfter(hash, { ...entry, seq });
    return { id: entry.id, seq, hash };
  });
  await chainEntries(tx, links);
  return links.length;
}

export function startChaining({ db, config, logger }: ServerDeps): { stop(): Promise<void> } {
  let stopped = false;
  let lastToldAt = Number.NEGATIVE_INFINITY;
  let running = Promise.resolve();

  /** Whoever keeps the log elsewhere has something to compare the chain with. */
  async function tellHead(): Promise<void> {
    const now = performance.now();
    if (now - lastToldAt < hourMs) return;
    lastToldAt = now;
    const { head } = await seenBy(db.query, house, chainEnds, { readOnly: true });
    logger.info({ audit: `${head.seq}:${Buffer.from(head.hash).toString('hex')}` }, 'the audit log’s end');
  }

  async function chainAll(): Promise<void> {
    while (!stopped && (await seenBy(db.query, house, chainSome)) === atOnce);
    await tellHead();
  }

  const timer = setInterval(() => {
    running = running
      .then(chainAll)
      .catch((error: unknown) => logger.warn({ err: error }, 'the audit log could not be chained'));
  }, config.auditChainMs);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
