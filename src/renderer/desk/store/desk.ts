// The desk's centre, without a screen: three connections, one state, intents. Everything that differs in a test is passed in.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ShownPhone } from '#shared/contract/deskPhone';
import { type Call, isDialled } from '#shared/model/call';
import type { CallId, InteractionId } from '#shared/model/ids';
import { createRegistry, type Registry } from '../commands/registry.ts';
import { applyDataEvent } from './applyDataEvent.ts';
import { createPrograms, type Programs } from './connections.ts';
import { type Called, type DeskState, emptyDeskState, type TypedDraft, type Unreached } from './deskState.ts';
import { createDraftKeeper, type DraftKeeperDeps } from './draftKeeper.ts';
import { callsSeen, guidanceWithout } from './guidance.ts';
import { createIntents, type Intents } from './intents.ts';
import { lineupOf } from './lineup.ts';
import { createSignIn } from './signIn.ts';
import { createUndo } from './undo.ts';

export interface Desk {
  readonly store: StoreApi<DeskState>;
  readonly intents: Intents;
  /** What can be done just now. */
  readonly commands: Registry;
  /** Takes a port that main handed out. */
  readonly accept: Programs['accept'];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told once for each interaction whose screen-pop has reached the glass. */
  readonly onPopPainted: (id: InteractionId) => void;
  dispose(): void;
}

export interface DeskDeps {
  readonly now: () => number;
  readonly after: DraftKeeperDeps['after'];
  readonly onPopPainted: (id: InteractionId) => void;
  /** A message that does not fit its contract, two commands with one key: for the log, never for the agent. */
  readonly onRefused: (reason: string) => void;
}

/** An ended call leaves the phone's state at once; why it ended is still worth a word in the wrap-up. A consult's end is no end of it. */
function endsSeen(ends: DeskState['ends'], { calls }: ShownPhone): DeskState['ends'] {
  const ended = calls.flatMap(({ interactionId, purpose, phase }) =>
    phase.kind === 'ended' && purpose.kind === 'contact' && ends[interactionId] !== phase.reason
      ? [[interactionId, phase.reason] as const]
      : [],
  );
  return ended.length === 0 ? ends : { ...ends, ...Object.fromEntries(ended) };
}

/** A call that rang is being answered: on the screen, or by the headset's button. */
function isAnswered(before: ShownPhone | null, { calls }: ShownPhone): boolean {
  const rang = (id: CallId) => before?.calls.some((was) => was.id === id && was.phase.kind === 'ringing') === true;
  return calls.some(({ id, phase }) => (phase.kind === 'answering' || phase.kind === 'talking') && rang(id));
}

const unreachedShown = 3;
const reportsEveryMs = 5 * 60_000;

/** What the agent wanted to reach with a call of their own. Null: not for the desk to say; a consult tells of its end itself. */
function calledBy(call: Call): Called | null {
  const { purpose, caller, customerId, parking } = call;
  if (!isDialled(call) || purpose.kind === 'consult') return null;
  if (purpose.kind === 'listening' || purpose.kind === 'help') return { kind: 'colleague', name: purpose.name };
  if (purpose.kind === 'voicemail') return { kind: 'mailbox' };
  if (parking !== null) return { kind: 'place', place: parking.place };
  const [number, name] = caller.kind === 'number' ? [caller.e164 ?? caller.number, caller.displayName] : ['', null];
  return { kind: 'number', to: { number, name, customerId } };
}

/** Calls of the agent's own that have just ended without an answer, and not by the agent. */
function unreachedSeen(before: DeskState['unreached'], { calls }: ShownPhone): DeskState['unreached'] {
  const fresh = calls.flatMap((call): Unreached[] => {
    const { interactionId, phase } = call;
    const called = calledBy(call);
    const failed = phase.kind === 'ended' && phase.answeredAt === null && phase.reason !== 'hungUpHere';
    if (!failed || called === null || before.some((known) => known.interactionId === interactionId)) return [];
    return [{ interactionId, called, reason: phase.reason }];
  });
  return fresh.length === 0 ? before : [...before, ...fresh].slice(-unreachedShown);
}

