// Cursors as the app holds them: a place in the feed, signed for one agent and one life of the database. Nobody else can read or make one.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { FeedPosition } from '../repositories/feed.ts';

/** Whom a cursor is for. What they see is not in it: each page says that. */
export interface CursorOwner {
  readonly agentId: string;
  readonly epoch: string;
}

const contentSchema = z.tuple([z.literal('c'), z.string().regex(/^\d{1,20}$/), z.string().max(26)]);

export interface Cursors {
  write(position: FeedPosition, owner: CursorOwner): string;
  /** null: not a cursor of this agent and this database. */
  read(cursor: string, owner: CursorOwner): FeedPosition | null;
}

export function createCursors(secret: Uint8Array): Cursors {
  const sign = (payload: string, { agentId, epoch }: CursorOwner): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([payload, agentId, epoch]))
      .digest()
      .subarray(0, 16)
      .toString('base64url');

  return {
    write({ tx, id }, owner) {
      const payload = Buffer.from(JSON.stringify(['c', tx, id])).toString('base64url');
      return `${payload}.${sign(payload, owner)}`;
    },
    read(cursor, owner) {
      const [payload = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature);
      const right = Buffer.from(sign(payload, owner));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const content = contentSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return content.success ? { tx: content.data[1], id: content.data[2] } : null;
    },
  };
}
