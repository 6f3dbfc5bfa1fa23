// Chats as screens ask for them: which is open, which comes next, who waits for whom. Pure.
import type { ChatMessage, ChatsState, OwnChat } from '#shared/contract/chats';
import type { InteractionId } from '#shared/model/ids';
import type { DeskState } from './deskState.ts';

const none: readonly never[] = [];

export const chatsOf = ({ data }: DeskState): ChatsState | null => data?.chats ?? null;

export const ownChats = (state: DeskState): readonly OwnChat[] => chatsOf(state)?.own ?? none;

export const chatOf = (state: DeskState, id: InteractionId): OwnChat | null =>
  ownChats(state).find(({ interactionId }) => interactionId === id) ?? null;

/** The one on the page of chats; one that is gone gives its place to the first. Null: the page shows who waits, or is another. */
export function openChat(state: DeskState): OwnChat | null {
  const { page } = state;
  if (page.kind !== 'chats' || page.open === null) return null;
  const own = ownChats(state);
  return own.find(({ id }) => id === page.open) ?? own[0] ?? null;
}

/** The next one behind the one that is open that has something to read, else the next. Null: there is no other. */
export function nextChat(state: DeskState): OwnChat | null {
  const own = ownChats(state);
  const at = own.findIndex(({ id }) => id === openChat(state)?.id);
  const behind = [...own.slice(at + 1), ...own.slice(0, Math.max(0, at))];
  return behind.find(({ unread }) => unread > 0) ?? behind[0] ?? null;
}

/** As many as one agent may have are open. */
export const isFull = ({ own, most }: ChatsState): boolean =>
  own.filter(({ state }) => state !== 'ended').length >= most;

/** What Ctrl+J takes: what a colleague passes on, else who has waited longest. Null: nobody waits, or there is no room. */
export function chatToTake(state: DeskState): ChatsState['waiting'][number] | null {
  const chats = chatsOf(state);
  if (chats === null || isFull(chats)) return null;
  return chats.offered[0] ?? chats.waiting[0] ?? null;
}

/** How many there are to look at. */
export function chatsNow(state: DeskState): number {
  const chats = chatsOf(state);
  if (chats === null) return 0;
  const unread = chats.own.filter((each) => each.unread > 0).length;
  return chats.waiting.length + chats.left.length + chats.offered.length + unread;
}

export type Silence =
  /** The visitor has written and nobody has answered. */
  | { readonly kind: 'due'; readonly since: string }
  /** The visitor has not written since the agent did. */
  | { readonly kind: 'silent'; readonly since: string }
  | null;

const isWritten = ({ by, kind }: ChatMessage): boolean => by !== 'house' && kind !== 'event';

/** Who is waiting for whom, and since when. A message that waits to be sent answers nobody yet. */
export function silenceOf({ messages, openedAt }: Pick<OwnChat, 'messages' | 'openedAt'>): Silence {
  const written = messages.filter((message) => isWritten(message) && message.state === 'sent');
  const last = written.at(-1);
  if (last === undefined) return { kind: 'due', since: openedAt };
  if (last.by === 'agent') return { kind: 'silent', since: last.at };
  const answered = written.findLastIndex(({ by }) => by === 'agent');
  return { kind: 'due', since: written[answered + 1]?.at ?? last.at };
}
