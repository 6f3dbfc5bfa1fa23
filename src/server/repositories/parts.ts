// The bytes of files of cases and of chats, out of the tables that hold them in pieces.
import { sql } from 'kysely';
import { type BytesWanted, bytesIn, type KeptPart } from '../attachments/sealing.ts';
import type { Query } from '../db/db.ts';
import { seenBy, type Viewer } from '../db/seenBy.ts';

/** Which file a row of each table is a piece of. */
const fileOf = { attachment_parts: 'attachment_id', chat_file_parts: 'file_id' } as const;

/** Reads a file from one byte on and up to another, piece by piece, each in a transaction of its own: nobody holds the feed back meanwhile. */
export const readerOf =
  (table: keyof typeof fileOf) =>
  (
    db: Query,
    viewer: Viewer,
    id: string,
    sealingKey: Uint8Array | null,
    wanted: BytesWanted = {},
  ): AsyncGenerator<Uint8Array> =>
    bytesIn(
      id,
      sealingKey,
      (byte) =>
        seenBy(
          db,
          viewer,
          async (tx) => {
            const { rows } = await sql<KeptPart>`
              select at, length, sealed, bytes from ${sql.table(table)}
              where ${sql.ref(fileOf[table])} = ${id} and at <= ${byte} order by at desc limit 1`.execute(tx);
            return rows[0];
          },
          { readOnly: true },
        ),
      wanted,
    );
