// What is known of the queues at this moment, folded from what the PBX tells: pure, and the same for every PBX.
import type { InteractionId, Language } from '#shared/model/ids';
import { type FiguresPolicy, peopleCount } from '#shared/model/kpi';
import type { MemberState, QueueNow } from '#shared/protocol/board';

/** `ringing` is not free, and not yet in a call. */
export type PhoneUse = 'free' | 'ringing' | 'inUse' | 'absent';

export interface WaitingCall {
  /** The PBX's own name of the call, never used twice. */
  readonly id: string;
  readonly queue: string;
  /** Milliseconds of the epoch, by the backend's clock. */
  readonly since: number;
  /** Null: withheld, or not known yet. */
  readonly number: string | null;
}

/** A place in a queue's distribution. */
export interface Membership {
  readonly queue: string;
  readonly extension: string;
  readonly paused: boolean;
}

/** Somebody in a numbered place of the parking. */
export interface ParkedCall {
  readonly place: string;
  /** Milliseconds of the epoch, by the backend's clock. */
  readonly since: number;
  /** Null: withheld, or not known. */
  readonly number: string | null;
  /** What goes with the call, as the agent who parked it has told the PBX. */
  readonly interactionId: InteractionId | null;
}

export interface Picture {
  /** In the order in which they began to wait. */
  readonly waiting: readonly WaitingCall[];
  readonly members: readonly Membership[];
  /** In the order in which they were parked. */
  readonly parked: readonly ParkedCall[];
  /** By extension; who is not in it is absent. */
  readonly phones: Readonly<Record<string, PhoneUse>>;
}

/** How a wait ended; `passedOn`: moved, taken, timed out, or out of the queue by a key. */
export type WaitEnd = 'answered' | 'abandoned' | 'passedOn';

/** A caller of a queue whom an agent has let go, and who is still there for a moment. */
export interface ReleasedCall {
  readonly id: string;
  readonly queue: string;
  /** Null: withheld. */
  readonly number: string | null;
  /** As the PBX knows it; null: it does not. */
  readonly language: Language | null;
}

export type PbxFact =
  /** The PBX is there (again), and all is so. */
  | { readonly kind: 'here'; readonly picture: Picture }
  | { readonly kind: 'away' }
  | { readonly kind: 'joined'; readonly call: WaitingCall }
  | { readonly kind: 'identified'; readonly id: string; readonly number: string }
  | {
      readonly kind: 'left';
      readonly id: string;
      readonly queue: string;
      readonly at: number;
      readonly end: WaitEnd;
    }
  | { readonly kind: 'member'; readonly member: Membership }
  | { readonly kind: 'memberGone'; readonly queue: string; readonly extension: string }
  | { readonly kind: 'parked'; readonly call: ParkedCall }
  | { readonly kind: 'unparked'; readonly place: string }
  | { readonly kind: 'released'; readonly call: ReleasedCall }
  /** What somebody who was asked something has pressed; '': nothing in time. */
  | { readonly kind: 'pressed'; readonly id: string; readonly key: string }
  | { readonly kind: 'phone'; readonly extension: string; readonly use: PhoneUse };

/** Null while the PBX is away: what was known is not known any more. A fact that changes nothing gives the same picture. */
export function nextPicture(picture: Picture | null, fact: PbxFact): Picture | null {
  if (fact.kind === 'here') return fact.picture;
  if (fact.kind === 'away' || picture === null) return null;
  switch (fact.kind) {
    case 'joined': {
      const waiting = joined(picture.waiting, fact.call);
      return waiting === picture.waiting ? picture : { ...picture, waiting };
    }
    case 'identified': {
      const isNews = picture.waiting.some((call) => call.id === fact.id && call.number !== fact.number);
      if (!isNews) return picture;
      const waiting = picture.waiting.map((call) => (call.id === fact.id ? { ...call, number: fact.number } : call));
      return { ...picture, waiting };
    }
    case 'left': {
      const waiting = picture.waiting.filter((call) => call.id !== fact.id || call.queue !== fact.queue);
      return waiting.length === picture.waiting.length ? picture : { ...picture, waiting };
    }
    case 'member': {
      const isKnown = picture.members.some((one) => isSamePlace(one, fact.member) && one.paused === fact.member.paused);
      return isKnown ? picture : { ...picture, members: [...without(picture.members, fact.member), fact.member] };
    }
    case 'memberGone': {
      const members = without(picture.members, fact);
      return members.length === picture.members.length ? picture : { ...picture, members };
    }
    case 'parked': {
      const isKnown = picture.parked.some((one) => JSON.stringify(one) === JSON.stringify(fact.call));
      return isKnown ? picture : { ...picture, parked: parkedWith(picture.parked, fact.call) };
    }
    case 'unparked': {
      const parked = picture.parked.filter(({ place }) => place !== fact.place);
      return parked.length === picture.parked.length ? picture : { ...picture, parked };
    }
    case 'released':
    case 'pressed':
      return picture;
    case 'phone':
      return picture.phones[fact.extension] === fact.use
        ? picture
        : { ...picture, phones: { ...picture.phones, [fact.extension]: fact.use } };
  }
}

