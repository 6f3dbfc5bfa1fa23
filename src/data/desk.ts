// What the desk may ask of the data process: each method of the contract, in the words of those who do it.
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { FailureError, failure } from '#shared/contract/failure';
import type { Match } from '#shared/contract/screenPop';
import type { Caller } from '#shared/model/caller';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { may } from '#shared/model/role';
import { countryOf } from '#shared/model/site';
import { siteOf } from '#shared/protocol/workstation';
import { accountsOf } from './accounts.ts';
import { articlesOf } from './articles/asked.ts';
import type { Attachments } from './attachments/attachments.ts';
import { auditOf } from './audit.ts';
import { boardMethods, type RequestsDeps, reachable } from './boards/requests.ts';
import { casesOf } from './cases/casesOf.ts';
import type { Numbers } from './cases/numbers.ts';
import type { CaseEyes } from './cases/writtenCases.ts';
import { chatsOf } from './chats/asked.ts';
import type { ChatsUnit } from './chats/chats.ts';
import { connectorsOf } from './connectors.ts';
import type { Day } from './day/day.ts';
import type { Files } from './db/files.ts';
import type { Interactions } from './drafts/interactions.ts';
import { duplicatesOf } from './duplicates/asked.ts';
import { likelyHere } from './duplicates/here.ts';
import { figuresOf } from './figures.ts';
import type { Backend } from './http/backend.ts';
import { importsOf } from './imports.ts';
import { lettersOf } from './letters/lettersOf.ts';
import { listsOf } from './lists/asked.ts';
import type { Cards } from './lookup/cards.ts';
import { timelineHere } from './lookup/timeline.ts';
import { tellConsent } from './outbox/consent.ts';
import { type EditDeps, editCustomer } from './outbox/edit.ts';
import { keepNote, writeNote } from './outbox/notes.ts';
import { allSetAside, discard, reportSetAside, settle } from './outbox/setAside.ts';
import { unsentChanges } from './outbox/unsentChanges.ts';
import type { PreferencesUnit } from './preferences/preferences.ts';
import { privacyOf } from './privacy.ts';
import { reportsOf } from './reports.ts';
import type { SavedFiles } from './savedFiles.ts';
import { searchCustomers } from './search/search.ts';
import type { Session } from './session/session.ts';

export interface DeskDeps {
  readonly files: Files;
  readonly session: Session;
  readonly cards: Cards;
  readonly match: (caller: Caller) => Match;
  /** Null while nobody is signed in. */
  readonly interactions: () => Interactions | null;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly onCardOpened: (agentId: string, id: CustomerId) => void;
  /** An edit is in the outbox. */
  readonly onEdited: (id: CustomerId) => void;
  /** A row that the backend has answered, newer than the cache's. */
  readonly onAnswered: (customer: Customer) => void;
  /** What was set aside is less. */
  readonly onSettled: () => void;
  /** Null while nobody is signed in. */
  readonly backend: () => Backend | null;
  readonly boards: RequestsDeps;
  /** Null while nobody is signed in. */
  readonly chats: () => ChatsUnit | null;
  /** Something else is in the outbox. */
  readonly onOutbox: () => void;
  /** The backend has a new edition of an article. */
  readonly onArticleWritten: () => void;
  readonly preferences: PreferencesUnit;
  /** A choice is on the disk, and not on the backend. */
  readonly onChosen: () => void;
  readonly attachments: Attachments['methods'];
  readonly savedFiles: SavedFiles;
  readonly day: Day['methods'];
  readonly cases: { readonly eyes: () => CaseEyes | null; readonly numbers: Numbers };
}

