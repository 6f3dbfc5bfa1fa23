// How surely the caller is the customer shown: what is asked about the record, which level that reaches, which one is needed, and how a card
// may be looked at meanwhile. Questions and answers are the memory of this window alone; kept are a level and the kinds of factors.
import type { CustomerCard } from '#shared/contract/screenPop';
import type { IdentificationLevel } from '#shared/model/identification';
import {
  type Answer,
  type Asked,
  actionsFor,
  answersLeft,
  attemptsLeft,
  canReach,
  type IdentifiableRecord,
  isEnough,
  isSuspicious,
  masked,
  neededFor,
  proven,
  questions,
  reached,
  trackedFields,
  type View,
} from '#shared/model/identifying';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import type { DraftPatch } from '#shared/model/interaction';
import type { Factor, FactorKind, IdentificationList, IdentifiedAction } from '#shared/model/lists/identification';
import type { Speaker } from '#shared/model/speaker';
import type { Asking, DeskState } from './deskState.ts';
import { guidanceOf } from './guidance.ts';
import {
  callOf,
  currentInteractionId,
  draftOf,
  knownCustomer,
  levelOf,
  newestCard,
  openInteraction,
  workstationOf,
} from './selectors.ts';

const nothingAsked: readonly Asked[] = [];

/** What was asked about whoever is known now; of somebody else nothing counts. */
export function askedOf(state: DeskState, id: InteractionId): readonly Asked[] {
  const { asking } = guidanceOf(state, id);
  const known = knownCustomer(state, id);
  return asking !== null && known.by !== 'nobody' && known.customerId === asking.customerId
    ? asking.asked
    : nothingAsked;
}

export const hasFailed = (asked: readonly Asked[], rules: IdentificationList): boolean =>
  attemptsLeft(asked, rules) === 0;

/** Who speaks, by this agent's word or by a colleague's who has passed the call on; null: the holder, as far as anybody has said. */
export function speakerOf(state: DeskState, id: InteractionId): Speaker | null {
  const handover = openInteraction(state, id)?.pop.handover;
  return draftOf(state, id).speaker ?? (handover?.kind === 'here' ? handover.handover.speaker : null);
}

/** Whether somebody may be calling in the customer's name: by the record, by this agent's word, or nobody has said so. `now`: milliseconds since 1970. */
export function suspicionOf(state: DeskState, id: InteractionId, now: number): 'record' | 'agent' | 'none' {
  const known = knownCustomer(state, id);
  if (known.by === 'nobody') return 'none';
  const until = newestCard(state, known.customerId)?.customer.suspiciousUntil ?? null;
  if (isSuspicious(until, now)) return 'record';
  return draftOf(state, id).suspected ? 'agent' : 'none';
}

/** What may have to be done for whoever calls, by the contact's reason. */
export const actionsOf = (
  state: DeskState,
  id: InteractionId,
  rules: IdentificationList,
): readonly IdentifiedAction[] => actionsFor(draftOf(state, id).reasonCode, rules);

/** What the agent is about to do for them; null: nothing has been chosen that comes up with this reason. */
export const actionOf = (state: DeskState, id: InteractionId, rules: IdentificationList): IdentifiedAction | null =>
  actionsOf(state, id, rules).find(({ code }) => code === guidanceOf(state, id).action) ?? null;

/** The level that the contact needs, by what is to be done, or else by its reason. */
export function neededOf(
  state: DeskState,
  id: InteractionId,
  rules: IdentificationList,
  now: number,
): IdentificationLevel {
  const { reasonCode } = draftOf(state, id);
  const reasons = workstationOf(state)?.reasons.flatMap(({ reasons: all }) => all) ?? [];
  const reasonLevel = reasons.find(({ code }) => code === reasonCode)?.level ?? null;
  const action = actionOf(state, id, rules)?.code ?? null;
  return neededFor({ reasonLevel, action, isSuspicious: suspicionOf(state, id, now) !== 'none' }, rules);
}

export interface Question {
  readonly factor: Factor;
  /** What to compare with; null: it stands elsewhere. */
  readonly mask: string | null;
  readonly answer: Answer | null;
}

/** An identification as it stands. */
export interface Identifying {
  readonly questions: readonly Question[];
  /** The level that the answers reach. */
  readonly reached: IdentificationLevel;
  /** Right answers that are still needed. */
  readonly left: number;
  /** Wrong answers that are left; 0: it has failed. */
  readonly attempts: number;
  /** Whether the record is enough to get there; otherwise it takes documents. */
  readonly possible: boolean;
}

