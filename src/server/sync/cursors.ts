// Cursors as the app holds them: a place, signed for one agent, what they see, and one life of the database. Nobody else can read or make one.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Entity, entitySchema } from '#shared/protocol/sync';
import type { FeedPosition } from '../repositories/feed.ts';

export interface SnapshotPosition {
  readonly entity: Entity;
  readonly afterId: string;
  readonly total: number;
  /** Where the change feed goes on once the snapshot is read: taken before its first page. */
  readonly changesTx: string;
}

/** Whom a cursor is for: it is refused for anybody else, and one that names a scope for who sees more or less by now. */
export interface CursorOwner {
  readonly agentId: string;
  readonly epoch: string;
  /** The portfolios that they see; null: whatever they are, for each page says which. */
  readonly scope: string | null;
}

const txSchema = z.string().regex(/^\d{1,20}$/);
const idSchema = z.string().max(26);
const changesSchema = z.tuple([z.literal('c'), txSchema, idSchema]);
const snapshotSchema = z.tuple([z.literal('s'), entitySchema, idSchema, z.number().int().nonnegative(), txSchema]);

export interface Cursors {
  changes(position: FeedPosition, owner: CursorOwner): string;
  snapshot(position: SnapshotPosition, owner: CursorOwner): string;
  /** null: not a cursor of this kind, this agent and this database. */
  readChanges(cursor: string, owner: CursorOwner): FeedPosition | null;
  readSnapshot(cursor: string, owner: CursorOwner): SnapshotPosition | null;
}

export function createCursors(secret: Uint8Array): Cursors {
  const sign = (payload: string, owner: CursorOwner): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([payload, owner.agentId, owner.epoch, owner.scope]))
      .digest()
      .subarray(0, 16)
      .toString('base64url');

  function write(content: readonly unknown[], owner: CursorOwner): string {
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${payload}.${sign(payload, owner)}`;
  }

  function read<T>(cursor: string, owner: CursorOwner, schema: z.ZodType<T>): T | null {
    const [payload = '', signature = ''] = cursor.split('.');
    const given = Buffer.from(signature);
    const right = Buffer.from(sign(payload, owner));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const parsed = schema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return parsed.success ? parsed.data : null;
  }

  return {
    changes: ({ tx, id }, owner) => write(['c', tx, id], owner),
    snapshot: ({ entity, afterId, total, changesTx }, owner) => write(['s', entity, afterId, total, changesTx], owner),
    readChanges(cursor, owner) {
      const content = read(cursor, owner, changesSchema);
      return content && { tx: content[1], id: content[2] };
    },
    readSnapshot(cursor, owner) {
      const content = read(cursor, owner, snapshotSchema);
      return content && { entity: content[1], afterId: content[2], total: content[3], changesTx: content[4] };
    },
  };
}