export function deskMethods(deps: DeskDeps): Implementation<typeof deskData> {
  const { files, session, cards } = deps;

  function signedIn() {
    const interactions = deps.interactions();
    const kept = session.current();
    if (interactions === null || kept === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return { interactions, workstation: kept.workstation };
  }

  function editing(): EditDeps {
    const { agent, company } = signedIn().workstation;
    return { files, cards, agentId: agent.id, country: company.country, newId: deps.newId, now: deps.now };
  }

  return {
    signInWays: ({ backendUrl }) => session.ways(backendUrl),
    async signIn({ backendUrl, credentials }) {
      await session.signIn(backendUrl, credentials);
      return null;
    },
    beginBrowserSignIn: async ({ backendUrl }) => ({ url: await session.beginInBrowser(backendUrl) }),
    async finishBrowserSignIn() {
      await session.finishInBrowser();
      return null;
    },
    leaveBrowserSignIn() {
      session.leaveBrowser();
      return null;
    },
    signOut() {
      session.signOut();
      return null;
    },
    changePreferences(chosen) {
      deps.preferences.change(signedIn().workstation.agent.id, chosen);
      deps.onChosen();
      return null;
    },
    search({ text, limit }) {
      const { workstation } = signedIn();
      const restricted = may(workstation.agent.role, 'handlePrivacy');
      const looking = { limit, restricted, country: countryOf(siteOf(workstation)) };
      return files.cache((cache) => searchCustomers(cache, text, looking));
    },
    mayDial({ number }) {
      const found = deps.match({ kind: 'number', number, e164: null, displayName: null });
      return found.kind !== 'number' || found.cards.some(({ customer }) => customer.restrictedAt === null);
    },
    getCustomer({ id }) {
      const { agent } = signedIn().workstation;
      const card = cards.get(id);
      if (card !== null) deps.onCardOpened(agent.id, id);
      return card;
    },
    editCustomer(edit) {
      const card = editCustomer(editing(), edit);
      deps.onEdited(edit.id);
      return card;
    },
    async clearSuspicion({ id }, signal) {
      const answer = await reachable(deps.backend()).clearSuspicion(id, signal);
      if (answer.kind !== 'ok') throw new FailureError(answer.failure);
      deps.onAnswered(answer.value);
      const card = cards.get(id);
      if (card === null) throw failure('call.gone', 'data', 'nobody to show');
      return card;
    },
    writeNote(edit) {
      const card = writeNote(editing(), edit);
      deps.onEdited(edit.customerId);
      return card;
    },
    timeline: (wanted) => timelineHere({ files, cards, agent: signedIn().workstation.agent }, wanted),
    async timelineThere(wanted, signal) {
      const answer = await reachable(deps.backend()).timeline(wanted, signal);
      if (answer.kind === 'ok') return answer.value;
      throw new FailureError(answer.failure);
    },
    tellConsent(said) {
      const card = tellConsent(editing(), said);
      deps.onEdited(said.customerId);
      return card;
    },
    async consentHistory({ id }, signal) {
      const answer = await reachable(deps.backend()).consents(id, signal);
      if (answer.kind === 'ok') return answer.value.words;
      throw new FailureError(answer.failure);
    },
    setAside: () => allSetAside(editing()),
    settle(settlement) {
      const id = settle(editing(), settlement);
      if (id !== null) deps.onEdited(id);
      return null;
    },
    discard({ id }) {
      discard(editing(), id);
      deps.onSettled();
      return null;
    },
    keepNote({ id }) {
      const customerId = keepNote(editing(), id);
      if (customerId !== null) deps.onEdited(customerId);
      return null;
    },
    reopen({ id }) {
      signedIn().interactions.reopen(reportSetAside(editing(), id));
      deps.onSettled();
      return null;
    },
    async history({ id, field, before }, signal) {
      const backend = deps.backend();
      if (backend === null) throw failure('call.notNow', 'data', 'nobody is signed in');
      const answer = await backend.history(id, field, before, signal);
      if (answer.kind === 'ok') return answer.value;
      throw new FailureError(answer.failure);
    },
    unsentChanges: ({ id, field }) => unsentChanges(files, signedIn().workstation.agent.id, id, field),
    saveDraft({ interactionId, draft }) {
      signedIn().interactions.saveDraft(interactionId, draft);
      if (draft.unsaid !== undefined && draft.unsaid !== '') deps.chats()?.typed(interactionId);
      return null;
    },
    closeInteraction({ interactionId, draft }) {
      const missing = signedIn().interactions.close(interactionId, draft);
      return missing.length === 0 ? { kind: 'closed' } : { kind: 'missing', parts: [...missing] };
    },
    moreTime({ interactionId }) {
      signedIn().interactions.moreTime(interactionId);
      return null;
    },
    correct({ interactionId }) {
      signedIn().interactions.correct(interactionId);
      return null;
    },
    prepareHandover({ interactionId, target, manner }) {
      signedIn().interactions.prepareHandover(interactionId, target, manner);
      return null;
    },
    ...boardMethods(deps.boards),
    ...chatsOf({ newId: deps.newId, reach: () => reachable(deps.backend()), unit: deps.chats, signedIn }),
    ...articlesOf({
      files,
      agentId: () => signedIn().workstation.agent.id,
      reach: () => reachable(deps.boards.backend()),
      newId: deps.newId,
      now: deps.now,
      onOutbox: deps.onOutbox,
      onWritten: deps.onArticleWritten,
    }),
    ...casesOf({ ...deps, signedIn: () => signedIn().workstation, reach: () => reachable(deps.backend()) }),
    ...lettersOf({
      ...{ files, newId: deps.newId, now: deps.now, savedFiles: deps.savedFiles },
      ...{ signedIn: () => signedIn().workstation, reach: () => reachable(deps.backend()) },
    }),
    ...deps.attachments,
    ...deps.day,
    duplicatesHere({ id }) {
      const { workstation } = signedIn();
      const pairs = files.cache((cache) => likelyHere(cache, id, countryOf(siteOf(workstation))));
      return { pairs, merges: [] };
    },
    ...duplicatesOf({ reach: () => reachable(deps.boards.backend()), newId: deps.newId, onRow: deps.onAnswered }),
    ...figuresOf(() => reachable(deps.boards.backend())),
    ...reportsOf({
      ...{ files, newId: deps.newId, signedIn: () => signedIn().workstation },
      reach: () => reachable(deps.boards.backend()),
    }),
    ...importsOf(() => reachable(deps.boards.backend()), deps.newId),
    ...accountsOf(() => reachable(deps.boards.backend())),
    ...listsOf(() => reachable(deps.boards.backend())),
    ...connectorsOf(() => reachable(deps.boards.backend())),
    ...auditOf(() => reachable(deps.boards.backend()), deps.savedFiles),
    ...privacyOf(() => reachable(deps.boards.backend()), deps.newId, deps.savedFiles),
  };
}
