// The data process put together: files, session, what is open, the line to the backend, and the two kinds of port.

import { type Boards, type CallbackRow, unheardBoards } from '#shared/contract/boards';
import type { ChatsState } from '#shared/contract/chats';
import { type DeskDataState, deskData, type RecentInteraction, type SyncState } from '#shared/contract/deskData';
import { FailureError, failure } from '#shared/contract/failure';
import { type LineState, phoneData } from '#shared/contract/phoneData';
import type { Port } from '#shared/contract/port';
import type { PreferencesState } from '#shared/contract/preferences';
import { attachmentLimitsSchema } from '#shared/model/attachment';
import type { InteractionId } from '#shared/model/ids';
import { listsFor } from '#shared/model/lists/lists';
import { policySchema } from '#shared/model/policy';
import { plainSite } from '#shared/model/site';
import { siteOf } from '#shared/protocol/workstation';
import { type Attachments, createAttachments } from './attachments/attachments.ts';
import { helpNoLongerWanted, listeningTo, tellQueues } from './boards/requests.ts';
import { caseEyes } from './cases/eyes.ts';
import { createNumbers } from './cases/numbers.ts';
import type { CaseEyes } from './cases/writtenCases.ts';
import type { Clock } from './clock.ts';
import { createDay } from './day/day.ts';
import { type Files, openFiles } from './db/files.ts';
import { deskMethods } from './desk.ts';
import { createBacklog } from './drafts/backlog.ts';
import { createInteractions, type Interactions } from './drafts/interactions.ts';
import { recentInteractions } from './drafts/recent.ts';
import { createWrapUpLimit } from './drafts/wrapUpLimit.ts';
import { createHub, type Hub } from './hub.ts';
import { createLine, type Line } from './line.ts';
import { createLists } from './lists/lists.ts';
import { errorName, type Log } from './log.ts';
import { createCards } from './lookup/cards.ts';
import { matchCaller } from './lookup/match.ts';
import { askForStranger } from './lookup/stranger.ts';
import { createNotices, type Notices } from './notices.ts';
import { createViews } from './outbox/views.ts';
import { createPreferences } from './preferences/preferences.ts';
import { refusingProgram } from './refusing.ts';
import { createSavedFiles } from './savedFiles.ts';
import { createSession } from './session/session.ts';
import { isTouched, type Touched } from './sync/touched.ts';
import type { StartWriter } from './writer/contract.ts';

export interface Program {
  /** Each returns the function that lets the port go. */
  openDesk(port: Port): () => void;
  /** For the small window of the live call. */
  openBar(port: Port): () => void;
  openPhone(port: Port): () => void;
  /** A file that the agent has chosen, and by which word the desk will name it. */
  fileChosen(ticket: string, file: string): void;
  /** The screen is locked or the PC goes to sleep (`away`); or neither any more. */
  presence(away: boolean): void;
  /** Finishes what runs and closes the files. */
  stop(): Promise<void>;
}

export interface ProgramDeps {
  readonly folder: string;
  readonly key: string;
  /** The app's. */
  readonly version: string;
  readonly clock: Clock;
  /** ULIDs, each greater than the one before. */
  readonly newId: () => string;
  readonly fetch: typeof fetch;
  readonly startWriter: StartWriter;
  readonly log: Log;
  /** What was saved into the file of this ticket is whole, or gone. */
  readonly onFileDone: (ticket: string) => void;
}

type DeskHub = Hub<typeof deskData>;
type PhoneHub = Hub<typeof phoneData>;

const keptDays = 30;
const usualSite = plainSite('IT');
const noLists = { reasons: [], outcomes: [], policy: policySchema.parse({}) };
/** The folder, or a file in it, that this account may not write. */
const unwritable = /:(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_(CANTOPEN|READONLY|PERM|IOERR)\w*)$/;

