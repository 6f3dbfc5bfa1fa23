// What runs while somebody is signed in and the backend takes their token: the pull, the outbox, handovers on their way.
import { failure } from '#shared/contract/failure';
import type { Match } from '#shared/contract/screenPop';
import type { Caller } from '#shared/model/caller';
import type { Customer } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { type ArticlesSync, createArticlesSync } from './articles/sync.ts';
import { type BoardsUnit, createBoards } from './boards/boards.ts';
import { createKeptCallbacks } from './boards/keptCallbacks.ts';
import { type ChatsUnit, createChats } from './chats/chats.ts';
import type { Clock } from './clock.ts';
import type { Files } from './db/files.ts';
import { forgetGone } from './drafts/forgotten.ts';
import { createHandovers, type Handovers } from './drafts/handovers.ts';
import type { Interactions } from './drafts/interactions.ts';
import { type Backend, createBackend } from './http/backend.ts';
import { createClient } from './http/client.ts';
import type { ListsUnit } from './lists/lists.ts';
import { errorName, type Log } from './log.ts';
import type { Cards } from './lookup/cards.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { sweepDone } from './outbox/sweep.ts';
import { unsentReports } from './outbox/unsent.ts';
import type { PreferencesUnit } from './preferences/preferences.ts';
import type { KeptSession } from './session/keptSession.ts';
import type { Session } from './session/session.ts';
import { createSync, type Sync } from './sync/sync.ts';
import type { Touched } from './sync/touched.ts';

export interface Line {
  readonly backend: Backend;
  readonly sync: Sync;
  readonly outbox: Outbox;
  readonly handovers: Handovers;
  readonly boards: BoardsUnit;
  readonly chats: ChatsUnit;
  readonly articles: ArticlesSync;
  /** Something is chosen that the backend is to hear of. */
  refreshPreferences(): void;
  stop(): Promise<void>;
}

export interface LineDeps {
  readonly files: Files;
  readonly session: Session;
  readonly kept: KeptSession;
  readonly interactions: Interactions;
  readonly cards: Cards;
  readonly match: (caller: Caller) => Match;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** Link, load, or the outbox's counts are different. */
  readonly onSyncState: () => void;
  readonly onCustomers: (touched: Touched) => void;
  readonly onBoards: () => void;
  readonly onChats: () => void;
  readonly lists: ListsUnit;
  readonly preferences: PreferencesUnit;
  /** The knowledge base on this PC is different. */
  readonly onArticles: () => void;
  /** What was written here about customers who are gone is emptied. */
  readonly onForgotten: () => void;
  /** The backend answers again. */
  readonly onOnline: () => void;
  /** The cache is complete, and as new as the backend. */
  readonly onUpToDate: () => void;
  /** The backend speaks a protocol that this app does not; null: it does again. */
  readonly onMisfit: (misfit: 'older' | 'newer' | null) => void;
  /** So many corrections could not be taken over by anybody: whom they were about is gone. */
  readonly onEditsLost: (edits: number) => void;
  /** The backend wants a new sign-in. */
  readonly onExpired: () => void;
}

