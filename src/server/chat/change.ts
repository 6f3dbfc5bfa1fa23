// What is done with a chat that is locked: decided by the model (shared/model/chat.ts), written, and said in the chat itself.
import { type ChatEvent, type ChatEventCode, nextChat } from '#shared/model/chat';
import { findSensitive, redacted } from '#shared/model/sensitive';
import type { Chat, Message, NewMessage } from '#shared/protocol/chat';
import type { ProblemType } from '#shared/protocol/errors';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { addMessage, changeChat, findMessage, type KeptChat } from '../repositories/chats.ts';

const problems = { taken: 'chat-taken', ended: 'chat-ended', notYours: 'chat-taken' } as const satisfies Record<
  string,
  ProblemType
>;

export async function say(
  deps: Pick<ServerDeps, 'clock' | 'random'>,
  tx: Seen,
  chat: Pick<KeptChat, 'id'>,
  said: ChatEventCode,
  agentId: string | null = null,
): Promise<void> {
  const message = { by: 'house', agentId, kind: 'event', text: said, canned: null } as const;
  await addMessage(tx, chat, { ...message, id: newId(deps), at: deps.clock() });
}

/**
 * Leads it to where the event leads, and resolves to whether anything is different. Throws ProblemError `chat-taken`, `chat-ended`. The caller
 * has locked it with the reader's own eyes: it may go where they do not see it any more.
 */
export async function lead(
  deps: Pick<ServerDeps, 'clock' | 'random'>,
  tx: Seen,
  chat: KeptChat,
  event: ChatEvent,
  change: { readonly queueId?: string; readonly passed?: Chat['passed'] } = {},
): Promise<boolean> {
  const next = nextChat(chat.standing, event);
  if (!next.ok) throw new ProblemError(problems[next.error]);
  const standing = next.value;
  if (standing === chat.standing) return false;
  const at = deps.clock();
  await asHouse(tx, async (all) => {
    const isNew = event.kind === 'take';
    // The first who has it goes on under the chat's own id.
    const taken = isNew && {
      interactionId: chat.interactionId === null ? chat.id : newId(deps),
      continues: chat.interactionId,
    };
    await changeChat(all, chat, standing, { at, ...(taken && { taken }), ...change });
    const said = saidOf(event);
    if (said !== null) await say(deps, all, chat, said, isNew ? event.by : null);
  });
  return true;
}

function saidOf({ kind }: ChatEvent): ChatEventCode | null {
  switch (kind) {
    case 'take':
      return 'taken';
    case 'passToQueue':
    case 'agentLost':
      return 'passed';
    case 'leaveMessage':
      return 'left';
    case 'gone':
      return 'visitorGone';
    case 'silence':
      return 'silent';
    case 'end':
    case 'endThere':
      return 'ended';
    case 'passToAgent':
    case 'decline':
    case 'offerOver':
      return null;
  }
}

/** Who says something in a chat. */
export type Sayer = { readonly kind: 'visitor' } | { readonly kind: 'agent'; readonly id: string };

/** Nothing is said any more in one that has ended, nor by an agent who does not have it. */
export function mayBeSaid({ standing }: Pick<KeptChat, 'standing'>, by: Sayer): boolean {
  if (standing.state === 'ended') return false;
  return by.kind === 'visitor' || ('agentId' in standing && standing.agentId === by.id);
}

/**
 * Writes it once for its id, and says under which number; in one that has ended what is not there yet is refused. Numbers that nobody is to
 * have are masked in what visitors write, before it is kept anywhere.
 */
export async function write(
  deps: Pick<ServerDeps, 'clock' | 'random'>,
  tx: Seen,
  chat: KeptChat,
  message: NewMessage,
  by: Sayer,
): Promise<{ seq: number; at: string }> {
  const before = await findMessage(tx, chat.id, message.id);
  if (before !== null) {
    if (before.by !== by.kind) throw new ProblemError('key-reused');
    return { seq: before.seq, at: before.at };
  }
  if (!mayBeSaid(chat, by)) throw new ProblemError('chat-ended');
  const text = by.kind === 'visitor' ? withoutSecrets(message.text) : message.text;
  const agentId = by.kind === 'agent' ? by.id : null;
  const written: Message['by'] = by.kind;
  const place = await addMessage(tx, chat, {
    ...{ id: message.id, by: written, agentId, kind: 'text', text, canned: message.canned },
    at: deps.clock(),
  });
  if (text !== message.text) await say(deps, tx, chat, 'masked');
  return place;
}

/** Cards, accounts and tax codes as dots. What somebody says of their health is theirs to say. */
const withoutSecrets = (text: string): string => redacted(text, findSensitive(text, []));
