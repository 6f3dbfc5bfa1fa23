// Files in chats, whichever side sends them: announced, sent in pieces, looked at when they are whole, and only then said in the chat.
import { type AttachmentRefusal, megabyte } from '#shared/model/attachment';
import { plainFileName } from '#shared/model/fileKind';
import type { Role } from '#shared/model/role';
import { findSensitive, redacted } from '#shared/model/sensitive';
import type { AttachmentStanding } from '#shared/protocol/attachments';
import type { NewChatFile } from '#shared/protocol/chat';
import { examination } from '../attachments/examining.ts';
import { audit, ofCustomers } from '../audit/audit.ts';
import { asHouse, type Seen, seenBy, type Viewer } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { invalidField, ProblemError } from '../problems.ts';
import * as files from '../repositories/chatFiles.ts';
import { addMessage, customerOfChat, type KeptChat, lockChat } from '../repositories/chats.ts';
import { mayBeSaid } from './change.ts';
import { chatLists } from './lists.ts';

/** What an agent sends is on record as theirs; a visitor is nobody whom the audit log knows. */
type Sender = { readonly kind: 'visitor' } | { readonly kind: 'agent'; readonly id: string; readonly role: Role };

const refused = (why: AttachmentRefusal): AttachmentStanding => ({ state: 'refused', why });

const isFrom = (file: files.KeptChatFile, chat: Pick<KeptChat, 'id'>, by: Sender): boolean =>
  file.chatId === chat.id && file.by === by.kind && (by.kind === 'visitor' || file.agentId === by.id);

/** One that this side is sending in a chat that is locked; nobody else knows of it. Throws ProblemError `not-found`. */
async function sending(tx: Seen, chat: KeptChat, id: string, by: Sender): Promise<files.KeptChatFile> {
  const file = await files.findChatFile(tx, id, { lock: true });
  if (file === null || !isFrom(file, chat, by)) throw new ProblemError('not-found');
  return file;
}

/** As what visitors write: cards, accounts and tax codes as dots. In names a low line is often a blank. */
function nameWithoutSecrets(name: string): string {
  const plain = plainFileName(name);
  // Dots take more bytes than what they hide.
  return plainFileName(redacted(plain, findSensitive(plain.replaceAll('_', ' '), [])));
}

/**
 * In a chat that is locked; announced again it is the same one. Each side sends one at a time: what it has not gone on with is dropped. Throws
 * ProblemError `key-reused`, `chat-ended`.
 */
export async function announce(
  deps: ServerDeps,
  tx: Seen,
  chat: KeptChat,
  fresh: NewChatFile,
  by: Sender,
): Promise<files.KeptChatFile | AttachmentStanding> {
  const before = await files.findChatFile(tx, fresh.id, { lock: true });
  if (before !== null) {
    if (!isFrom(before, chat, by) || before.bytes !== fresh.bytes) throw new ProblemError('key-reused');
    return before;
  }
  if (!mayBeSaid(chat, by)) throw new ProblemError('chat-ended');
  const { policy } = await asHouse(tx, chatLists);
  if (fresh.bytes > policy.files.megabytes * megabyte) return refused('tooLarge');
  await files.dropUnfinished(tx, chat.id, by.kind);
  if ((await files.countChatFiles(tx, chat.id)) >= policy.files.perChat) return refused('caseFull');
  const name = by.kind === 'visitor' ? nameWithoutSecrets(fresh.name) : plainFileName(fresh.name);
  const isNew = await files.addChatFile(tx, chat.id, { ...fresh, name }, by, deps.clock());
  if (!isNew) throw new ProblemError('key-reused');
  return sending(tx, chat, fresh.id, by);
}

/** Its next piece. Throws ProblemError: 409 with `reached` where it has got to another place. */
export async function hand(
  deps: ServerDeps,
  tx: Seen,
  chat: KeptChat,
  place: { readonly id: string; readonly at: number },
  piece: Uint8Array,
  by: Sender,
): Promise<files.KeptChatFile> {
  const file = await sending(tx, chat, place.id, by);
  if (file.standing.state !== 'arriving') return file;
  const { reached } = file.standing;
  if (reached !== place.at) {
    const detail = 'it goes on elsewhere';
    throw new ProblemError('invalid-request', { status: 409, extension: { reached }, detail });
  }
  if (piece.length === 0) throw invalidField('body', 'there is nothing in it');
  if (place.at + piece.length > file.bytes) throw invalidField('body', 'more than was announced');
  const { random, clock } = deps;
  await files.addChatPart(tx, place, piece, clock(), { sealingKey: deps.attachments?.sealingKey ?? null, random });
  return sending(tx, chat, place.id, by);
}

/**
 * How it stands. One whose last byte has come is looked at, and said in the chat or refused; `gone`: meanwhile nothing is said in it any more.
 * Throws ProblemError `unavailable` where the examination gives no answer: the file stays, unseen by anybody, and is looked at again.
 */
export async function standingOf(
  deps: ServerDeps,
  viewer: Viewer,
  file: files.KeptChatFile,
  by: Sender,
): Promise<AttachmentStanding> {
  const { id, chatId, bytes, name } = file;
  if (file.standing.state !== 'arriving' || file.standing.reached < bytes) return file.standing;
  const { query } = deps.db;
  const found = await examination(deps, { id, bytes, sha256: null }, () =>
    files.bytesOfChatFile(query, viewer, id, deps.attachments?.sealingKey ?? null),
  );
  return seenBy(query, viewer, async (tx) => {
    const chat = await lockChat(tx, chatId);
    if (chat === null) throw new ProblemError('not-found');
    const now = await sending(tx, chat, id, by);
    // Another request has been quicker.
    if (now.standing.state !== 'arriving') return now.standing;
    const at = deps.clock();
    const refuse = async (why: AttachmentRefusal) => {
      await files.refuseChatFile(tx, id, why, at);
      return refused(why);
    };
    if (found.kind === 'refused') return refuse(found.why);
    if (!mayBeSaid(chat, by)) return refuse('gone');
    await files.keepChatFile(tx, id, { kind: found.is, sha256: found.sha256 }, at);
    const agentId = by.kind === 'agent' ? by.id : null;
    await addMessage(tx, chat, { id, by: by.kind, agentId, kind: 'file', text: name, canned: null, at });
    if (by.kind === 'agent') {
      const customerId = await customerOfChat(tx, chatId);
      const subject = customerId === null ? null : ofCustomers(customerId);
      const detail = { attachment: id, chat: chatId, kind: found.is, bytes };
      await audit(tx, { by, at, action: 'attachmentAdded', subject, detail });
    }
    return { state: 'here' };
  });
}