/**
 * The questions for a level: those that were answered, and as many of the next ones as are still needed.
 * @param contact the interaction's id, which the order of the questions follows.
 */
export function identifying(
  record: IdentifiableRecord,
  rules: IdentificationList,
  target: IdentificationLevel,
  contact: InteractionId,
  asked: readonly Asked[],
): Identifying {
  const left = answersLeft(asked, rules, target);
  const attempts = attemptsLeft(asked, rules);
  const answerOf = (kind: FactorKind): Answer | null => asked.findLast(({ factor }) => factor === kind)?.answer ?? null;
  const kinds = [...new Set([...asked.map(({ factor }) => factor), ...questions(record, rules, target, contact)])];
  let open = attempts === 0 ? 0 : left;
  const shown = kinds.filter((kind) => {
    if (answerOf(kind) !== null) return true;
    open -= 1;
    return open >= 0;
  });
  return {
    questions: shown.flatMap((kind) => {
      const factor = rules.factors.find((each) => each.kind === kind);
      return factor === undefined ? [] : [{ factor, mask: masked(kind, record, rules), answer: answerOf(kind) }];
    }),
    reached: reached(asked, rules),
    left,
    attempts,
    possible: canReach(record, rules, target),
  };
}

/** `now` in milliseconds since 1970. */
export const recordOf = ({ customer, pendingFields, lastContacts }: CustomerCard, now: number): IdentifiableRecord => ({
  customer,
  changedAt: customer.changedAt,
  pending: trackedFields.filter((field) => pendingFields.some((pending) => pending === field)),
  lastFactors: lastContacts.find(({ factors }) => factors.length > 0)?.factors ?? [],
  now,
});

/**
 * How a customer's card is looked at: with somebody in front at the level that they have reached, if it is theirs; without, in the office, where
 * who has looked is on record.
 */
export function viewOf(state: DeskState, customerId: CustomerId | null, now: number): View {
  const id = currentInteractionId(state);
  if (id === null) return 'office';
  const known = knownCustomer(state, id);
  const isTheirs = known.by !== 'nobody' && known.customerId === customerId;
  if (!isTheirs) return { level: 'none', isSuspicious: false, speaker: null };
  const isSuspected = suspicionOf(state, id, now) !== 'none';
  return { level: levelOf(state, id), isSuspicious: isSuspected, speaker: speakerOf(state, id) };
}

/** What a contact that calls back at a number on file waits for, as the phone is now; null: for nothing yet. */
export function callBackNow(state: DeskState, id: InteractionId): 'dial' | 'answered' | 'over' | null {
  const { callingBack } = guidanceOf(state, id);
  if (callingBack === null) return null;
  const call = callOf(state, id);
  const isOver = call === null || call.phase.kind === 'ended';
  if (callingBack.step === 'ending') return isOver ? 'dial' : null;
  if (isOver) return 'over';
  const isThere = call.caller.kind === 'number' && call.caller.e164 === callingBack.number;
  return isThere && call.direction === 'outgoing' && call.phase.kind === 'talking' ? 'answered' : null;
}

interface IdentityDeps {
  readonly get: () => DeskState;
  readonly keepAsking: (id: InteractionId, asking: Asking) => void;
  readonly edit: (id: InteractionId, patch: DraftPatch) => void;
}

export const identityIntents = ({ get, keepAsking, edit }: IdentityDeps) => ({
  /** The level follows from what was answered; what a colleague has handed over stands until it has failed here. */
  answerQuestion(id: InteractionId, answered: Asked, rules: IdentificationList): void {
    const known = knownCustomer(get(), id);
    if (known.by === 'nobody') return;
    const asked = [...askedOf(get(), id), answered];
    keepAsking(id, { customerId: known.customerId, asked });
    const level = reached(asked, rules);
    const before = levelOf(get(), id);
    // Who has failed and then answers at a number on file begins anew.
    const again = draftOf(get(), id).identificationFailed ? { identificationFailed: false } : {};
    if (hasFailed(asked, rules)) edit(id, { identification: level, factors: [], identificationFailed: true });
    else if (!isEnough(before, level)) edit(id, { identification: level, factors: proven(asked), ...again });
    else if (proven([answered]).includes('callback')) edit(id, { factors: proven(asked), ...again });
  },
});