export function createLine(deps: LineDeps): Line {
  const { files, session, kept, interactions, clock, log } = deps;
  const stopping = new AbortController();
  const agentId = kept.workstation.agent.id;
  const client = createClient({
    backendUrl: kept.backendUrl,
    fetch: deps.fetch,
    tokens: session.tokens,
    now: clock.now,
    log,
    onMisfit: deps.onMisfit,
  });
  const backend = createBackend(client);

  const isWanted = (continues: InteractionId) => interactions.passedOnHere().includes(continues);
  const handovers = createHandovers({ backend, clock, onHandover: interactions.handedOver, isWanted });

  async function refreshWorkstation(): Promise<void> {
    const answer = await backend.workstation(stopping.signal);
    if (answer.kind === 'ok') session.updateWorkstation(answer.value);
  }

  const refreshLists = () => deps.lists.refresh(agentId, (known) => backend.lists(known, stopping.signal));

  const refreshPreferences = (): void =>
    void deps.preferences.refresh(agentId, (unsent) =>
      unsent === null ? backend.preferences(stopping.signal) : backend.keepPreferences(unsent, stopping.signal),
    );

  async function keepRow(row: Customer): Promise<void> {
    // By now the cache may be another agent's.
    if (stopping.signal.aborted) throw failure('contract.cancelled', 'data', 'nobody is signed in any more');
    deps.cards.welcome(row);
    await files.write('refresh', row);
  }

  const sync = createSync({
    files,
    backend,
    agentId,
    clock,
    log,
    onTouched: deps.onCustomers,
    onState() {
      deps.onSyncState();
      boards.changed();
      chats.changed();
    },
    onOnline() {
      outbox.wake();
      chats.wake();
      deps.onOnline();
      for (const continues of interactions.passedOnHere()) handovers.await(continues);
    },
    onConnected() {
      void refreshWorkstation();
      void refreshLists();
      refreshPreferences();
      boards.pokeAll();
      chats.poke();
      articles.poke();
    },
    onHandover: (id) => handovers.poke(id),
    onLists() {
      void refreshLists();
      // Reasons and outcomes are in it.
      void refreshWorkstation();
    },
    onPreferences: refreshPreferences,
    onBoard: (part) => boards.poke(part),
    onChats: (id) => chats.poke(id),
    onChatTyping: (id, on) => chats.typing(id, on),
    onArticles: () => articles.poke(),
    onUpToDate() {
      try {
        deps.onUpToDate();
        articles.follow();
        const gone = deps.cards.settle();
        if (gone.length > 0) deps.onCustomers(new Set(gone));
        sweepDone(files, clock.now());
        const { some, edits } = forgetGone(files);
        if (some) {
          deps.onForgotten();
          deps.onSyncState();
        }
        if (edits > 0) deps.onEditsLost(edits);
      } catch (error) {
        log.warn('sweep', { error: errorName(error) });
      }
    },
    onSignIn: deps.onExpired,
  });
  const boards = createBoards({
    backend,
    clock,
    isOnline: () => sync.state().link.kind === 'online',
    whoHas: (number) => ownersOf(deps.match({ kind: 'number', number, e164: null, displayName: null })),
    customerOf: (id) => deps.cards.get(id)?.customer ?? null,
    agent: { id: kept.workstation.agent.id, name: kept.workstation.agent.name },
    unsent: () => unsentReports(files, agentId),
    keptCallbacks: createKeptCallbacks(files, agentId, log),
    onChange: deps.onBoards,
  });
  const chats = createChats({
    ...{ files, backend, clock, interactions, log, newId: deps.newId },
    agent: { id: agentId, name: kept.workstation.agent.name },
    isOnline: () => sync.state().link.kind === 'online',
    onChange: deps.onChats,
    onSignIn: deps.onExpired,
  });
  const articles = createArticlesSync({ files, backend, agentId, clock, log, onChange: deps.onArticles });
  const outbox = createOutbox({
    files,
    backend,
    agentId,
    clock,
    newId: deps.newId,
    log,
    onChange() {
      deps.onSyncState();
      boards.changed();
    },
    onRow: keepRow,
    onCustomer: (id) => stopping.signal.aborted || deps.onCustomers(new Set([id])),
    onSignIn: deps.onExpired,
    onAnswer: () => sync.heard(true),
    onSilence: () => sync.kick(),
  });

  return {
    backend,
    sync,
    outbox,
    handovers,
    boards,
    chats,
    articles,
    refreshPreferences,
    async stop() {
      stopping.abort();
      handovers.stop();
      boards.stop();
      chats.stop();
      await Promise.all([sync.stop(), outbox.stop(), articles.stop()]);
    },
  };
}

const ownersOf = (match: Match) =>
  match.kind === 'number' ? match.cards.map(({ customer: { id, name } }) => ({ id, name })) : [];
