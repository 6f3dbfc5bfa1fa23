// What keeps a cache abreast: pages of changes, with cursors that skip nothing.
import { portfolioIdSchema } from '#shared/model/ids';
import type { ChangesPage } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import { type AgentViewer, seenBy } from '../db/seenBy.ts';
import { changesAfter, type FeedEdge, feedEdge } from '../repositories/feed.ts';
import type { Cursors } from './cursors.ts';

/** Who reads: the cursors are theirs. */
export interface Reader {
  readonly agentId: string;
  readonly viewer: AgentViewer;
}

export interface Feed {
  /** What changed since; null: the cursor has expired. */
  changesPage(reader: Reader, cursor: string, limit: number): Promise<ChangesPage | null>;
}

export const createFeed = (db: Query, cursors: Cursors): Feed => ({
  changesPage: ({ agentId, viewer }, cursor, limit) =>
    seenBy(
      db,
      viewer,
      async (tx) => {
        const edge = await feedEdge(tx);
        const owner = { agentId, epoch: edge.epoch };
        const from = cursors.read(cursor, owner);
        if (from === null || isForgotten(from.tx, edge)) return null;
        const { changes, last } = await changesAfter(tx, from, edge.tx, limit);
        const next = cursors.write(last ?? { tx: edge.tx, id: '' }, owner);
        return { changes, next, more: last !== null, portfolios: portfolioIdSchema.array().parse(viewer.portfolios) };
      },
      { readOnly: true, oneMoment: true },
    ),
});

export const isForgotten = (tx: string, edge: FeedEdge): boolean => BigInt(tx) <= BigInt(edge.forgottenUpTo);