/** Opens the files. Where they cannot be used, the program runs all the same and says why to whoever asks. */
export function startProgram(deps: ProgramDeps): Program {
  const news = { notice: () => {}, cacheLost: () => {} };
  const notices = createNotices(() => news.notice());
  let files: Files;
  try {
    files = openFiles({
      folder: deps.folder,
      key: deps.key,
      version: deps.version,
      now: deps.clock.now,
      log: deps.log,
      startWriter: deps.startWriter,
      onNotice: notices.add,
      onWritten: notices.written,
      onCacheLost: () => news.cacheLost(),
    });
  } catch (error) {
    deps.log.warn('files cannot be opened', { error: errorName(error) });
    const code = unwritable.test(errorName(error)) ? 'files.unwritable' : 'files.damaged';
    const found = error instanceof FailureError ? error.failure : failure(code, 'data', errorName(error)).failure;
    return refusingProgram(found, {
      log: deps.log,
      startedAt: deps.clock.now().toISOString(),
      reference: () => reference(deps),
    });
  }
  return running(deps, files, notices, news);
}

const reference = (deps: ProgramDeps): string => deps.newId().slice(-8);

/** Forgets what has long been closed and sent. */
function purge(files: Files, now: Date, log: Log): void {
  try {
    files.work((work) => work.interactions.purge(new Date(now.getTime() - keptDays * 86_400_000)));
  } catch (error) {
    log.warn('purge', { error: errorName(error) });
  }
}