export function createDesk(deps: DeskDeps): Desk {
  const store = createStore<DeskState>(() => emptyDeskState);
  const { getState: get } = store;
  const set = (change: Partial<DeskState>) => store.setState(change);

  const setTyped = (id: InteractionId, typed: TypedDraft | null) => {
    const { [id]: _before, ...rest } = get().typed;
    set({ typed: typed === null ? rest : { ...rest, [id]: typed } });
  };

  /**
   * The conversation takes the place of whatever page was open. The sheet of a transfer goes with its call: left open it would
   * keep the desk behind it out of reach.
   */
  function takePhone(phone: ShownPhone): void {
    if (isAnswered(get().phone, phone)) set({ page: { kind: 'desk' }, sheet: 'none' });
    const { sheet } = get();
    const front = lineupOf(phone)?.front;
    set({
      phone,
      ends: endsSeen(get().ends, phone),
      unreached: unreachedSeen(get().unreached, phone),
      guidance: callsSeen(get(), phone),
      sheet: sheet === 'transfer' && front?.purpose.kind !== 'contact' ? 'none' : sheet,
    });
    intents.goOnCallingBack();
  }

  /** A link that comes while nobody is signed in is refused, once; while the sign-in goes on, it waits. */
  let lastRefused = 0;
  function reviewLink(): void {
    const { main, data } = get();
    const link = main?.link ?? null;
    const signedOut = main?.settings.door.kind === 'none' || data?.session.kind === 'signedOut';
    if (link === null || !signedOut || link.id === lastRefused) return;
    lastRefused = link.id;
    intents.refuseLink();
  }

  function countToConfirm(): void {
    intents.countCasesToConfirm();
    intents.countReportsToConfirm();
  }

  const programs = createPrograms({
    onRefused: deps.onRefused,
    main: {
      onSnapshot: (main) => {
        set({ main });
        signIn.review();
        reviewLink();
        intents.followAccount();
        intents.tellNames();
      },
      onEvent: ({ state }) => {
        set({ main: state });
        signIn.review();
        reviewLink();
        intents.beginNews();
      },
    },
    phone: {
      onSnapshot: takePhone,
      onEvent: (event) => {
        if (event.kind === 'phoneChanged') takePhone(event.state);
        else set({ levels: event.levels });
      },
    },
    data: {
      onSnapshot: (data) => {
        set({ data });
        drafts.retryAll();
        signIn.review();
        reviewLink();
        intents.followAccount();
        intents.tellNames();
        countToConfirm();
      },
      onEvent: (event) => {
        const before = get();
        if (before.data === null) return;
        const data = applyDataEvent(before.data, event);
        const left = before.data.open.filter(
          (was) => !data.open.some(({ interaction }) => interaction.id === was.interaction.id),
        );
        set({ data });
        // What was to be promised in it has no place any more, and its sheet would keep the desk out of reach.
        if (left.length > 0 && get().sheet === 'callback') set({ sheet: 'none' });
        for (const { interaction } of left) {
          drafts.forget(interaction.id);
          undo.forget(interaction.id);
        }
        if (left.length > 0)
          set({
            guidance: guidanceWithout(
              get().guidance,
              left.map(({ interaction }) => interaction.id),
            ),
          });
        if (event.kind === 'sessionChanged') {
          if (data.session.kind === 'signedOut') {
            undo.forget();
            set({ halfActs: {}, halfForms: {}, chatFiles: {}, recentThings: [] });
          }
          signIn.review();
          reviewLink();
          intents.tellNames();
          countToConfirm();
        }
        if (before.data.sync.link.kind !== 'online' && data.sync.link.kind === 'online') countToConfirm();
        if (event.kind === 'preferencesChanged') {
          intents.followAccount();
          intents.beginNews();
        }
        if (event.kind === 'customersChanged') {
          set({ casesChanged: get().casesChanged + 1 });
          intents.loadShownCards(event.ids);
          intents.countCasesToConfirm();
        }
      },
    },
  });

  const drafts = createDraftKeeper({
    save: (interactionId, draft) => programs.data.saveDraft({ interactionId, draft }),
    onTyped: setTyped,
    after: deps.after,
  });
  const undo = createUndo({ set, after: deps.after });
  const signIn = createSignIn({ programs, get, set });
  const intents = createIntents({ programs, drafts, signIn, undo, get, set });
  // Letters that are typed change nothing of who waits.
  const isHeard = (now: DeskState, before: DeskState) => now.data !== before.data || now.phone !== before.phone;
  store.subscribe((now, before) => isHeard(now, before) && intents.tellAwaiting());

  // Of reports nobody tells this PC by themselves.
  let stopCounting = () => {};
  function countAtTimes(): void {
    stopCounting = deps.after(reportsEveryMs, () => {
      intents.countReportsToConfirm();
      countAtTimes();
    });
  }
  countAtTimes();
  store.subscribe(({ page }, before) => {
    if (before.page.kind === 'reports' && page !== before.page) intents.countReportsToConfirm();
  });

  return {
    store,
    intents,
    commands: createRegistry(deps.onRefused),
    accept: programs.accept,
    now: deps.now,
    onPopPainted: deps.onPopPainted,
    dispose() {
      stopCounting();
      drafts.dispose();
      programs.dispose();
    },
  };
}
