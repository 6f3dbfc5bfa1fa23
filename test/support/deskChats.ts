// Chats as the desk is told of them: who waits, and those of Giulia's with what was written.
import {
  type ChatLine,
  type ChatMessage,
  type ChatsState,
  chatLineSchema,
  chatMessageSchema,
  chatsStateSchema,
  type OwnChat,
  ownChatSchema,
} from '#shared/contract/chats';
import type { OpenInteraction } from '#shared/contract/deskData';
import { interactionOf, secondsAgo, ulid } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms, quietData } from './deskPrograms.ts';

const names = ['Paola Riva', 'Dario Conti', 'Nadia Fabbri'];

/** Of somebody who writes: the first is Paola, the second Dario, the third Nadia. */
export const lineOf = (nth: number, differing: Partial<ChatLine> = {}): ChatLine =>
  chatLineSchema.parse({
    id: ulid('H', nth),
    queueId: 'support',
    language: 'it',
    name: names[nth - 1] ?? null,
    about: 'Assistenza tecnica',
    ...{ email: null, callWanted: null, code: null },
    openedAt: secondsAgo(48 * nth),
    passed: null,
    ...differing,
  });

let written = 0;
const message = (
  by: ChatMessage['by'],
  text: string,
  seconds: number,
  differing: Partial<ChatMessage>,
): ChatMessage => {
  written += 1;
  return chatMessageSchema.parse({
    id: ulid('M', written),
    at: secondsAgo(seconds),
    ...{
      by,
      name: by === 'agent' ? 'Giulia Serra' : null,
      kind: 'text',
      text,
      file: null,
      state: 'sent',
      seen: by === 'agent',
    },
    ...differing,
  });
};
export const theirs = (text: string, seconds = 30, differing: Partial<ChatMessage> = {}): ChatMessage =>
  message('visitor', text, seconds, differing);
export const ours = (text: string, seconds = 30, differing: Partial<ChatMessage> = {}): ChatMessage =>
  message('agent', text, seconds, differing);
/** A PDF of theirs. */
export const theirFile = (name: string, bytes = 184_320, seconds = 20): ChatMessage =>
  message('visitor', name, seconds, { kind: 'file', file: { kind: 'pdf', bytes, sha256: '0'.repeat(64) } });
export const event = (code: string, seconds = 30): ChatMessage => message('house', code, seconds, { kind: 'event' });

/** In the interaction of the same number, as `withChats` opens it. */
export const ownOf = (nth: number, messages: readonly ChatMessage[], differing: Partial<OwnChat> = {}): OwnChat =>
  ownChatSchema.parse({
    ...lineOf(nth),
    interactionId: ulid('X', 50 + nth),
    ...{ state: 'open', ended: null, messages, unread: 0, isTyping: false },
    ...differing,
  });

export const chats = (differing: Partial<ChatsState> = {}): ChatsState =>
  chatsStateSchema.parse({
    current: true,
    aheadMs: 0,
    most: 2,
    waiting: [],
    left: [],
    offered: [],
    own: [],
    ...differing,
  });

export function chatInteraction(
  chat: OwnChat,
  draft: Partial<OpenInteraction['interaction']['draft']> = {},
): OpenInteraction {
  const caller = { kind: 'visitor' as const, name: chat.name };
  const open = interactionOf({
    number: Number(chat.interactionId.slice(-2)),
    ...{ caller, match: { kind: 'visitor' }, stage: chat.ended === null ? 'live' : 'wrapUp', draft },
  });
  return { ...open, interaction: { ...open.interaction, channel: 'chat' } };
}

/** The desk of somebody who has these chats; what is to be taken is theirs at once. */
export function withChats(
  differing: Partial<ChatsState>,
  drafts: Readonly<Record<string, Parameters<typeof chatInteraction>[1]>> = {},
  state: Partial<DeskPrograms['state']> = {},
): DeskPrograms {
  const all = chats(differing);
  const open = all.own.map((chat) => chatInteraction(chat, drafts[chat.id]));
  return createDeskPrograms({ data: { ...quietData(), chats: all, open }, ...state });
}

/** The chats are these from now on. */
export function tellChats(programs: DeskPrograms, differing: Partial<ChatsState>): void {
  const all = chats({ ...programs.state.data.chats, ...differing });
  programs.state.data = { ...programs.state.data, chats: all };
  programs.tellData({ kind: 'chatsChanged', chats: all });
}
