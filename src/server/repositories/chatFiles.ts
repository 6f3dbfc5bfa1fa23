// Files in chats as rows, and their bytes in pieces. Whoever sees a chat sees them.
import { sql } from 'kysely';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { FileKind } from '#shared/model/fileKind';
import type { AttachmentStanding } from '#shared/protocol/attachments';
import type { NewChatFile } from '#shared/protocol/chat';
import { keptPart, type PartsDeps } from '../attachments/sealing.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { readerOf } from './parts.ts';

export interface KeptChatFile {
  readonly id: string;
  readonly chatId: string;
  readonly by: 'visitor' | 'agent';
  readonly agentId: string | null;
  readonly name: string;
  readonly bytes: number;
  /** Null: it is not whole. */
  readonly found: { readonly kind: FileKind; readonly sha256: string } | null;
  readonly standing: AttachmentStanding;
}

/** Null: there is none that the reader sees. Locked until the transaction's end. */
export async function findChatFile(tx: Seen, id: string, { lock = false } = {}): Promise<KeptChatFile | null> {
  const query = tx.selectFrom('chat_files').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) return null;
  const { chat_id: chatId, by, agent_id: agentId, name, bytes, kind, sha256, state } = row;
  const standing: AttachmentStanding =
    state === 'arriving'
      ? { state, reached: row.reached }
      : state === 'here'
        ? { state }
        : { state, why: row.refused_why ?? 'notAllowed' };
  const found = kind === null || sha256 === null ? null : { kind, sha256 };
  return { id, chatId, by, agentId, name, bytes, found, standing };
}

/** Those that are there or on their way, in a chat that is locked. */
export async function countChatFiles(tx: Seen, chatId: string): Promise<number> {
  const { rows } = await sql<{ files: number }>`
    select count(*)::int as files from chat_files where chat_id = ${chatId} and state <> 'refused'`.execute(tx);
  return rows[0]?.files ?? 0;
}

/** What one side has not gone on with, in a chat that is locked; what is whole is being looked at. With the house's eyes, as everything that is forgotten. */
export async function dropUnfinished(tx: Seen, chatId: string, by: KeptChatFile['by']): Promise<void> {
  const ofThisSide = { chat_id: chatId, by, state: 'arriving' } as const;
  await asHouse(tx, (all) =>
    all
      .deleteFrom('chat_files')
      .where((row) => row.and(ofThisSide))
      .whereRef('reached', '<', 'bytes')
      .execute(),
  );
}

/** False: there is one of that id, in whichever chat. */
export async function addChatFile(
  tx: Seen,
  chatId: string,
  { id, name, bytes }: NewChatFile,
  by: { readonly kind: KeptChatFile['by']; readonly id?: string },
  at: Date,
): Promise<boolean> {
  const row = { id, chat_id: chatId, by: by.kind, agent_id: by.id ?? null, name, bytes, at, moved_at: at };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('chat_files')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The next piece of one that is locked. */
export async function addChatPart(
  tx: Seen,
  place: { readonly id: string; readonly at: number },
  piece: Uint8Array,
  at: Date,
  deps: PartsDeps,
): Promise<void> {
  const { id } = place;
  await tx
    .insertInto('chat_file_parts')
    .values({ file_id: id, ...keptPart(place, piece, deps) })
    .execute();
  const reached = place.at + piece.length;
  await tx.updateTable('chat_files').set({ reached, moved_at: at }).where('id', '=', id).execute();
}

export const bytesOfChatFile = readerOf('chat_file_parts');

/** One that is locked, and was arriving. */
export async function keepChatFile(
  tx: Seen,
  id: string,
  { kind, sha256 }: NonNullable<KeptChatFile['found']>,
  at: Date,
): Promise<void> {
  await tx.updateTable('chat_files').set({ state: 'here', kind, sha256, moved_at: at }).where('id', '=', id).execute();
}

/** Its bytes go; that it was refused is kept for a while, for whoever has not heard the answer. */
export async function refuseChatFile(tx: Seen, id: string, why: AttachmentRefusal, at: Date): Promise<void> {
  await tx
    .updateTable('chat_files')
    .set({ state: 'refused', refused_why: why, moved_at: at })
    .where('id', '=', id)
    .execute();
  await asHouse(tx, (all) => all.deleteFrom('chat_file_parts').where('file_id', '=', id).execute());
}

/** What nobody goes on with, and refusals that everybody has heard. */
export async function forgetUnfinishedChatFiles(tx: Seen, since: Date): Promise<void> {
  await tx.deleteFrom('chat_files').where('state', '<>', 'here').where('moved_at', '<', since).execute();
}
