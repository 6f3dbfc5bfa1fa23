// The chats of whoever is signed in: who waits, as the backend told it last, and one's own with all that was written. What the agent writes is on
// the disk first, and goes to the visitor in order, once; what the backend says is asked for, never believed from a hint.
import {
  type ChatLine,
  type ChatMessage,
  type ChatsState,
  type OwnChat,
  reachedAt,
  type Transcript,
} from '#shared/contract/chats';
import { FailureError } from '#shared/contract/failure';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { InteractionId } from '#shared/model/ids';
import { emptyDraft, type Interaction } from '#shared/model/interaction';
import type { Chat, ChatList, Message } from '#shared/protocol/chat';
import { createRefresher } from '../boards/refresher.ts';
import type { Clock } from '../clock.ts';
import type { KeptChat, Unsent } from '../db/chatTable.ts';
import type { Files } from '../db/files.ts';
import type { Interactions } from '../drafts/interactions.ts';
import type { Backend } from '../http/backend.ts';
import { errorName, type Log } from '../log.ts';

export interface ChatsUnit {
  /** Null: the backend knows no chats. */
  state(): ChatsState | null;
  /** Who waits is different; or that chat is. */
  poke(id?: string): void;
  typing(id: string, on: boolean): void;
  /** Asks now; resolves when it is known. */
  refresh(): Promise<void>;
  /** On the disk when it returns. Throws `files.diskFull`, `call.gone`. */
  say(id: InteractionId, text: string, canned: string | null): void;
  /** The agent is writing in that interaction. */
  typed(interactionId: InteractionId): void;
  seen(id: InteractionId): void;
  /** It may be a colleague's from now on; `on` false: it was refused. */
  passing(id: InteractionId, on: boolean): void;
  own(id: InteractionId): KeptChat | null;
  /** The interaction is over: nothing of it is kept here. */
  forget(interactionId: InteractionId): void;
  /** The link is up or down. */
  changed(): void;
  /** What waited for the line goes now. */
  wake(): void;
  stop(): void;
}

type ChatsBackend = Pick<Backend, 'chats' | 'chatThread' | 'sayInChat' | 'typingInChat' | 'chatRead' | 'chatsAlive'>;

export interface ChatsDeps {
  readonly files: Files;
  readonly backend: ChatsBackend;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly agent: NonNullable<Chat['agent']>;
  readonly interactions: Pick<Interactions, 'begun' | 'record' | 'open' | 'isKnown'>;
  readonly isOnline: () => boolean;
  readonly log: Log;
  readonly onChange: () => void;
  readonly onSignIn: () => void;
}

/** The floor beneath lost hints, spread so that an office does not ask in step. */
const pollMs = 30_000;
const aliveMs = 20_000;
/** Whoever types tells so again before that. */
const typingMs = 6_000;
const toldTypingMs = 3_000;
const retryPolicy: RetryPolicy = { baseMs: 500, capMs: 15_000 };

