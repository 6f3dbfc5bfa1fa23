// What the agent can want, each as one function. Wishes go to the program that owns the matter; what came of it is seen in the state.

import type { CallbackRow, LostCallRow, RecontactRow } from '#shared/contract/boards';
import type { SearchHit, ToCall } from '#shared/contract/deskData';
import type { DeviceRole } from '#shared/contract/deskPhone';
import { type Failure, FailureError, failure } from '#shared/contract/failure';
import type { HeadsetChoice } from '#shared/contract/headset';
import type { ZoomStep } from '#shared/contract/main';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { SetAside, Settlement } from '#shared/contract/setAside';
import type { Wish } from '#shared/model/availability';
import type { Call } from '#shared/model/call';
import { ownerOf } from '#shared/model/callbackOwner';
import { type Case, maskedTail } from '#shared/model/customer';
import { toDialable } from '#shared/model/dialable';
import type { HelpManner } from '#shared/model/helpManner';
import type { CallId, CustomerId, InteractionId, QueueId } from '#shared/model/ids';
import { type CaseLink, type Draft, linkedTo, type TransferTarget } from '#shared/model/interaction';
import { listsFor } from '#shared/model/lists/lists';
import type { E164 } from '#shared/model/phoneNumber';
import type { MissingPart } from '#shared/model/wrapUp';
import type { Help } from '#shared/protocol/help';
import type { Listening } from '#shared/protocol/listening';
import type { Credentials } from '#shared/protocol/sessions';
import type { CalledOutcome } from '#shared/protocol/toCall';
import { accountIntents } from './accountIntents.ts';
import { articleIntents } from './articleIntents.ts';
import { attachmentIntents } from './attachmentIntents.ts';
import { cardIntents } from './cardIntents.ts';
import { caseIntents } from './caseIntents.ts';
import { chatIntents } from './chatIntents.ts';
import type { Programs } from './connections.ts';
import { connectorIntents } from './connectorIntents.ts';
import { dayIntents } from './dayIntents.ts';
import type { DeskState, Dialled, Page } from './deskState.ts';
import type { DraftKeeper } from './draftKeeper.ts';
import { duplicateIntents } from './duplicateIntents.ts';
import { figureIntents } from './figureIntents.ts';
import { guidanceIntents, guidanceOf } from './guidance.ts';
import { callBackNow, identityIntents } from './identity.ts';
import { importIntents } from './importIntents.ts';
import { letterIntents } from './letterIntents.ts';
import type { Lineup } from './lineup.ts';
import { listIntents } from './listIntents.ts';
import { newsIntents } from './newsIntents.ts';
import type { ParkedRow } from './parked.ts';
import { placeIntents } from './placeIntents.ts';
import { preferenceIntents } from './preferenceIntents.ts';
import { privacyIntents } from './privacyIntents.ts';
import { reportIntents } from './reportIntents.ts';
import {
  callOf,
  cardsOf,
  clientOf,
  draftOf,
  draftToKeep,
  knownCustomer,
  newestCard,
  workstationOf,
} from './selectors.ts';
import type { SignIn } from './signIn.ts';
import { toConfirmIntents } from './toConfirm.ts';
import type { TakenBack, Undo } from './undo.ts';

export interface IntentsDeps {
  readonly programs: Programs;
  readonly drafts: DraftKeeper;
  readonly signIn: SignIn;
  readonly undo: Undo;
  readonly get: () => DeskState;
  readonly set: (change: Partial<DeskState>) => void;
}

const searchLimit = 20;
const mostRecent = 5;

/** A line of one of the lists. */
export type PersonToCall =
  | { readonly list: 'lostCalls'; readonly row: LostCallRow }
  | { readonly list: 'callbacks'; readonly row: CallbackRow }
  | { readonly list: 'recontacts'; readonly row: RecontactRow };

export const whoIs = (person: PersonToCall): ToCall =>
  person.list === 'lostCalls' ? { list: 'lostCalls', id: person.row.id } : { list: person.list, id: person.row.id };

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export type Intents = ReturnType<typeof createIntents>;

