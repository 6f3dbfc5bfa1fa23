// Who is listening for hints, and what they are told: hears the database's notifications and passes them on as pokes.
import { z } from 'zod';
import { createEmitter } from '#shared/lib/emitter';
import type { Poke } from '#shared/protocol/sync';
import { house, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { isHeldBack } from '../repositories/feed.ts';
import { gathered } from './gathered.ts';

const gatheredKinds = ['board', 'lostCalls', 'callbacks', 'help', 'articles', 'lists', 'chats'] as const;
type GatheredKind = (typeof gatheredKinds)[number];

/** What instances tell each other through the database. */
const newsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes') }),
  z.object({ kind: z.literal('handover'), id: z.string(), from: z.string() }),
  /** Whose, and by which session; null: anybody's, notifications have been missed. */
  z.object({ kind: z.literal('preferences'), agentId: z.string().nullable(), from: z.string().nullable() }),
  z.object({ kind: z.literal('signedOut'), sessionId: z.string() }),
  z.object({ kind: z.literal('connector'), id: z.string() }),
  z.object({ kind: z.literal('chat'), id: z.string(), to: z.array(z.string()) }),
  z.object({ kind: z.literal('chatTyping'), id: z.string(), to: z.array(z.string()), on: z.boolean() }),
  z.object({ kind: z.enum(gatheredKinds) }),
]);
type News = z.infer<typeof newsSchema>;

export interface Listener {
  readonly agentId: string;
  readonly sessionId: string;
  readonly poke: (poke: Poke) => void;
  /** The session has been ended. */
  readonly end: () => void;
}

export interface Pokes {
  listen(listener: Listener): () => void;
  /** Told when that chat may be different; whoever writes in it has no session. */
  listenToChat(id: string, told: () => void): () => void;
  /** How many listen. */
  listeners(): number;
  /** Told of everything that is passed on to the listeners, once whoever they are and however many. */
  onTold(told: (kind: News['kind']) => void): void;
  /** The queues are different, as this instance sees them. */
  boardChanged(): void;
  /** Before any listener is told that the queues are different. */
  onBoard(forget: () => void): void;
  /** Some instance was asked to have that connector read and is not the one that reads it. */
  onConnector(read: (id: string) => void): void;
  stop(): Promise<void>;
}

/** How long to wait before looking again whether older transactions still hold changes back. */
const heldBackMs = 300;

export async function startPokes({ db, config, logger }: ServerDeps): Promise<Pokes> {
  const news = createEmitter<News>((error) => logger.error({ err: error }, 'a poke failed'));
  /** Of a chat by its id, or of any of them (null): notifications have been missed. */
  const chats = createEmitter<string | null>((error) => logger.error({ err: error }, 'a visitor was not told'));
  const connectors = createEmitter<string>((error) => logger.error({ err: error }, 'a connector was not begun'));
  let timer: NodeJS.Timeout | null = null;
  let lastToldAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  /** The first at once, those that follow it closely together. */
  function tellSoon(atLeastMs: number): void {
    if (stopped || timer !== null) return;
    const waitMs = Math.max(atLeastMs, lastToldAt + config.pokeGapMs - performance.now());
    timer = setTimeout(() => {
      timer = null;
      lastToldAt = performance.now();
      news.emit({ kind: 'changes' });
      // What has just been committed stays hidden while an older transaction runs, and its end alone tells nobody.
      seenBy(db.query, house, isHeldBack, { readOnly: true }).then(
        (held) => held && tellSoon(heldBackMs),
        (error: unknown) => logger.warn({ err: error }, 'the feed could not be looked at'),
      );
    }, waitMs);
  }

  const hints = {
    board: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'board' })),
    lostCalls: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'lostCalls' })),
    callbacks: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'callbacks' })),
    help: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'help' })),
    articles: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'articles' })),
    lists: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'lists' })),
    chats: gathered(config.boardPokeGapMs, () => news.emit({ kind: 'chats' })),
  };

  const stopListening = await db.listen('cornetta', {
    heard(payload) {
      const heard = newsSchema.safeParse(parseJson(payload));
      if (!heard.success) logger.warn('a notification that is not ours on our channel');
      else if (heard.data.kind === 'changes') tellSoon(0);
      else if (heard.data.kind === 'connector') connectors.emit(heard.data.id);
      else if (isGathered(heard.data.kind)) hints[heard.data.kind].tell();
      else {
        news.emit(heard.data);
        if (heard.data.kind === 'chat') chats.emit(heard.data.id);
      }
    },
    missed() {
      tellSoon(0);
      chats.emit(null);
      news.emit({ kind: 'preferences', agentId: null, from: null });
      for (const part of gatheredKinds) hints[part].tell();
    },
  });

  let listeners = 0;
  return {
    listen(listener) {
      const stopListening = news.listen((heard) => {
        if (heard.kind === 'changes') listener.poke({ kind: 'changes' });
        else if (heard.kind === 'handover' && heard.from !== listener.agentId) {
          listener.poke({ kind: 'handover', id: heard.id });
        } else if (heard.kind === 'chat') {
          if (heard.to.includes(listener.agentId)) listener.poke({ kind: 'chat', id: heard.id });
        } else if (heard.kind === 'chatTyping') {
          if (heard.to.includes(listener.agentId)) listener.poke({ kind: 'chatTyping', id: heard.id, on: heard.on });
        } else if (heard.kind === 'preferences') {
          const isTheirs = heard.agentId === null || heard.agentId === listener.agentId;
          if (isTheirs && heard.from !== listener.sessionId) listener.poke({ kind: 'preferences' });
        } else if (isGathered(heard.kind)) listener.poke({ kind: heard.kind });
        else if (heard.kind === 'signedOut' && heard.sessionId === listener.sessionId) listener.end();
      });
      let listens = true;
      listeners += 1;
      return () => {
        stopListening();
        if (listens) listeners -= 1;
        listens = false;
      };
    },
    listenToChat: (id, told) =>
      chats.listen((heard) => {
        if (heard === null || heard === id) told();
      }),
    listeners: () => listeners,
    onTold: (told) => void news.listen(({ kind }) => told(kind)),
    boardChanged: () => hints.board.tell(),
    onBoard: (forget) =>
      void news.listen((heard) => {
        if (heard.kind === 'board') forget();
      }),
    onConnector: (read) => void connectors.listen(read),
    async stop() {
      stopped = true;
      for (const part of gatheredKinds) hints[part].stop();
      if (timer !== null) clearTimeout(timer);
      await stopListening();
    },
  };
}

const isGathered = (kind: News['kind']): kind is GatheredKind => gatheredKinds.some((part) => part === kind);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