export function createChats(deps: ChatsDeps): ChatsUnit {
  const { files, backend, clock, agent, interactions, log } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let list: ChatList | null = null;
  let aheadMs = 0;
  let isHeard = false;
  const own = new Map<string, KeptChat>();
  const typing = new Map<string, AbortController>();
  const toldTyping = new Map<string, number>();
  const sending = new Set<string>();
  const passing = new Set<string>();
  let nap = new AbortController();
  const threads = new Map<string, () => void>();
  let told = '';

  const isMine = ({ agent: its }: Chat): boolean => its?.id === agent.id;
  const interactionOf = ({ id, interactionId }: Chat): InteractionId => interactionId ?? id;

  function state(): ChatsState | null {
    if (list === null && own.size === 0) return null;
    return {
      current: isHeard && !signal.aborted && deps.isOnline(),
      aheadMs,
      most: list?.most ?? 1,
      waiting: (list?.waiting ?? []).map(lineOf),
      left: (list?.left ?? []).map(lineOf),
      offered: (list?.offered ?? []).map(lineOf),
      own: [...own.values()].map((kept) => ownOf(kept, unsentOf(kept.chat.id), agent, typing.has(kept.chat.id))),
    };
  }

  function unsentOf(id: string): Unsent[] {
    try {
      return files.readWork((work) => work.chats.unsent(id));
    } catch (error) {
      log.warn('chats', { error: errorName(error) });
      return [];
    }
  }

  function tell(): void {
    const text = JSON.stringify(state());
    if (text === told) return;
    told = text;
    deps.onChange();
  }

  /** A disk without room loses nothing that the backend has: it is asked again. */
  function keep(kept: KeptChat): void {
    own.set(kept.chat.id, kept);
    tolerating(() => files.work((work) => work.chats.put(agent.id, kept)));
  }

  function tolerating(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      log.warn('chats', { error: error.failure.code });
    }
  }

  /** One of this agent's, as it is now: its interaction begins, and ends, with it. */
  function met(chat: Chat, fresh: readonly Message[], upTo: number): void {
    const before = own.get(chat.id);
    if (before?.chat.state === 'offered' && chat.state === 'open' && isMine(chat)) passing.delete(chat.id);
    const known = new Map([...(before?.messages ?? []), ...fresh].map((message) => [message.seq, message]));
    const messages = [...known.values()].toSorted((one, other) => one.seq - other.seq);
    const interactionId = interactionOf(isMine(chat) || before === undefined ? chat : before.chat);
    if (before === undefined && interactions.isKnown(interactionId) && !isOpenHere(interactionId)) return;
    const seen = Math.max(before?.seen ?? 0, isMine(chat) ? chat.readByAgent : 0);
    // Of a chat that is a colleague's by now it is kept how it was left.
    const kept = { chat: { ...chat, interactionId }, messages, upTo, seen };
    keep(kept);
    if (!isOpenHere(interactionId)) begin(kept);
    const end = endOf(chat);
    if (end !== null) finish(interactionId, end.reason, end.at);
  }

  const isOpenHere = (id: InteractionId): boolean =>
    interactions.open().some(({ interaction }) => interaction.id === id);

  function begin({ chat, messages }: KeptChat): void {
    const at = chat.takenAt ?? clock.now().toISOString();
    const words = messages.filter(({ by, kind }) => by === 'visitor' && kind === 'text').map(({ text }) => text);
    const interaction: Interaction = {
      ...{ id: interactionOf(chat), channel: 'chat', direction: 'incoming', stage: 'live' },
      caller: { kind: 'visitor', name: chat.visitor.name },
      ...{ queueId: chat.queueId, language: chat.language, continues: chat.continues, callsBack: null },
      ...{ startedAt: chat.openedAt, answeredAt: at, endedAt: null, closedAt: null, wrapUpUntil: null },
      // What was left while nobody was there is what a case is made of, and where it is answered.
      draft: { ...emptyDraft, note: chat.state === 'read' ? [...reachedAt(lineOf(chat)), ...words].join('\n') : '' },
    };
    tolerating(() => interactions.begun(interaction, { id: deps.newId(), at, kind: 'answered', detail: null }));
  }

  function endOf(chat: Chat): { readonly reason: string; readonly at: string } | null {
    const at = chat.endedAt ?? clock.now().toISOString();
    if (chat.state === 'read') return { reason: 'visitorLeft', at };
    if (chat.ended !== null) return { reason: chat.ended, at };
    return isMine(chat) ? null : { reason: 'transferred', at };
  }

  function finish(id: InteractionId, reason: string, at: string): void {
    const found = interactions.open().find(({ interaction }) => interaction.id === id);
    if (found?.interaction.stage !== 'live') return;
    if (reason === 'transferred')
      tolerating(() => interactions.record(id, { id: deps.newId(), at, kind: 'transferred', detail: null }));
    tolerating(() => interactions.record(id, { id: deps.newId(), at, kind: 'ended', detail: reason }));
  }

  async function askThread(id: string): Promise<void> {
    const after = own.get(id)?.upTo ?? 0;
    const answer = await backend.chatThread(id, after, signal);
    if (signal.aborted) return;
    if (answer.kind === 'ok') {
      const { chat, messages } = answer.value;
      if (!own.has(id) && !isMine(chat)) return;
      const upTo = messages.at(-1)?.seq ?? after;
      const arrived = new Set(messages.map((message) => message.id));
      tolerating(() =>
        files.work(({ chats }) => {
          for (const { id: messageId } of chats.unsent(id))
            if (arrived.has(messageId as Message['id'])) chats.sent(messageId);
        }),
      );
      if (messages.some(({ by }) => by === 'visitor')) typing.delete(id);
      met(chat, messages, Math.max(after, upTo));
    } else if (answer.kind === 'refused' && answer.status === 404) gone(id);
    tell();
  }

  /** The backend has nothing of it any more, or it is none of this agent's to see. */
  function gone(id: string): void {
    const kept = own.get(id);
    if (kept === undefined) return;
    const at = clock.now().toISOString();
    if (passing.delete(id) || kept.chat.state === 'offered') {
      finish(interactionOf(kept.chat), 'transferred', at);
      keep({ ...kept, chat: { ...kept.chat, state: 'ended', agent: null } });
      return;
    }
    finish(interactionOf(kept.chat), 'connectionLost', at);
    keep({ ...kept, chat: { ...kept.chat, state: 'ended', ended: kept.chat.ended ?? 'connectionLost' } });
  }

  function pokeThread(id: string): void {
    const ask = threads.get(id) ?? createRefresher(clock, signal, () => askThread(id));
    threads.set(id, ask);
    ask();
  }

  async function refresh(): Promise<void> {
    const answer = await backend.chats(signal);
    if (signal.aborted) return;
    if (answer.kind === 'ok') {
      isHeard = true;
      list = answer.value;
      aheadMs = aheadOf(list, clock.now(), aheadMs);
      const mine = new Set(answer.value.mine.map(({ id }) => id as string));
      const isNew = (chat: Chat) => !own.has(chat.id) || (own.get(chat.id)?.upTo ?? 0) < chat.lastSeq;
      await Promise.all(
        answer.value.mine.map(async (chat) => {
          if (isNew(chat)) await askThread(chat.id);
          else met(chat, [], own.get(chat.id)?.upTo ?? 0);
        }),
      );
      for (const [id, { chat }] of own) if (!mine.has(id) && isGoingOn(chat)) pokeThread(id);
    } else if (answer.kind === 'refused' && answer.status === 401) deps.onSignIn();
    else {
      isHeard = false;
      // A backend that knows no chats.
      if (answer.kind === 'refused' && answer.status === 404) list = null;
    }
    tell();
  }

  const isGoingOn = (chat: Chat): boolean => isMine(chat) && chat.ended === null && chat.state !== 'read';

  const ask = createRefresher(clock, signal, refresh);

  /** In order, one at a time, until the backend has said yes or no. */
  async function send(id: string): Promise<void> {
    if (sending.has(id)) return;
    sending.add(id);
    let attempt = 0;
    try {
      while (!signal.aborted) {
        const next = unsentOf(id).find((each) => each.state === 'waiting');
        if (next === undefined) return;
        const { text, canned } = next;
        const answer = await backend.sayInChat(id, { id: next.id as Message['id'], text, canned }, signal);
        if (signal.aborted) return;
        if (answer.kind === 'ok') {
          attempt = 0;
          arrived(id, next, answer.value);
        } else if (answer.kind === 'refused' && answer.status === 401) return deps.onSignIn();
        else if (answer.kind === 'refused' && answer.problem !== null && isFinal(answer.status)) {
          files.work((work) => work.chats.refused(next.id));
          pokeThread(id);
        } else {
          await clock.sleep(retryDelayMs(retryPolicy, attempt, clock.random()), AbortSignal.any([nap.signal, signal]));
          attempt += 1;
        }
        tell();
      }
    } catch (error) {
      // A full or broken disk: what waits is sent again under its id.
      log.warn('chats', { error: errorName(error) });
    } finally {
      sending.delete(id);
    }
  }

  function arrived(id: string, { id: messageId, text }: Unsent, { seq, at }: { seq: number; at: string }): void {
    const kept = own.get(id);
    files.work((work) => {
      work.chats.sent(messageId);
      if (kept === undefined) return;
      const message = {
        seq,
        id: messageId as Message['id'],
        at,
        by: 'agent' as const,
        agent,
        kind: 'text' as const,
        text,
        file: null,
      };
      const messages = [...kept.messages.filter((each) => each.seq !== seq), message].toSorted((a, b) => a.seq - b.seq);
      const next = { ...kept, messages, upTo: kept.upTo === seq - 1 ? seq : kept.upTo };
      own.set(id, next);
      work.chats.put(agent.id, next);
    });
    if (kept !== undefined && kept.upTo < seq - 1) pokeThread(id);
  }

  async function pollNowAndThen(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(pollMs * (0.5 + clock.random()), signal);
      if (!signal.aborted && deps.isOnline()) ask();
    }
  }
  async function stayAlive(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(aliveMs, signal);
      const ids = [...own.values()].filter(({ chat }) => isGoingOn(chat)).map(({ chat }) => chat.id);
      if (!signal.aborted && ids.length > 0) await backend.chatsAlive(ids, signal);
    }
  }

  for (const kept of files.readWork((work) => work.chats.all(agent.id))) {
    if (isOpenHere(interactionOf(kept.chat))) own.set(kept.chat.id, kept);
    else tolerating(() => files.work((work) => work.chats.remove(kept.chat.id)));
  }
  for (const id of own.keys()) void send(id);
  void pollNowAndThen();
  void stayAlive();

  return {
    state,
    poke: (id) => (id === undefined ? ask() : pokeThread(id)),
    typing(id, on) {
      typing.get(id)?.abort();
      typing.delete(id);
      if (on && own.has(id)) {
        const over = new AbortController();
        typing.set(id, over);
        void clock.sleep(typingMs, AbortSignal.any([over.signal, signal])).then(() => {
          if (typing.get(id) !== over) return;
          typing.delete(id);
          tell();
        });
      }
      tell();
    },
    refresh,
    say(id, text, canned) {
      const at = clock.now().toISOString();
      files.work((work) => work.chats.addUnsent(agent.id, { id: deps.newId(), chatId: id, text, canned, at }));
      tell();
      void send(id);
    },
    typed(interactionId) {
      const kept = [...own.values()].find(({ chat }) => interactionOf(chat) === interactionId);
      if (kept === undefined || !isGoingOn(kept.chat)) return;
      const now = clock.steadyMs();
      if (now - (toldTyping.get(kept.chat.id) ?? Number.NEGATIVE_INFINITY) < toldTypingMs) return;
      toldTyping.set(kept.chat.id, now);
      void backend.typingInChat(kept.chat.id, signal);
    },
    seen(id) {
      const kept = own.get(id);
      const last = kept?.messages.at(-1)?.seq ?? 0;
      if (kept === undefined || last <= kept.seen) return;
      keep({ ...kept, seen: last });
      tell();
      void backend.chatRead(id, last, signal);
    },
    passing(id, on) {
      if (on) passing.add(id);
      else passing.delete(id);
    },
    own: (id) => own.get(id) ?? null,
    forget(interactionId) {
      const kept = [...own.values()].find(({ chat }) => interactionOf(chat) === interactionId);
      if (kept === undefined) return;
      own.delete(kept.chat.id);
      tolerating(() => files.work((work) => work.chats.remove(kept.chat.id)));
      tell();
    },
    changed: tell,
    wake() {
      nap.abort();
      nap = new AbortController();
      for (const id of own.keys()) void send(id);
    },
    stop() {
      stopping.abort();
      tell();
    },
  };
}