export function createIntents({ programs, drafts, signIn, undo, get, set }: IntentsDeps) {
  let lastRefusal = 0;
  const guidance = guidanceIntents({ get, set });
  const identity = identityIntents({ get, keepAsking: guidance.keepAsking, edit: drafts.edit });
  const toConfirm = toConfirmIntents({ programs, get, set });
  const preferences = preferenceIntents({ programs, attempt, get });

  /** Does it, and shows the agent why not when it is refused. */
  const correct = (interactionId: InteractionId): Promise<boolean> => attempt(programs.data.correct({ interactionId }));

  async function attempt(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      refuse(error.failure);
      return false;
    }
  }

  async function ask<T>(work: Promise<T>): Promise<T | null> {
    let given: T | null = null;
    await attempt(
      work.then((value) => {
        given = value;
      }),
    );
    return given;
  }

  function refuse(why: Failure): void {
    lastRefusal += 1;
    set({ refusals: [...get().refusals.slice(-2), { id: lastRefusal, failure: why }] });
  }

  const onCall = (method: 'answer' | 'decline' | 'hangUp' | 'silenceRing') => (callId: CallId) =>
    attempt(programs.phone[method]({ callId }));

  function keepCard(card: CustomerCard | null, id: CustomerId): void {
    set({ cards: { ...get().cards, [id]: card } });
  }

  async function loadCard(id: CustomerId): Promise<void> {
    await attempt(programs.data.getCustomer({ id }).then((card) => keepCard(card, id)));
  }

  async function take(who: ToCall): Promise<TakenBack> {
    const answer = await ask(programs.data.takeToCall(who));
    return answer === null ? 'refused' : answer === 'taken' ? 'back' : 'changed';
  }

  const release = async (who: ToCall): Promise<TakenBack> =>
    (await attempt(programs.data.releaseToCall(who))) ? 'back' : 'refused';

  async function callOnFile(id: InteractionId, to: Dialled): Promise<void> {
    if (!(await intents.dial({ ...to, goesOn: id }))) guidance.keepCallingBack(id, null);
  }

  const intents = {
    // doors and settings
    practise: () => signIn.practise(),
    connect: (backendUrl: string, credentials: Credentials) => signIn.connect(backendUrl, credentials),
    connectInBrowser: (backendUrl: string) => signIn.connectInBrowser(backendUrl),
    /** Null: it cannot be asked, and the form says why. */
    signInWays: (backendUrl: string) => signIn.ways(backendUrl),
    leaveBrowser: () => signIn.leaveBrowser(),
    retrySignIn: () => signIn.retry(),
    leaveDoor: () => signIn.leave(),
    async signOut() {
      await attempt(programs.data.signOut(null));
      await signIn.leave();
    },
    ...preferences,
    ...newsIntents({ get, changeSettings: preferences.changeSettings }),
    closeLink: () => attempt(programs.main.closeLink(null)),
    /** Nobody is signed in who could call. */
    refuseLink() {
      refuse(failure('link.signedOut', 'desk').failure);
      void attempt(programs.main.closeLink(null));
    },
    zoom: (step: ZoomStep) => attempt(programs.main.zoom({ step })),
    popOut: () => attempt(programs.main.popOut(null)),
    closePopOut: () => attempt(programs.main.closePopOut(null)),
    /** `height`: of what it shows, in CSS pixels. */
    fitPopOut: (height: number) => attempt(programs.main.fitPopOut({ height })),
    toDesk: () => attempt(programs.main.toDesk(null)),
    closePlaceLink: (id: number) => attempt(programs.main.closePlaceLink({ id })),
    /** To nothing that this agent can open: whether there is such a thing is not said. */
    linkLeadsNowhere: () => refuse(failure('link.notHere', 'desk').failure),
    ...placeIntents(programs, get),
    dismissNotice: (index: number) => attempt(programs.main.dismissNotice({ index })),
    acceptFileKey: () => attempt(programs.main.acceptFileKey(null)),
    acceptNewKey: () => attempt(programs.main.acceptNewKey(null)),
    dismissRefusal: (id: number) => set({ refusals: get().refusals.filter((refusal) => refusal.id !== id) }),

    // where the agent looks
    show: (page: Page) => set({ page, sheet: 'none' }),
    openSheet: (sheet: DeskState['sheet']) => set({ sheet }),
    commandUsed: (id: string) => set({ usedCommands: [id, ...get().usedCommands.filter((used) => used !== id)] }),

    lookedAt(page: Page, name: string): void {
      const others = get().recentThings.filter((thing) => !isSame(thing.page, page));
      set({ recentThings: [{ page, name }, ...others].slice(0, mostRecent) });
    },

    // what is taken back
    takeBack: () => undo.takeBack(),
    lingerAtUndo: (isAtIt: boolean) => undo.linger(isAtIt),

    // the phone
    setWish: (wish: Wish) => attempt(programs.phone.setWish(wish)),
    answer: onCall('answer'),
    decline: onCall('decline'),
    /** The queues are told before the call goes back to them. */
    declineNotReady: (callId: CallId) =>
      attempt(
        Promise.all([
          programs.phone.setWish({ kind: 'notReady', reasonCode: null }),
          programs.phone.decline({ callId }),
        ]),
      ),
    hangUp: onCall('hangUp'),
    silence: onCall('silenceRing'),
    /** A sound is no reason for a word where it cannot be had. */
    chime: () => void programs.phone.chime(null).catch(() => undefined),
    setHold: (callId: CallId, hold: boolean) => attempt(programs.phone.setHold({ callId, hold })),
    setMute: (callId: CallId, mute: boolean) => attempt(programs.phone.setMute({ callId, mute })),
    sendDigits: (callId: CallId, digits: string) => attempt(programs.phone.sendDigits({ callId, digits })),
    /** Takes the conversation's place on the screen; on behalf of the queue whose number the agent has chosen to show. */
    dial({ number, name, customerId, queueId: behalf, ...after }: Dialled): Promise<boolean> {
      set({
        page: { kind: 'desk' },
        sheet: 'none',
        unreached: get().unreached.filter(({ called }) => called.kind !== 'number' || called.to.number !== number),
      });
      if (get().main?.link != null) void attempt(programs.main.closeLink(null));
      const { callAs } = get().main?.settings ?? { callAs: null };
      const wanted = behalf === undefined ? callAs : behalf;
      const queueId = workstationOf(get())?.queues.find(({ id }) => id === wanted)?.id ?? null;
      return attempt(programs.phone.dial({ number, name, customerId, queueId, ...after }));
    },
    /** Sends the caller to a free place; what was written goes along, and where that cannot be kept they are parked all the same. */
    async park(call: Call, place: string, name: string): Promise<void> {
      const target = { kind: 'parking' as const, name, number: place };
      await intents.passOn(call, target, 'direct', true).catch((error: unknown) => {
        if (!(error instanceof FailureError)) throw error;
        return intents.passOn(call, target, 'direct', false);
      });
    },
    /** Fetches whoever is parked there; the one who is spoken with now waits. */
    pickUp({ place, number, interactionId }: ParkedRow): Promise<boolean> {
      set({ page: { kind: 'desk' }, sheet: 'none' });
      return attempt(programs.phone.pickUp({ place, number, interactionId }));
    },
    callVoicemail(): Promise<boolean> {
      set({
        page: { kind: 'desk' },
        sheet: 'none',
        unreached: get().unreached.filter(({ called }) => called.kind !== 'mailbox'),
      });
      return attempt(programs.phone.callVoicemail(null));
    },
    dismissUnreached: (id: InteractionId) =>
      set({ unreached: get().unreached.filter(({ interactionId }) => interactionId !== id) }),
    /** What was written while the specialist was asked goes along; where that cannot be kept, the caller goes all the same. */
    async completeTransfer({ caller, asked }: NonNullable<Lineup['consult']>): Promise<void> {
      const { id: callId, interactionId } = caller;
      if (asked.purpose.kind !== 'consult') return;
      const { target } = asked.purpose;
      // While it still rings there nobody has said a word to them yet.
      const manner = asked.phase.kind === 'talking' ? 'attended' : 'blind';
      await drafts
        .flush(interactionId)
        .then(() => programs.data.prepareHandover({ interactionId, target, manner }))
        .catch((error: unknown) => {
          if (!(error instanceof FailureError)) throw error;
        });
      await attempt(programs.phone.completeTransfer({ callId }));
    },
    /** Ends the call, if it goes on, and calls a number of the record: who answers there is asked on, in the same contact. */
    async callBackOnFile(id: InteractionId, number: E164): Promise<void> {
      const call = callOf(get(), id);
      guidance.keepCallingBack(id, { number, step: 'ending' });
      if (call === null) return intents.goOnCallingBack();
      if (!(await attempt(programs.phone.hangUp({ callId: call.id })))) guidance.keepCallingBack(id, null);
    },
    /** As the phone is now: dials once the line is free, and takes an answer there for the one that it is. */
    goOnCallingBack(): void {
      for (const { interaction } of get().data?.open ?? []) {
        const { id, queueId } = interaction;
        const { callingBack } = guidanceOf(get(), id);
        const now = callBackNow(get(), id);
        if (callingBack === null || now === null) continue;
        guidance.keepCallingBack(id, now === 'dial' ? { ...callingBack, step: 'dialling' } : null);
        const known = knownCustomer(get(), id);
        const customerId = known.by === 'nobody' ? null : known.customerId;
        if (now === 'dial')
          void callOnFile(id, {
            number: callingBack.number,
            name: maskedTail(callingBack.number, 2),
            customerId,
            queueId,
          });
        const rules = listsFor(get().data?.lists ?? [], clientOf(get(), id)?.id ?? null).identification;
        if (now === 'answered' && rules !== undefined)
          identity.answerQuestion(id, { factor: 'callback', answer: 'right' }, rules);
      }
    },
    setConference: (on: boolean) => attempt(programs.phone.setConference({ on })),
    leaveTogether: () => attempt(programs.phone.leaveTogether(null)),
    setDoNotDisturb: (on: boolean) => attempt(programs.phone.setDoNotDisturb({ on })),
    chooseDevice: (role: DeviceRole, deviceId: string) => attempt(programs.phone.chooseDevice({ role, deviceId })),
    chooseHeadset: (choice: HeadsetChoice) => attempt(programs.phone.chooseHeadset(choice)),
    testRinger: () => attempt(programs.phone.testRinger(null)),
    checkLine: () => attempt(programs.phone.checkLine(null)),
    /** For support, with nobody in it. True: there is a file now. */
    async saveTrace(): Promise<boolean> {
      let isSaved = false;
      const saving = programs.phone
        .lineTrace(null)
        .then((messages) => programs.main.saveTrace({ messages }))
        .then((answer) => {
          isSaved = answer === 'saved';
        });
      await attempt(saving);
      return isSaved;
    },
    testMicrophone: () => attempt(programs.phone.testMicrophone(null)),
    /** Until `signal` fires, or the phone has gone. */
    async showLevels(signal: AbortSignal): Promise<void> {
      await programs.phone.showLevels(null, signal).catch(() => undefined);
      set({ levels: null });
    },
    /** What colleagues' telephones are doing, until `signal` fires, or the phone has gone. */
    async watchLines(extensions: readonly string[], signal: AbortSignal): Promise<void> {
      await programs.phone.watchLines({ extensions: [...extensions] }, signal).catch(() => undefined);
    },
    ...importIntents(programs, ask),
    ...privacyIntents(programs, ask),
    ...letterIntents(programs, ask),
    ...accountIntents(programs, ask),
    ...connectorIntents(programs, ask),
    ...listIntents(programs, ask),
    ...articleIntents(programs, ask),
    ...figureIntents(programs, ask),
    ...toConfirm,
    ...reportIntents(programs, ask, toConfirm.countReportsToConfirm),
    reconnect: () => attempt(programs.phone.reconnect(null)),

    // what helps
    ...guidance,
    ...identity,

    // what is written
    edit(id: InteractionId, patch: Partial<Draft>) {
      const { callback: before } = draftOf(get(), id);
      drafts.edit(id, patch);
      const { callback: now } = patch;
      if (now === undefined || isSame(now, before)) return;
      const back = (): TakenBack => {
        if (!isSame(draftOf(get(), id).callback, now)) return 'changed';
        drafts.edit(id, { callback: before });
        return 'back';
      };
      undo.did({ kind: now === null ? 'unpromised' : 'promised' }, back, id);
    },
    /** What the conversation was about goes with its report. */
    linkCase(id: InteractionId, { id: caseId, number }: Pick<Case, 'id' | 'number'>, how: CaseLink['how']) {
      drafts.edit(id, { cases: linkedTo(draftOf(get(), id).cases, { caseId, number, how }) });
    },
    /** Somebody else's record is another identification. */
    chooseCustomer(id: InteractionId, customerId: CustomerId | null) {
      const known = knownCustomer(get(), id);
      const isTheirs = known.by !== 'nobody' && known.customerId === customerId;
      const draft = draftOf(get(), id);
      const { customerId: before, identification, factors, identificationFailed, speaker, suspected } = draft;
      const { unlinked } = get();
      set({
        unlinked: customerId === null ? [...unlinked, id] : unlinked.filter((each) => each !== id),
      });
      drafts.edit(
        id,
        isTheirs
          ? { customerId }
          : {
              ...{ customerId, identification: 'none', factors: [], identificationFailed: false },
              ...{ speaker: null, suspected: false },
            },
      );
      const back = (): TakenBack => {
        if (draftOf(get(), id).customerId !== customerId) return 'changed';
        set({ unlinked });
        drafts.edit(id, { customerId: before, identification, factors, identificationFailed, speaker, suspected });
        return 'back';
      };
      undo.did(customerId === null ? { kind: 'unchosen' } : { kind: 'chosen', customerId }, back, id);
    },
    flushDrafts: () => drafts.flushAll(),
    moreTime: (interactionId: InteractionId) => attempt(programs.data.moreTime({ interactionId })),
    /** Closes the wrap-up; returns what is missing, nothing when it is closed, null when it could not be asked. */
    async closeWrapUp(id: InteractionId): Promise<readonly MissingPart[] | null> {
      const draft = draftToKeep(get(), id);
      if (draft === null) return null;
      let missing: readonly MissingPart[] = [];
      const closing = programs.data.closeInteraction({ interactionId: id, draft }).then((answer) => {
        if (answer.kind === 'missing') missing = answer.parts;
      });
      if (!(await attempt(closing))) return null;
      if (missing.length === 0 && (workstationOf(get())?.policy.correctMinutes ?? 0) > 0) {
        const back = async (): Promise<TakenBack> => ((await correct(id)) ? 'back' : 'refused');
        undo.did({ kind: 'wrapUpSaved' }, back);
      }
      return missing;
    },
    /** The wrap-up of one that was saved a short while ago is open again. */
    correct,
    /**
     * Writes the handover down, then asks the other one about the caller or passes the call on at once: whoever takes it
     * sees the handover before answering. Rejects with the failure of the handover: the agent decides whether the call
     * goes without it (`withNote: false`).
     */
    async passOn(
      { id: callId, interactionId }: Call,
      target: TransferTarget,
      manner: 'consult' | 'direct',
      withNote: boolean,
    ): Promise<void> {
      if (withNote) {
        const draft = draftToKeep(get(), interactionId);
        if (draft !== null) drafts.edit(interactionId, { customerId: draft.customerId });
        await drafts.flush(interactionId);
        const passing = manner === 'consult' ? 'attended' : 'blind';
        await programs.data.prepareHandover({ interactionId, target, manner: passing });
      }
      if (manner === 'direct') await attempt(programs.phone.transferBlind({ callId, target }));
      else if (await attempt(programs.phone.consult({ callId, target }))) set({ sheet: 'none' });
    },

    // the queues
    /** The lead comes in by the PBX's own code, unless another lead has been quicker. */
    async comeIn({ interactionId: about, agent: { name }, extension }: Help, manner: HelpManner): Promise<void> {
      const code = workstationOf(get())?.helpCodes[manner] ?? null;
      if (code === null) return;
      const isElsewhere = ({ purpose, phase }: Call): boolean =>
        phase.kind !== 'ended' && !(purpose.kind === 'help' && purpose.about === about);
      // Before it is said that somebody comes.
      if (get().phone?.calls.some(isElsewhere)) return refuse(failure('call.notNow', 'desk').failure);
      let isMine = false;
      await attempt(
        programs.data.answerHelp({ interactionId: about, manner }).then((answer) => {
          isMine = answer === 'answered';
        }),
      );
      if (isMine) await attempt(programs.phone.comeIn({ number: `${code}${extension}`, name, about, manner }));
    },
    /** Asks; the phone dials once their screen has said so (`Listening`). */
    async askToListen(agentId: Listening['agent']['id']): Promise<void> {
      set({ toListenTo: [...get().toListenTo, agentId] });
      let isAsked = false;
      await attempt(
        programs.data.askToListen({ agentId }).then((answer) => {
          isAsked = answer === 'asked';
        }),
      );
      if (!isAsked) intents.giveUpListening(agentId);
    },
    giveUpListening: (agentId: Listening['agent']['id']) =>
      set({ toListenTo: get().toListenTo.filter((id) => id !== agentId) }),
    /** Their screen has said so. */
    listen({ agent, extension }: Listening): Promise<boolean> {
      intents.giveUpListening(agent.id);
      const number = `${workstationOf(get())?.listenCode ?? ''}${extension}`;
      return attempt(programs.phone.listen({ number, name: agent.name }));
    },
    listeningSeen: (id: string) => attempt(programs.data.listeningSeen({ id })),
    endListening: (id: string) => attempt(programs.data.endListening({ id })),
    async takeToCall(who: ToCall): Promise<void> {
      if ((await ask(programs.data.takeToCall(who))) === 'taken') undo.did({ kind: 'taken' }, () => release(who));
    },
    async releaseToCall(who: ToCall): Promise<void> {
      if ((await release(who)) === 'back') undo.did({ kind: 'released' }, () => take(who));
    },
    finishToCall: (who: ToCall, outcome: CalledOutcome) => attempt(programs.data.finishToCall({ who, outcome })),
    /**
     * Taken first, so that nobody else calls the same person; where somebody has been quicker, the list says who. A promise of one's own
     * is kept while the backend is away too: it hears of it by the report.
     */
    async callBack(person: PersonToCall): Promise<void> {
      const { number, customers, queueId, state } = person.row;
      const dialable = number === null ? null : toDialable(number);
      if (dialable === null) return;
      const { agent } = workstationOf(get()) ?? {};
      const isOwn = person.list === 'callbacks' && ownerOf(person.row) === agent?.id;
      const canAsk = get().data?.boards.current ?? false;
      let isMine = state.kind === 'taken' || (isOwn && !canAsk);
      if (!isMine)
        await attempt(
          programs.data.takeToCall(whoIs(person)).then((answer) => {
            isMine = answer === 'taken';
          }),
        );
      if (!isMine) return;
      const [only, another] = customers;
      const whose = another === undefined ? only : undefined;
      const to = { number: dialable, name: whose?.name ?? null, customerId: whose?.id ?? null, queueId };
      await intents.dial(person.list === 'lostCalls' ? to : { ...to, callsBack: person.row.id });
    },
    askForHelp: (interactionId: InteractionId, words: string) =>
      attempt(programs.data.askForHelp({ interactionId, words })),
    cancelHelp: (interactionId: InteractionId) => attempt(programs.data.cancelHelp({ interactionId })),
    endHelp: (interactionId: InteractionId) => attempt(programs.data.endHelp({ interactionId })),
    takeOverCall: (interactionId: InteractionId) => attempt(programs.data.takeOverCall({ interactionId })),
    moveCaller: (callerId: string, queueId: QueueId) => attempt(programs.data.moveCaller({ callerId, queueId })),
    takeCaller: (callerId: string) => attempt(programs.data.takeCaller({ callerId })),

    // customers
    ...cardIntents({ programs, ask, keepCard, undo, cardOf: (id) => newestCard(get(), id) ?? null }),
    ...attachmentIntents(programs, attempt),
    ...caseIntents(programs, attempt, { get, set }),
    ...dayIntents(programs, attempt),
    ...chatIntents({ programs, drafts, ask, attempt, get, set }),
    ...duplicateIntents(programs, attempt),
    search: (text: string, signal: AbortSignal): Promise<SearchHit[]> =>
      programs.data.search({ text, limit: searchLimit }, signal),
    /** Whether that number may be called at all; where it cannot be asked, nothing forbids it. */
    mayDial: (number: string): Promise<boolean> => programs.data.mayDial({ number }).catch(() => true),
    /** Nobody is calling in their name after all: for who may say so, and only while the backend answers. */
    clearSuspicion: (id: CustomerId): Promise<boolean> =>
      attempt(programs.data.clearSuspicion({ id }).then((card) => keepCard(card, id))),
    loadCard,
    /** Those that are in sight somewhere, as they are by now. `ids`: whose may have changed; null: anybody's. */
    loadShownCards(ids: readonly CustomerId[] | null): void {
      const { cards, data } = get();
      const popped = data?.open.flatMap(({ pop }) => cardsOf(pop).map(({ customer }) => customer.id)) ?? [];
      const shown = new Set<CustomerId>([...(Object.keys(cards) as CustomerId[]), ...popped]);
      for (const id of ids ?? shown) if (shown.has(id)) void loadCard(id);
    },
    /** Null: they cannot be read now, and the agent has been told. */
    async loadSetAside(): Promise<readonly SetAside[] | null> {
      let all: readonly SetAside[] | null = null;
      const loading = programs.data.setAside(null).then((found) => {
        all = found;
      });
      await attempt(loading);
      return all;
    },
    settle: (settlement: Settlement) => attempt(programs.data.settle(settlement)),
    keepNote: (id: string) => attempt(programs.data.keepNote({ id })),
    discardSetAside: (id: string) => attempt(programs.data.discard({ id })),
    /** The wrap-up takes the page's place. */
    async reopen(id: string): Promise<void> {
      if (await attempt(programs.data.reopen({ id }))) set({ page: { kind: 'desk' } });
    },
    /** Resolves to true when it is on the disk. */
    tellConsent: (said: Parameters<Programs['data']['tellConsent']>[0]): Promise<boolean> =>
      attempt(programs.data.tellConsent(said).then((card) => keepCard(card, said.customerId))),
  };
  return intents;
}
