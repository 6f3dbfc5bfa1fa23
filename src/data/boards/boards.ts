// The queues as the backend last told them: fetched on its hints, on a new connection, and now and then; kept while it is away.
import type { Boards } from '#shared/contract/boards';
import { hasConsented } from '#shared/model/consent';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { Board } from '#shared/protocol/board';
import type { Callback, CallbackList } from '#shared/protocol/callbacks';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { LostCallList } from '#shared/protocol/lostCalls';
import type { Poke } from '#shared/protocol/sync';
import type { Barred } from '#shared/protocol/toCall';
import type { Clock } from '../clock.ts';
import type { Answer } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { withUnsent } from './callbacks.ts';
import type { KeptCallbacks } from './keptCallbacks.ts';
import { createRefresher } from './refresher.ts';

export type BoardPoke = Exclude<
  Poke['kind'],
  'changes' | 'handover' | 'articles' | 'lists' | 'preferences' | 'chats' | 'chat' | 'chatTyping'
>;

export interface BoardsUnit {
  /** Which of them ring is the day's to say. */
  state(): Boards;
  /** This part is different: it is fetched soon. */
  poke(part: BoardPoke): void;
  pokeAll(): void;
  /** The link is up or down, or the outbox is different: what is known may look otherwise. */
  changed(): void;
  stop(): void;
}

export interface BoardsDeps {
  readonly backend: Pick<Backend, 'board' | 'lostCalls' | 'callbacks' | 'help'>;
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  /** Customers who have exactly this number, as far as they are known here. */
  readonly whoHas: (number: string) => Boards['parked'][number]['customers'];
  /** Null for a customer who is not known here. */
  readonly customerOf: (id: CustomerId) => Pick<Customer, 'name' | 'restrictedAt' | 'consents'> | null;
  readonly agent: Callback['promisedBy'];
  /** Reports that the backend has not taken yet, in order. */
  readonly unsent: () => readonly InteractionReport[];
  readonly keptCallbacks: KeptCallbacks;
  readonly onChange: () => void;
}

interface Known {
  readonly board: Board | null;
  readonly lostCalls: LostCallList | null;
  readonly callbacks: CallbackList | null;
  readonly help: Boards['help'];
}

/** The floor beneath lost hints, spread so that an office does not ask in step. */
const pollMs = 60_000;