/** A call waits in one queue at a time. */
function joined(waiting: readonly WaitingCall[], call: WaitingCall): readonly WaitingCall[] {
  if (waiting.some((known) => known.id === call.id && known.queue === call.queue)) return waiting;
  const others = waiting.filter((known) => known.id !== call.id);
  return [...others, call].sort((one, other) => one.since - other.since);
}

/** One in each place. */
const parkedWith = (parked: readonly ParkedCall[], call: ParkedCall): readonly ParkedCall[] =>
  [...parked.filter(({ place }) => place !== call.place), call].sort((one, other) => one.since - other.since);

type Place = Pick<Membership, 'queue' | 'extension'>;

const isSamePlace = (one: Place, other: Place): boolean =>
  one.queue === other.queue && one.extension === other.extension;

const without = (members: readonly Membership[], gone: Place) => members.filter((member) => !isSamePlace(member, gone));

/** The queue in numbers, each as large as it is: `toldNow` makes of them what may be told. */
interface QueueNumbers extends Pick<QueueNow, 'waiting' | 'longestSince'> {
  readonly talking: number;
  readonly ready: number;
  readonly notReady: number;
}

/** As everybody may see it: of people so few that one could be made out, only that they are few, and whether one of them is free. */
export const toldNow = ({ talking, ready, notReady, ...waits }: QueueNumbers, policy: FiguresPolicy): QueueNow => ({
  ...waits,
  talking: peopleCount(talking, policy),
  ready: peopleCount(ready, policy),
  notReady: peopleCount(notReady, policy),
  free: ready > 0,
});

/** A phone in use counts as talking, whatever else its agent has said. */
export function queueNow(picture: Picture, queue: string): QueueNumbers {
  const waiting = picture.waiting.filter((call) => call.queue === queue);
  const present = picture.members
    .filter((member) => member.queue === queue)
    .map(({ extension, paused }) => ({ use: picture.phones[extension] ?? 'absent', paused }))
    .filter(({ use }) => use !== 'absent');
  const talking = present.filter(({ use }) => use === 'inUse').length;
  const ready = present.filter(({ use, paused }) => use !== 'inUse' && !paused).length;
  return {
    waiting: waiting.length,
    longestSince: waiting[0] === undefined ? null : new Date(waiting[0].since).toISOString(),
    talking,
    ready,
    notReady: present.length - talking - ready,
  };
}

/** Whether a transfer would reach them. Who has said not ready in every queue is as far away as who has no phone. */
export function isReachable(picture: Picture, extension: string): boolean {
  const places = picture.members.filter((member) => member.extension === extension);
  const isWilling = places.length === 0 || places.some(({ paused }) => !paused);
  return picture.phones[extension] === 'free' && isWilling;
}

/** For a lead's eyes, where that is allowed. Who is in no queue is ready for direct calls. */
export function memberStateOf(picture: Picture, extension: string): MemberState {
  const use = picture.phones[extension] ?? 'absent';
  if (use === 'absent' || use === 'ringing') return use;
  if (use === 'inUse') return 'inCall';
  return isReachable(picture, extension) ? 'ready' : 'notReady';
}
