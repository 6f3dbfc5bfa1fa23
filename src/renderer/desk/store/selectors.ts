// Questions that screens ask of the state: which interaction is in front, who the customer is, what is ringing.
import type { DeskWorkstation, OpenInteraction } from '#shared/contract/deskData';
import type { CustomerCard, ScreenPop } from '#shared/contract/screenPop';
import { type Call, isUnwritten } from '#shared/model/call';
import { type IdentificationLevel, standingLevel } from '#shared/model/identification';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { type MissingPart, stillMissing } from '#shared/model/wrapUp';
import { callerNumber } from './callerWords.ts';
import { openChat } from './chats.ts';
import type { DeskState } from './deskState.ts';
import { lineupOf } from './lineup.ts';

export const workstationOf = (state: DeskState): DeskWorkstation | null =>
  state.data?.session.kind === 'signedIn' ? state.data.session.workstation : null;

/** The client company on whose behalf a contact is: that of its queue. Null: the company's own affair, or nobody knows. */
export function clientOf(state: DeskState, id: InteractionId): DeskWorkstation['clients'][number] | null {
  const workstation = workstationOf(state);
  const queueId = callOf(state, id)?.queue ?? openInteraction(state, id)?.interaction.queueId ?? null;
  const queue = workstation?.queues.find((each) => each.id === queueId);
  return workstation?.clients.find((client) => client.id === queue?.clientId) ?? null;
}

/** Whether the desk can be shown: signed in, and in practice to the backend that runs now (it has a new address at each start). */
export function atDesk(state: DeskState): boolean {
  const session = state.data?.session;
  if (session?.kind !== 'signedIn') return false;
  const practising = state.main?.settings.door.kind === 'practise';
  return !practising || state.main?.practice?.backendUrl === session.backendUrl;
}

const openOf = (state: DeskState): readonly OpenInteraction[] => state.data?.open ?? [];

export const openInteraction = (state: DeskState, id: InteractionId): OpenInteraction | null =>
  openOf(state).find(({ interaction }) => interaction.id === id) ?? null;

export const isRinging = (call: Call): boolean => call.phase.kind === 'ringing';

export const ringingCalls = (state: DeskState): readonly Call[] => (state.phone?.calls ?? []).filter(isRinging);

/** The call with the customer of this interaction; one about them is another. */
export const callOf = (state: DeskState, id: InteractionId): Call | null =>
  state.phone?.calls.findLast((call) => call.interactionId === id && call.purpose.kind === 'contact') ?? null;

/**
 * The interaction in front of the agent: that of the call spoken with, or of the caller it is about; else a wrap-up, the one
 * that ended last. The agent's own messages are nobody's interaction, nor is what a lead listens to.
 * A ringing call is in front only where nothing else is (it then arrives on the whole screen). On the page of chats it is the one that is
 * open there, whatever is spoken meanwhile.
 */
export function currentInteractionId(state: DeskState): InteractionId | null {
  const chat = openChat(state);
  if (chat !== null) return chat.interactionId;
  const front = lineupOf(state.phone)?.front;
  if (front !== undefined && !isUnwritten(front)) return front.interactionId;
  const worked = openOf(state)
    .map(({ interaction }) => interaction)
    .filter(({ stage, channel }) => channel === 'call' && (stage === 'live' || stage === 'wrapUp'))
    .toSorted((a, b) => (b.endedAt ?? b.startedAt).localeCompare(a.endedAt ?? a.startedAt));
  return worked[0]?.id ?? null;
}

/** The number that the one in front calls from, or was called at; null: nobody is, or there is none. */
export function numberInFront(state: DeskState): string | null {
  const id = currentInteractionId(state);
  const caller = id === null ? null : openInteraction(state, id)?.interaction.caller;
  return caller?.kind === 'number' ? caller.e164 : null;
}

/** How this customer hears what they are told now: by chat while one with them is open, and no call; else by telephone. */
export function channelWith(state: DeskState, id: CustomerId): 'call' | 'chat' {
  const channels = openOf(state)
    .map(({ interaction }) => interaction)
    .filter(({ id: each, stage }) => stage !== 'ringing' && draftOf(state, each).customerId === id)
    .map(({ channel }) => channel);
  return channels.includes('chat') && !channels.includes('call') ? 'chat' : 'call';
}

/** Wrap-ups that wait behind the one in front. */
export const wrapUpsBehind = (state: DeskState, current: InteractionId): number =>
  openOf(state).filter(({ interaction }) => interaction.stage === 'wrapUp' && interaction.id !== current).length;

/** The draft as the agent sees it: what was told, with what has been typed since. */
export function draftOf(state: DeskState, id: InteractionId): Draft {
  const told = openInteraction(state, id)?.interaction.draft ?? emptyDraft;
  return { ...told, ...state.typed[id]?.patch };
}

/** What was checked with the customer: by this agent, or before by the colleague who passed the call on. */
export function checksOf(state: DeskState, id: InteractionId): Draft['checks'] {
  const { checks } = draftOf(state, id);
  const handover = openInteraction(state, id)?.pop.handover;
  return checks.length === 0 && handover?.kind === 'here' ? handover.handover.checks : checks;
}