function running(
  deps: ProgramDeps,
  files: Files,
  notices: Notices,
  news: { notice: () => void; cacheLost: () => void },
): Program {
  const { clock, log, newId } = deps;
  const startedAt = clock.now().toISOString();
  const backlog = createBacklog(files, log);
  let interactions: Interactions | null = null;
  let line: Line | null = null;
  let lineTold = '';
  /** The calls that live, as the phone tells them; null until it has. */
  let alive: Set<InteractionId> | null = null;

  const session = createSession({
    files,
    fetch: deps.fetch,
    now: clock.now,
    log,
    onChange: tellSession,
    onSignedIn: () => begin(),
    onSignedOut: () => end(),
  });
  const eyes = (): CaseEyes | null => {
    const workstation = session.current()?.workstation;
    return workstation === undefined ? null : caseEyes(workstation, keptLists());
  };
  const cards = createCards({
    files,
    agent: () => session.current()?.workstation.agent ?? null,
    eyes,
  });
  const numbers = createNumbers(files, newId, log);
  const site = () => {
    const workstation = session.current()?.workstation;
    return workstation === undefined ? usualSite : siteOf(workstation);
  };
  const lookup = { files, cards, log, site };

  const attachments: Attachments = createAttachments({
    ...{ files, clock, newId, log, folder: deps.folder, key: deps.key },
    agentId: () => session.current()?.workstation.agent.id ?? null,
    limits: () => session.current()?.workstation.policy.attachments ?? attachmentLimitsSchema.parse({}),
    onChange: () => desk.publish({ kind: 'attachmentsChanged', attachments: attachments.state() }),
    onCount: tellSync,
    // Each time anew, and of whom is said nowhere: they may have been erased.
    onErased: () => notices.add(failure('attachment.caseGone', 'data', clock.now().toISOString()).failure),
    onSignIn: () => onExpired(),
    onSilence: () => line?.sync.kick(),
  });

  const lists = createLists({
    ...{ files, log },
    onChange() {
      desk.publish({ kind: 'listsChanged', lists: keptLists() });
      tellLine();
    },
  });
  const preferences = createPreferences({ files, now: clock.now, log, onChange: tellPreferences });
  const keptLists = () => lists.of(session.current()?.workstation.agent.id ?? null);

  /** As they were told last. */
  let callbacks: readonly CallbackRow[] = [];
  const day = createDay({
    ...{ files, clock, log },
    policy: () => listsFor(keptLists(), null).breaks ?? null,
    open: () => (interactions?.open() ?? []).map(({ interaction }) => interaction),
    callbacks: () => callbacks,
    onChange: () => desk.publish({ kind: 'dayChanged', day: day.state() }),
    onRinging: () => tellBoards(),
  });

  const savedFiles = createSavedFiles(
    () => desk.publish({ kind: 'savingChanged', saving: savedFiles.state() }),
    deps.onFileDone,
  );

  const desk: DeskHub = createHub({
    contract: deskData,
    snapshot: (): DeskDataState => ({
      session: session.state(),
      sync: syncState(),
      open: interactions?.open() ?? [],
      recent: recent(),
      boards: boards(),
      chats: chats(),
      attachments: attachments.state(),
      lists: keptLists(),
      preferences: choices(),
      saving: savedFiles.state(),
      articles: articlesHere(),
      day: day.state(),
    }),
    methods: deskMethods({
      files,
      session,
      cards,
      match: (caller) => matchCaller(lookup, caller),
      interactions: () => interactions,
      newId,
      now: clock.now,
      onCardOpened: createViews({ files, newId, now: clock.now, log, onOutbox: () => line?.outbox.kick() }),
      onEdited(id) {
        line?.outbox.kick();
        tellSync();
        tellCustomers(new Set([id]));
      },
      onAnswered(customer) {
        cards.welcome(customer);
        tellCustomers(new Set([customer.id]));
      },
      onSettled: tellSync,
      backend: () => line?.backend ?? null,
      boards: { backend: () => line?.backend ?? null, poke: (part) => line?.boards.poke(part) },
      chats: () => line?.chats ?? null,
      onOutbox() {
        line?.outbox.kick();
        tellSync();
      },
      onArticleWritten: () => line?.articles.poke(),
      preferences,
      onChosen: () => line?.refreshPreferences(),
      attachments: attachments.methods,
      cases: { eyes, numbers },
      savedFiles,
      day: day.methods,
    }),
    log,
    reference: () => reference(deps),
  });
  const phone: PhoneHub = createHub({
    contract: phoneData,
    snapshot: lineState,
    methods: {
      callArrived({ call, event }) {
        alive?.add(call.interactionId);
        work().arrived(call, event);
        return null;
      },
      recordEvent({ interactionId, event }) {
        work().record(interactionId, event);
        if (event.kind === 'ended') {
          alive?.delete(interactionId);
          endHelp(interactionId);
          endListening();
        }
        return null;
      },
      liveCalls({ interactionIds }) {
        alive = new Set(interactionIds);
        interactions?.liveCalls(interactionIds);
        return null;
      },
      agentStands({ reason }) {
        day.standing(reason);
        return null;
      },
      tellQueues: (wanted, signal) =>
        tellQueues(
          {
            workstation: () => session.current()?.workstation ?? null,
            backend: () => line?.backend ?? null,
            isOnline: () => line?.sync.state().link.kind === 'online',
          },
          wanted,
          signal,
        ),
    },
    log,
    reference: () => reference(deps),
  });

  function work(): Interactions {
    if (interactions === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return interactions;
  }

  /** Nobody need come any more; where the backend cannot be told now, it finds out by the interaction's report. */
  function endHelp(interactionId: InteractionId): void {
    if (line === null || !helpNoLongerWanted(boards(), interactionId)) return;
    const { backend, boards: unit } = line;
    void backend.endHelp(interactionId, AbortSignal.timeout(10_000)).then(() => unit.poke('help'));
  }

  /** The lead's phone has nothing to hear any more, and the agent's screen says so. */
  function endListening(): void {
    const me = session.current()?.workstation.agent.id;
    if (line === null || me === undefined) return;
    const { backend, boards: unit } = line;
    for (const { id } of listeningTo(boards(), me))
      void backend.endListening(id, AbortSignal.timeout(10_000)).then(() => unit.poke('help'));
  }

  function boards(): Boards {
    const known = line?.boards.state() ?? unheardBoards;
    callbacks = known.callbacks?.callbacks ?? [];
    return { ...known, ringing: day.ringing(callbacks) };
  }

  function chats(): ChatsState | null {
    return line?.chats.state() ?? null;
  }

  function syncState(): SyncState {
    const kept = session.current();
    const counts = kept === null ? null : files.readWork(({ outbox }) => outbox.counts(kept.workstation.agent.id));
    const { waiting = 0, setAside = 0 } = counts ?? {};
    const ofFiles = attachments.counts();
    return {
      ...(line?.sync.state() ?? {
        link: { kind: 'offline', sinceAt: startedAt },
        load: { kind: 'none' },
        proved: null,
      }),
      outbox: { waiting: waiting + ofFiles.waiting, setAside: setAside + ofFiles.refused },
      notices: notices.all(),
    };
  }

  function recent(): RecentInteraction[] {
    const agent = session.current()?.workstation.agent;
    return agent === undefined
      ? []
      : recentInteractions({ files, cards, match: (caller) => matchCaller(lookup, caller), log }, agent.id);
  }

  function lineState(): LineState {
    const workstation = session.current()?.workstation;
    const wrapUps = (interactions?.open() ?? []).filter(({ interaction }) => interaction.stage === 'wrapUp');
    return {
      pbx: workstation?.pbx ?? null,
      site: site(),
      wrapUps: wrapUps.map(({ interaction }) => interaction.id),
      isChatting: isChatting(),
      autoAnswer: workstation?.policy.autoAnswer ?? [],
    };
  }

  /** What the company says of calls beside a chat. */
  function isChatting(): boolean {
    const goesOn = (interactions?.open() ?? []).some(
      ({ interaction: { channel, stage } }) => channel === 'chat' && stage === 'live',
    );
    return goesOn && listsFor(keptLists(), null).chat?.stopsCalls === true;
  }

  const wrapUpLimit = createWrapUpLimit({ clock, closeOverdue: () => interactions?.closeOverdue() ?? null });

  function tellLine(): void {
    wrapUpLimit.changed();
    const state = lineState();
    const told = JSON.stringify(state);
    if (told === lineTold) return;
    lineTold = told;
    phone.publish({ kind: 'lineChanged', line: state });
  }
  function tellSession(): void {
    desk.publish({ kind: 'sessionChanged', session: session.state() });
    tellLine();
  }
  function tellSync(): void {
    desk.publish({ kind: 'syncChanged', sync: syncState() });
  }
  function tellBoards(): void {
    desk.publish({ kind: 'boardsChanged', boards: boards() });
  }
  function tellChats(): void {
    desk.publish({ kind: 'chatsChanged', chats: chats() });
  }
  function articlesHere(): string | null {
    const owner = session.current()?.workstation.agent.id;
    return owner === undefined
      ? null
      : files.cache((cache) => (cache.mark('owner') === owner ? cache.mark('articles') : null));
  }
  function tellArticles(): void {
    desk.publish({ kind: 'articlesChanged', articles: articlesHere() });
  }
  function choices(): PreferencesState {
    return preferences.of(session.current()?.workstation.agent.id ?? null);
  }
  function tellPreferences(): void {
    desk.publish({ kind: 'preferencesChanged', preferences: choices() });
  }
  function tellRecent(): void {
    desk.publish({ kind: 'recentChanged', recent: recent() });
  }
  function tellCustomers(touched: Touched): void {
    if (touched !== 'many' && touched.size === 0) return;
    desk.publish({ kind: 'customersChanged', ids: touched === 'many' ? null : [...touched] });
    interactions?.refresh(touched);
    if (recent().some(({ customer }) => customer !== null && isTouched(touched, customer.id))) tellRecent();
  }

  /** Somebody is signed in (again): their open work, and the line. */
  function begin(): void {
    const kept = session.current();
    if (kept === null) return;
    const agentId = kept.workstation.agent.id;
    if (worker !== agentId) {
      dropOpen();
      worker = agentId;
      interactions = openWork(agentId);
      for (const open of interactions.open()) desk.publish({ kind: 'interactionOpened', open });
      tellRecent();
      // What died while somebody else was signed in, or nobody.
      if (alive !== null) interactions.liveCalls([...alive]);
    }
    stopLine();
    line = createLine({
      files,
      session,
      kept,
      interactions: work(),
      cards,
      fetch: deps.fetch,
      clock,
      newId,
      log,
      onSyncState: tellSync,
      match: (caller) => matchCaller(lookup, caller),
      onCustomers: tellCustomers,
      onForgotten: tellRecent,
      // Each time anew, and of whom is said nowhere: they may have been erased.
      onEditsLost: (edits) =>
        notices.add(failure('edit.customerGone', 'data', `${edits}, ${clock.now().toISOString()}`).failure),
      onBoards() {
        tellBoards();
        day.changed();
      },
      onChats: tellChats,
      lists,
      preferences,
      onArticles: tellArticles,
      onOnline() {
        attachments.wake();
        refillNumbers();
      },
      onUpToDate: attachments.follow,
      onMisfit: notices.misfit,
      onExpired,
    });
    attachments.begin({ backend: line.backend, agentId });
    day.begin(agentId);
    for (const continues of work().passedOnHere()) line.handovers.await(continues);
    tellSession();
    tellSync();
    tellBoards();
    day.changed();
    tellChats();
    desk.publish({ kind: 'listsChanged', lists: keptLists() });
    tellPreferences();
  }
  let worker: string | null = null;

  /** Before there are none left. */
  function refillNumbers(): void {
    const agentId = session.current()?.workstation.agent.id;
    if (line === null || agentId === undefined) return;
    void numbers.refill(agentId, line.backend, AbortSignal.timeout(10_000));
  }

  function stopLine(): void {
    void line?.stop();
    void attachments.pause();
  }

  function onExpired(): void {
    session.expire();
    stopLine();
  }

  function openWork(agentId: string): Interactions {
    return createInteractions({
      backlog,
      agentId,
      cards,
      match: (caller) => matchCaller(lookup, caller),
      queues: () => session.current()?.workstation.queues ?? [],
      wrapUpPolicy: () => session.current()?.workstation.policy.wrapUp ?? null,
      correctMinutes: () => session.current()?.workstation.policy.correctMinutes ?? 0,
      lists: () => session.current()?.workstation ?? noLists,
      now: clock.now,
      steadyMs: clock.steadyMs,
      newId,
      onOpened(open) {
        desk.publish({ kind: 'interactionOpened', open });
        if (line !== null)
          void askForStranger({ backend: line.backend, cards, onFound: (id) => interactions?.rematch(id) }, open);
        tellLine();
        day.changed();
      },
      onChanged(open) {
        desk.publish({ kind: 'interactionChanged', open });
        tellLine();
        day.changed();
      },
      onGone(interactionId) {
        desk.publish({ kind: 'interactionGone', interactionId });
        line?.chats.forget(interactionId);
        tellLine();
        day.changed();
      },
      onOver: tellRecent,
      onUnreadable: (rows) => notices.add(failure('files.damaged', 'data', `${rows} interactions unreadable`).failure),
      onAwaited: (continues) => line?.handovers.await(continues),
      onOutbox() {
        line?.outbox.kick();
        line?.boards.changed();
        tellSync();
      },
    });
  }

  function dropOpen(): void {
    cards.forget();
    for (const { interaction } of interactions?.open() ?? []) {
      desk.publish({ kind: 'interactionGone', interactionId: interaction.id });
    }
    interactions = null;
    worker = null;
    desk.publish({ kind: 'recentChanged', recent: [] });
  }

  function end(): void {
    stopLine();
    line = null;
    dropOpen();
    attachments.signedOut();
    day.end();
    savedFiles.leave();
    tellSession();
    tellPreferences();
    tellSync();
    tellBoards();
    tellChats();
  }

  news.notice = tellSync;
  news.cacheLost = () => line?.sync.cacheLost();
  purge(files, clock.now(), log);
  begin();

  return {
    openDesk(port) {
      attachments.deskBegins();
      return desk.open(port);
    },
    // It shows what the desk shows, and what the desk had begun goes on.
    openBar: desk.open,
    openPhone: phone.open,
    fileChosen: savedFiles.choose,
    presence: day.away,
    async stop() {
      savedFiles.leave();
      wrapUpLimit.stop();
      day.stop();
      await Promise.all([line?.stop(), attachments.stop()]);
      desk.closeAll();
      phone.closeAll();
      await files.close();
    },
  };
}