export function createBoards(deps: BoardsDeps): BoardsUnit {
  const { backend, clock } = deps;
  const stopping = new AbortController();
  let known: Known = { board: null, lostCalls: null, callbacks: deps.keptCallbacks.read(), help: null };
  /** Parts whose last request went without an answer. */
  const unheard = new Set<BoardPoke>();
  let told = '';

  const state = (): Boards => ({
    board: known.board,
    parked: (known.board?.parked ?? []).map((one) => ({
      ...one,
      customers: one.number === null ? [] : deps.whoHas(one.number),
    })),
    lostCalls: namedLost(known.lostCalls),
    callbacks: namedCallbacks(
      withUnsent(known.callbacks, { reports: deps.unsent(), agent: deps.agent, now: clock.now() }),
    ),
    ringing: [],
    help: known.help,
    current: !stopping.signal.aborted && deps.isOnline() && known.board !== null && unheard.size === 0,
  });

  function tell(): void {
    const text = JSON.stringify(state());
    if (text === told) return;
    told = text;
    deps.onChange();
  }

  const part = <T>(name: BoardPoke, ask: (signal: AbortSignal) => Promise<Answer<T>>, keep: (value: T) => void) =>
    createRefresher(clock, stopping.signal, async () => {
      const answer = await ask(stopping.signal);
      if (stopping.signal.aborted) return;
      if (answer.kind === 'ok') {
        unheard.delete(name);
        keep(answer.value);
        // A backend that does not know the list has nothing of it.
      } else if (answer.kind === 'refused' && answer.status === 404) unheard.delete(name);
      else unheard.add(name);
      tell();
    });

  const parts: Record<BoardPoke, () => void> = {
    board: part('board', backend.board, (board) => {
      known = { ...known, board: inOurTime(board, clock.now()) };
    }),
    lostCalls: part('lostCalls', backend.lostCalls, (list) => {
      known = { ...known, lostCalls: list };
    }),
    callbacks: part('callbacks', backend.callbacks, (list) => {
      known = { ...known, callbacks: list };
      deps.keptCallbacks.write(list);
    }),
    help: part('help', backend.help, (help) => {
      known = { ...known, help };
    }),
  };

  const named = (ids: readonly CustomerId[]) =>
    ids.flatMap((id) => {
      const customer = deps.customerOf(id);
      return customer === null ? [] : [{ id, name: customer.name }];
    });

  function namedLost(list: LostCallList | null): Boards['lostCalls'] {
    if (list === null) return null;
    return {
      asOf: list.asOf,
      lostCalls: list.lostCalls.map(({ customerIds, ...call }) => {
        const known = customerIds.flatMap((id) => deps.customerOf(id) ?? []);
        const restricted = known.length > 0 && known.every(({ restrictedAt }) => restrictedAt !== null);
        return { ...withBar(call, restricted ? 'restricted' : null), customers: named(customerIds) };
      }),
    };
  }

  function namedCallbacks(list: CallbackList | null): Boards['callbacks'] {
    if (list === null) return null;
    return {
      asOf: list.asOf,
      callbacks: list.callbacks.map(({ customerId, ...callback }) => ({
        ...withBar(callback, barOf(customerId, callback.purpose)),
        customers: named(customerId === null ? [] : [customerId]),
      })),
      recontacts: list.recontacts.map(({ customerId, ...one }) => ({
        ...withBar(one, barOf(customerId, null)),
        customers: named(customerId === null ? [] : [customerId]),
      })),
    };
  }

  /** What is known here, and the backend may not have heard yet. */
  function barOf(customerId: CustomerId | null, purpose: string | null): Barred | null {
    const customer = customerId === null ? null : deps.customerOf(customerId);
    if (customer === null) return null;
    if (customer.restrictedAt !== null) return 'restricted';
    return purpose === null || hasConsented(customer.consents, purpose) ? null : 'noConsent';
  }

  function pokeAll(): void {
    for (const poke of Object.values(parts)) poke();
  }

  async function pollNowAndThen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(pollMs * (0.5 + clock.random()), stopping.signal);
      if (!stopping.signal.aborted && deps.isOnline()) pokeAll();
    }
  }
  void pollNowAndThen();

  return {
    state,
    poke: (name) => parts[name](),
    pokeAll,
    changed: tell,
    stop() {
      stopping.abort();
      tell();
    },
  };
}

/** Whoever is barred is on the list without a number. */
function withBar<T extends { readonly barred: Barred | null; readonly number: string | null }>(
  line: T,
  here: Barred | null,
): T {
  const barred = line.barred ?? here;
  return barred === null ? line : { ...line, barred, number: null };
}

/** The backend's clock need not be this PC's: a wait of ten seconds is shown as ten seconds. */
function inOurTime(board: Board, now: Date): Board {
  const ahead = now.getTime() - Date.parse(board.asOf);
  const ours = (instant: string) => new Date(Date.parse(instant) + ahead).toISOString();
  return {
    ...board,
    asOf: ours(board.asOf),
    queues: board.queues.map((queue) =>
      queue.now === null || queue.now.longestSince === null
        ? queue
        : { ...queue, now: { ...queue.now, longestSince: ours(queue.now.longestSince) } },
    ),
    chats:
      board.chats?.map((queue) => {
        const { longestSince } = queue.now;
        return longestSince === null ? queue : { ...queue, now: { ...queue.now, longestSince: ours(longestSince) } };
      }) ?? null,
    parked: board.parked.map((one) => ({ ...one, since: ours(one.since) })),
    callers: board.callers?.map((caller) => ({ ...caller, since: ours(caller.since) })) ?? null,
  };
}
