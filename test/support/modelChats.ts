// Chats as a backend has them, in front of the model backend: one agent, visitors whom a test speaks for, and a network that can lose answers.
import type { Chat, ChatThread, Message, NewMessage } from '#shared/protocol/chat';
import { chatSchema, messageSchema } from '#shared/protocol/chat';
import { type ProblemType, problemUrn } from '#shared/protocol/errors';
import type { ModelBackend } from './modelBackend.ts';
import { modelWorkstation } from './modelWorkstation.ts';

export const modelChatId = (nth: number): Chat['id'] => `01JKCHAT${String(nth).padStart(18, '0')}` as Chat['id'];

export interface ModelChats {
  readonly fetch: typeof fetch;
  /** Somebody begins to write, or leaves a message. */
  arrives(nth: number, differing?: Partial<Chat>): void;
  writes(nth: number, text: string): void;
  /** As anything else happens to it on the backend. */
  change(nth: number, change: Partial<Chat>): void;
  thread(nth: number): ChatThread;
  /** What was asked, by method and path. */
  readonly asked: { readonly what: string; readonly body: unknown }[];
  /** Of each request: answered as it is, not at all though it was carried out, refused because it cannot be reached. */
  network: (what: string) => 'sound' | 'answerLost' | 'away';
}

const { id, name } = modelWorkstation.agent;
const agent = { id, name };

export function withModelChats(backend: ModelBackend): ModelChats {
  const threads = new Map<string, { chat: Chat; messages: Message[] }>();
  const asked: ModelChats['asked'] = [];
  const of = (nth: number) => {
    const found = threads.get(modelChatId(nth));
    if (found === undefined) throw new Error(`no chat ${nth}`);
    return found;
  };
  let written = 0;

  function write(thread: { chat: Chat; messages: Message[] }, message: Omit<Message, 'seq' | 'at'>): Message {
    const known = thread.messages.find((each) => each.id === message.id);
    if (known !== undefined) return known;
    const fresh = messageSchema.parse({ ...message, seq: thread.messages.length + 1, at: '2026-03-02T08:00:30.000Z' });
    thread.messages.push(fresh);
    thread.chat = { ...thread.chat, lastSeq: fresh.seq };
    backend.poke({ kind: 'chat', id: thread.chat.id });
    return fresh;
  }

  const problem = (type: ProblemType, status: number) => json({ type: problemUrn(type), title: type, status }, status);

  function answered(method: string, path: string, url: URL, body: unknown): Response | null {
    if (method === 'GET' && path === '/v1/chats') {
      const all = [...threads.values()].map(({ chat }) => chat);
      const mine = all.filter((chat) => chat.agent?.id === id);
      const has = (state: Chat['state']) => all.filter((chat) => chat.state === state && chat.agent === null);
      return json({
        asOf: '2026-03-02T08:00:00.000Z',
        ...{ most: 2, waiting: has('waiting'), left: has('left'), offered: [], mine },
      });
    }
    if (path === '/v1/chats/alive') return json(null, 204);
    const [, its = '', act] = /^\/v1\/chats\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const thread = threads.get(its);
    if (!path.startsWith('/v1/chats/')) return null;
    if (thread === undefined) return problem('not-found', 404);
    const { chat } = thread;
    if (method === 'GET') {
      const after = Number(url.searchParams.get('after'));
      return json({ chat, messages: thread.messages.filter(({ seq }) => seq > after) });
    }
    switch (act) {
      case 'take': {
        if (chat.agent !== null) return problem('chat-taken', 409);
        const takenAt = '2026-03-02T08:00:20.000Z';
        const state = chat.state === 'left' ? 'read' : 'open';
        thread.chat = { ...chat, agent, takenAt, interactionId: chat.id, state };
        return json({});
      }
      case 'messages': {
        if (chat.ended !== null) return problem('chat-ended', 409);
        const { id: messageId, text } = body as NewMessage;
        const { seq, at } = write(thread, { id: messageId, by: 'agent', agent, kind: 'text', text, file: null });
        return json({ seq, at });
      }
      case 'pass':
        thread.chat = { ...chat, state: 'waiting', agent: null, interactionId: null };
        return json({});
      case 'end':
        thread.chat = { ...chat, state: 'ended', ended: 'closedHere', endedAt: '2026-03-02T08:10:00.000Z' };
        return json({});
      default:
        return json(null, 204);
    }
  }

  const chats: ModelChats = {
    asked,
    network: () => 'sound',
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const method = init?.method ?? 'GET';
      if (!url.pathname.startsWith('/v1/chats')) return backend.fetch(input, init);
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
      const what = `${method} ${url.pathname.replace(/\/\w{26}/, '')}`;
      asked.push({ what, body });
      const way = chats.network(what);
      if (way === 'away') throw new TypeError('the network is away');
      const answer = answered(method, url.pathname, url, body);
      if (way === 'answerLost') throw new TypeError('the answer is lost');
      return answer ?? backend.fetch(input, init);
    },
    arrives(nth, differing = {}) {
      const chat = chatSchema.parse({
        ...{ id: modelChatId(nth), state: 'waiting', queueId: 'welcome', language: 'it', about: 'Informazioni' },
        visitor: { name: `Visitatore ${nth}`, code: null, email: null },
        ...{ openedAt: '2026-03-02T07:59:30.000Z', agent: null, takenAt: null, interactionId: null, continues: null },
        ...{ passed: null, lastSeq: 0, readByVisitor: 0, readByAgent: 0, isTyping: false, callWanted: null },
        ...{ endedAt: null, ended: null },
        ...differing,
      });
      threads.set(chat.id, { chat, messages: [] });
      backend.poke({ kind: 'chats' });
    },
    writes(nth, text) {
      written += 1;
      const messageId = `01JKWRTE${String(written).padStart(18, '0')}` as Message['id'];
      write(of(nth), { id: messageId, by: 'visitor', agent: null, kind: 'text', text, file: null });
    },
    change(nth, change) {
      const thread = of(nth);
      thread.chat = { ...thread.chat, ...change };
      backend.poke({ kind: 'chat', id: thread.chat.id });
    },
    thread: of,
  };
  return chats;
}

const json = (body: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' },
  });