/** It will never be taken as it is. */
const isFinal = (status: number): boolean => status < 500 && status !== 408 && status !== 425 && status !== 429;

const lineOf = ({ id, queueId, language, visitor, callWanted, about, openedAt, passed }: Chat): ChatLine => ({
  ...{ id, queueId, language, ...visitor, callWanted, about, openedAt },
  passed: passed === null ? null : { ...passed, from: passed.from.name },
});

const shown = ({ id, at, by, agent, kind, text, seq, file }: Message, readTo: number): ChatMessage => ({
  ...{ id, at, by, kind, text, file, name: agent?.name ?? null, state: 'sent' },
  seen: by === 'agent' && seq <= readTo,
});

/** As it is read by whoever was not in it. */
export const transcriptOf = ({ readByVisitor, visitor }: Chat, messages: readonly Message[]): Transcript => ({
  name: visitor.name,
  messages: messages.map((message) => shown(message, readByVisitor)),
});

function ownOf(
  { chat, messages, seen }: KeptChat,
  unsent: readonly Unsent[],
  agent: { readonly id: string; readonly name: string },
  isTyping: boolean,
): OwnChat {
  const isHere = new Set(messages.map(({ id }) => id as string));
  const passedOn = chat.agent?.id !== agent.id;
  const ended = chat.state === 'read' ? 'visitorLeft' : (chat.ended ?? (passedOn ? 'transferred' : null));
  return {
    ...lineOf(chat),
    interactionId: chat.interactionId ?? chat.id,
    state: ended !== null ? 'ended' : chat.state === 'offered' ? 'offered' : 'open',
    ended,
    messages: [
      ...transcriptOf(chat, messages).messages,
      ...unsent
        .filter(({ id }) => !isHere.has(id))
        .map(
          ({ id, at, text, state }): ChatMessage => ({
            ...{ id, at, by: 'agent', kind: 'text', text, file: null, name: agent.name, seen: false },
            state: state === 'waiting' && ended !== null ? 'refused' : state,
          }),
        ),
    ],
    unread: messages.filter(({ by, seq }) => by === 'visitor' && seq > seen).length,
    isTyping: isTyping && ended === null,
  };
}

/** An answer takes its time: by less than this the clocks do not differ, and nothing is told anew. */
const sameClockMs = 2_000;

/** By how much this PC's clock is ahead of the backend's; what it was said to be, where it is still about the same. */
function aheadOf({ asOf }: ChatList, now: Date, before: number): number {
  const ahead = now.getTime() - Date.parse(asOf);
  return Math.abs(ahead - before) < sameClockMs ? before : ahead;
}
