// What a cache is filled from: pages of the snapshot, pages of changes, with cursors that skip nothing.
import { portfolioIdSchema } from '#shared/model/ids';
import type { Change, ChangesPage, Entity, SnapshotLine } from '#shared/protocol/sync';
import type { Query } from '../db/db.ts';
import { type AgentViewer, type Seen, scopeOf, seenBy } from '../db/seenBy.ts';
import { changesAfter, countRows, type FeedEdge, feedEdge, rowsAfter } from '../repositories/feed.ts';
import type { CursorOwner, Cursors, SnapshotPosition } from './cursors.ts';

export interface FeedDeps {
  readonly db: Query;
  readonly cursors: Cursors;
  readonly snapshotPageRows: number;
}

/** Who reads: the cursors are theirs. */
export interface Reader {
  readonly agentId: string;
  readonly viewer: AgentViewer;
}

export interface Feed {
  /** A page of the snapshot, its last line being the page's end; null: the cursor has expired. */
  snapshotPage(reader: Reader, cursor: string | null): Promise<SnapshotLine[] | null>;
  /** What changed since; null: the cursor has expired. */
  changesPage(reader: Reader, cursor: string, limit: number): Promise<ChangesPage | null>;
}

const order: readonly Entity[] = ['customer', 'case', 'contact'];

export function createFeed({ db, cursors, snapshotPageRows }: FeedDeps): Feed {
  const atOneMoment = <T>({ viewer }: Reader, read: (tx: Seen) => Promise<T>): Promise<T> =>
    seenBy(db, viewer, read, { readOnly: true, oneMoment: true });

  return {
    snapshotPage: (reader, cursor) =>
      atOneMoment(reader, async (tx) => {
        const edge = await feedEdge(tx);
        const owner = ownerOf(reader, edge);
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

    changesPage: (reader, cursor, limit) =>
      atOneMoment(reader, async (tx) => {
        const edge = await feedEdge(tx);
        const anyScope = { ...ownerOf(reader, edge), scope: null };
        // From a snapshot: whoever sees more or less by now has to take another.
        const owner = cursors.readChanges(cursor, anyScope) === null ? ownerOf(reader, edge) : anyScope;
        const from = cursors.readChanges(cursor, owner);
        if (from === null || isForgotten(from.tx, edge)) return null;
        const { changes, last } = await changesAfter(tx, from, edge.tx, limit);
        const next = cursors.changes(last ?? { tx: edge.tx, id: '' }, owner);
        return {
          changes,
          next,
          more: last !== null,
          portfolios: portfolioIdSchema.array().parse(reader.viewer.portfolios),
        };
      }),
  };
}

const ownerOf = ({ agentId, viewer }: Reader, { epoch }: FeedEdge): CursorOwner => ({
  agentId,
  epoch,
  scope: scopeOf(viewer),
});

/** Rows from `start` on, over the end of one kind into the next, and where the page after it starts. */
async function fillPage(
  tx: Seen,
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

const beginning = async (tx: Seen, edge: FeedEdge): Promise<SnapshotPosition> => ({
  entity: 'customer',
  afterId: '',
  total: await countRows(tx),
  changesTx: edge.tx,
});

export const isForgotten = (tx: string, edge: FeedEdge): boolean => BigInt(tx) <= BigInt(edge.forgottenUpTo);
