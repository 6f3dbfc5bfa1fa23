// What happens to chats by the clock alone: a visitor whose page gives no sign has left, one whose agent's PC gives none goes first in line
// again, an offer that nobody takes is over, and a silence is asked about before it ends the chat.
import { isDone } from '#shared/model/chat';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { askedIfThere, chatsToKeep, closeDoor, type KeptChat, lockChat } from '../repositories/chats.ts';
import { lead, say } from './change.ts';
import { chatLists } from './lists.ts';

/** Without a sign from the agent's PC, which gives one every twenty seconds. */
const agentLostMs = 60_000;
const offerMs = 60_000;
/** For so long the token of a chat that has ended, or of a message that was left, shows how it stands, where its page has not seen that yet. */
const doorMs = 10 * 60_000;
const everyMs = 5_000;

/** One after the other, each by itself: whoever writes in one of them waits for that one alone. */
export async function keepChats(deps: ServerDeps): Promise<void> {
  const { query } = deps.db;
  const { policy } = await seenBy(query, house, chatLists, { readOnly: true });
  const now = deps.clock();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const before = {
    gone: ago(policy.lostSeconds * 1_000),
    agentLost: ago(agentLostMs),
    offerOver: ago(offerMs),
    silent: ago(policy.silentSeconds * 1_000),
    closed: ago(policy.closeSeconds * 1_000),
    door: ago(doorMs),
  };
  for (const id of await seenBy(query, house, (tx) => chatsToKeep(tx, before), { readOnly: true })) {
    await seenBy(query, house, (tx) => keep(deps, tx, id, before));
  }
}

type Before = Record<'gone' | 'agentLost' | 'offerOver' | 'silent' | 'closed' | 'door', Date>;

/** Looked at again below the lock: another instance, or somebody, may have been quicker. */
async function keep(deps: ServerDeps, tx: Seen, id: string, before: Before): Promise<void> {
  const chat = await lockChat(tx, id);
  if (chat === null) return;
  const { standing } = chat;
  const isLost = chat.agentSeenAt === null || chat.agentSeenAt < before.agentLost;
  if (isDone(standing)) await closeDoor(tx, id);
  else if (standing.state === 'waiting' && chat.seenAt < before.gone) await lead(deps, tx, chat, { kind: 'gone' });
  else if ((standing.state === 'open' || standing.state === 'offered') && isLost) {
    await lead(deps, tx, chat, { kind: 'agentLost' });
  } else if (standing.state === 'offered' && chat.offeredAt !== null && chat.offeredAt < before.offerOver) {
    await lead(deps, tx, chat, { kind: 'offerOver' });
  } else if (standing.state === 'open' && lastWord(chat) < before.silent) {
    // Whose turn it is: a visitor who waits for an answer is not silent.
    if (chat.agentWroteAt === null || chat.agentWroteAt < chat.visitorWroteAt) return;
    if (chat.askedAt === null) {
      await say(deps, tx, chat, 'stillThere');
      await askedIfThere(tx, id, deps.clock());
    } else if (lastWord(chat) < before.closed && chat.askedAt < before.silent) {
      await lead(deps, tx, chat, { kind: 'silence' });
    }
  }
}

const lastWord = ({ visitorWroteAt, agentWroteAt }: KeptChat): Date =>
  agentWroteAt !== null && agentWroteAt > visitorWroteAt ? agentWroteAt : visitorWroteAt;

export function startChatKeeper(deps: ServerDeps): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= keepChats(deps)
      .catch((error: unknown) => deps.logger.warn({ err: error }, 'chats could not be looked after'))
      .finally(() => {
        running = null;
      });
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