/** How surely the caller is the customer shown. */
export function levelOf(state: DeskState, id: InteractionId): IdentificationLevel {
  const handover = openInteraction(state, id)?.pop.handover;
  const handed = handover?.kind === 'here' ? handover.handover.identification : null;
  return standingLevel(draftOf(state, id).identification, handed);
}

export const cardsOf = (pop: ScreenPop): readonly CustomerCard[] => {
  const matched = pop.match.kind === 'number' || pop.match.kind === 'guess' ? pop.match.cards : [];
  const handed = pop.handover.kind === 'here' && pop.handover.card !== null ? [pop.handover.card] : [];
  const others = matched.filter(({ customer }) => handed.every((card) => card.customer.id !== customer.id));
  return [...handed, ...others];
};

/** The newest known card of a customer: asked for, or come with a screen-pop. Undefined: never seen here. */
export function newestCard(state: DeskState, id: CustomerId): CustomerCard | null | undefined {
  const asked = state.cards[id];
  const popped = openOf(state)
    .flatMap(({ pop }) => cardsOf(pop))
    .find(({ customer }) => customer.id === id);
  if (asked === undefined || asked === null) return popped ?? asked;
  return popped !== undefined && popped.customer.version > asked.customer.version ? popped : asked;
}

/** How the customer of an interaction is known: the agent said so, a colleague did, the number alone suggests it, or not at all. */
export type Known =
  | { readonly by: 'agent' | 'handover' | 'number'; readonly customerId: CustomerId }
  | { readonly by: 'nobody' };

export function knownCustomer(state: DeskState, id: InteractionId): Known {
  const pop = openInteraction(state, id)?.pop;
  const handed = pop?.handover.kind === 'here' ? (pop.handover.card?.customer.id ?? null) : null;
  const chosen = draftOf(state, id).customerId;
  // A handover fills in the draft too: it is the agent's word only once the agent has given it.
  const confirmed = state.typed[id]?.patch.customerId !== undefined;
  if (chosen !== null) return { by: chosen === handed && !confirmed ? 'handover' : 'agent', customerId: chosen };
  if (pop === undefined || state.unlinked.includes(id)) return { by: 'nobody' };
  if (handed !== null) return { by: 'handover', customerId: handed };
  const [only, another] = pop.match.kind === 'number' ? pop.match.cards : [];
  return only !== undefined && another === undefined
    ? { by: 'number', customerId: only.customer.id }
    : { by: 'nobody' };
}

/** Whether whom it is about may be kept on record and not be used: then their number is shown nowhere. */
export function isRestricted(state: DeskState, id: InteractionId): boolean {
  const known = knownCustomer(state, id);
  const card = known.by === 'nobody' ? null : newestCard(state, known.customerId);
  return card != null && card.customer.restrictedAt !== null;
}

/** The other side by name, or by number; null where neither is known. A colleague who is asked is no customer. */
export function partyName(state: DeskState, call: Call): string | null {
  if (call.purpose.kind === 'consult') return call.purpose.target.name;
  const known = knownCustomer(state, call.interactionId);
  const customer = known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null);
  const dialled = call.direction === 'outgoing' && call.caller.kind === 'number' ? call.caller.displayName : null;
  return customer ?? dialled ?? callerNumber(call.caller);
}

/** The draft to be kept for good: with the customer that the agent has let stand. Null: no such interaction. */
export function draftToKeep(state: DeskState, id: InteractionId): Draft | null {
  if (openInteraction(state, id) === null) return null;
  const known = knownCustomer(state, id);
  return { ...draftOf(state, id), customerId: known.by === 'nobody' ? null : known.customerId };
}

/** Nothing lies over the desk but what finds commands, which are given to what is behind it. */
export const isUncovered = ({ sheet }: DeskState): boolean =>
  sheet === 'none' || sheet === 'search' || sheet === 'commands';

/** How many there are to call back now: who gave up or was not satisfied and has nobody yet, and whose promised time has come. */
export function toCallNow({ data }: DeskState, now: number): number {
  const me = data?.session.kind === 'signedIn' ? data.session.workstation.agent.id : null;
  const lost = (data?.boards.lostCalls?.lostCalls ?? []).filter(
    ({ state, barred }) => state.kind === 'open' && barred === null,
  );
  const due = (data?.boards.callbacks?.callbacks ?? []).filter(
    ({ state, dueAt, barred }) =>
      barred === null &&
      Date.parse(dueAt) <= now &&
      (state.kind === 'open' || (state.kind === 'taken' && state.by.id === me)),
  );
  const wanted = (data?.boards.callbacks?.recontacts ?? []).filter(
    ({ state, barred }) => state.kind === 'open' && barred === null,
  );
  return lost.length + due.length + wanted.length;
}

/** What the wrap-up still needs before it can be closed. */
export function missingParts(state: DeskState, id: InteractionId): readonly MissingPart[] {
  const workstation = workstationOf(state);
  const draft = draftToKeep(state, id);
  if (workstation === null || draft === null) return [];
  const handover = openInteraction(state, id)?.pop.handover;
  const handed = handover?.kind === 'here' ? handover.handover.identification : null;
  return stillMissing(draft, draft.identification ?? handed, workstation);
}
