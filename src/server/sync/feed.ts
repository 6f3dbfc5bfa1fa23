// What a cache is filled from: pages of the snapshot, pages of changes, with cursors that skip nothing.
import type { Change, ChangesPage, Entity, SnapshotLine } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import { atOneMoment, changesAfter, countRows, type FeedEdge, feedEdge, rowsAfter } from '../repositories/feed.ts';
import type { CursorOwner, Cursors, SnapshotPosition } from './cursors.ts';

export interface FeedDeps {
  readonly db: Query;
  readonly cursors: Cursors;
  readonly snapshotPageRows: number;
}

export interface Feed {
  /** A page of the snapshot, its last line being the page's end; null: the cursor has expired. */
  snapshotPage(agentId: string, cursor: string | null): Promise<SnapshotLine[] | null>;
  /** What changed since; null: the cursor has expired. */
  changesPage(agentId: string, cursor: string, limit: number): Promise<ChangesPage | null>;
}

const order: readonly Entity[] = ['customer', 'case', 'contact'];

export function createFeed({ db, cursors, snapshotPageRows }: FeedDeps): Feed {
  return {
    snapshotPage: (agentId, cursor) =>
      atOneMoment(db, async (tx) => {
        const edge = await feedEdge(tx);
        const owner = { agentId, epoch: edge.epoch };
        const start = cursor === null ? await beginning(tx, edge) : cursors.readSnapshot(cursor, owner);
        if (start === null || isForgotten(start.changesTx, edge)) return null;
        const { changes, next } = await fillPage(tx, start, snapshotPageRows);
        return [
          ...changes,
          {
            kind: 'pageEnd',
            next: next && cursors.snapshot(next, owner),
            changes: cursors.changes({ tx: start.changesTx, id: '' }, owner),
            total: start.total,
          },
        ];
      }),

    changesPage: (agentId, cursor, limit) =>
      atOneMoment(db, async (tx) => {
        const edge = await feedEdge(tx);
        const owner: CursorOwner = { agentId, epoch: edge.epoch };
        const from = cursors.readChanges(cursor, owner);
        if (from === null || isForgotten(from.tx, edge)) return null;
        const { changes, last } = await changesAfter(tx, from, edge.tx, limit);
        return { changes, next: cursors.changes(last ?? { tx: edge.tx, id: '' }, owner), more: last !== null };
      }),
  };
}

/** Rows from `start` on, over the end of one kind into the next, and where the page after it starts. */
async function fillPage(
  tx: Query,
  start: SnapshotPosition,
  limit: number,
): Promise<{ changes: Change[]; next: SnapshotPosition | null }> {
  const changes: Change[] = [];
  let { entity, afterId } = start;
  for (;;) {
    const wanted = limit - changes.length;
    const rows = await rowsAfter(tx, entity, afterId, wanted);
    changes.push(...rows);
    if (rows.length === wanted) return { changes, next: { ...start, entity, afterId: idOf(rows.at(-1)) } };
    const following = order[order.indexOf(entity) + 1];
    if (following === undefined) return { changes, next: null };
    entity = following;
    afterId = '';
  }
}

const idOf = (change: Change | undefined): string =>
  change === undefined ? '' : change.kind === 'tombstone' ? change.id : change.row.id;

const beginning = async (tx: Query, edge: FeedEdge): Promise<SnapshotPosition> => ({
  entity: 'customer',
  afterId: '',
  total: await countRows(tx),
  changesTx: edge.tx,
});

const isForgotten = (tx: string, edge: FeedEdge): boolean => BigInt(tx) <= BigInt(edge.forgottenUpTo);
