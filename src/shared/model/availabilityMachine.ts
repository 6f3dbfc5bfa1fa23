// How the agent's wish becomes what the PBX does: told at each registration, told again when it changes, one telling at a
// time, and never believed before the PBX has agreed.
import { type Availability, shouldOffer, type Wish } from './availability.ts';

export interface Telling {
  readonly offer: boolean;
  /** The agent's reason for not being ready, as the company's list has it. */
  readonly reason: string | null;
}

export interface AvailabilityState {
  readonly availability: Availability;
  readonly registered: boolean;
  /** What the PBX is being told right now. */
  readonly telling: Telling | null;
  /** Why not, as the PBX was told last; it counts while it is not offering. */
  readonly toldReason: string | null;
  /** Tellings in a row that failed; the next one waits for `retry`. */
  readonly failures: number;
}

export type AvailabilityEvent =
  | { readonly kind: 'wished'; readonly wish: Wish }
  | { readonly kind: 'heldOff'; readonly by: Availability['heldOffBy'] }
  | { readonly kind: 'registered'; readonly registered: boolean }
  | { readonly kind: 'told'; readonly offer: boolean; readonly agreed: boolean }
  | { readonly kind: 'retry' };

export type AvailabilityEffect =
  | (Telling & { readonly kind: 'tellQueues' })
  /** Send `retry` after a while; `attempt` counts from 0. */
  | { readonly kind: 'retryLater'; readonly attempt: number };

export interface AvailabilityStep {
  readonly state: AvailabilityState;
  readonly effects: readonly AvailabilityEffect[];
}

/** Nobody is offered a call before having said "ready". */
export const initialAvailability = (at: string): AvailabilityState => ({
  availability: {
    wish: { kind: 'notReady', reasonCode: null },
    heldOffBy: 'nothing',
    pbx: 'unknown',
    changing: false,
    sinceAt: at,
  },
  registered: false,
  telling: null,
  toldReason: null,
  failures: 0,
});

/**
 * ```
 *             registered                agreed, as wished
 *  unknown ---------------> telling -----------------------> offering / notOffering
 *     ^                     |  ^  |                             |
 *     |  not registered     |  |  | agreed, wish changed        | wish, call or wrap-up changes it
 *     '---------------------'  |  '---------> telling           '---------> telling
 *                              | retry
 *                         not agreed: unknown, waiting
 * ```
 */
export function nextAvailability(state: AvailabilityState, event: AvailabilityEvent, at: string): AvailabilityStep {
  const { availability } = state;
  switch (event.kind) {
    case 'wished':
      return tell({
        ...state,
        failures: 0,
        availability: sameWish(availability.wish, event.wish)
          ? availability
          : { ...availability, wish: event.wish, sinceAt: at },
      });
    case 'heldOff':
      if (availability.heldOffBy === event.by) return { state, effects: [] };
      return tell({ ...state, failures: 0, availability: { ...availability, heldOffBy: event.by, sinceAt: at } });
    case 'registered':
      return tell({
        ...state,
        registered: event.registered,
        telling: null,
        failures: 0,
        availability: { ...availability, pbx: 'unknown' },
      });
    case 'told': {
      if (state.telling?.offer !== event.offer) return { state, effects: [] };
      if (event.agreed) {
        const pbx = event.offer ? 'offering' : 'notOffering';
        const toldReason = state.telling.reason;
        return tell({ ...state, telling: null, toldReason, failures: 0, availability: { ...availability, pbx } });
      }
      const waiting = {
        ...state,
        telling: null,
        failures: state.failures + 1,
        availability: { ...availability, pbx: 'unknown' as const },
      };
      return { state: waiting, effects: [{ kind: 'retryLater', attempt: state.failures }] };
    }
    case 'retry':
      return tell(state);
  }
}

function sameWish(one: Wish, other: Wish): boolean {
  if (one.kind === 'ready' || other.kind === 'ready') return one.kind === other.kind;
  return one.reasonCode === other.reasonCode;
}

/** Tells the PBX what it should do, unless it does it, is being told something, or cannot be reached. */
function tell(state: AvailabilityState): AvailabilityStep {
  const { wish, pbx } = state.availability;
  const offer = shouldOffer(state.availability);
  const reason = wish.kind === 'notReady' ? wish.reasonCode : null;
  const asWished = offer ? pbx === 'offering' : pbx === 'notOffering' && state.toldReason === reason;
  const tellNow = state.registered && state.telling === null && !asWished;
  const telling = tellNow ? { offer, reason } : state.telling;
  const changing = state.registered && (telling !== null || !asWished);
  return {
    state: { ...state, telling, availability: { ...state.availability, changing } },
    effects: tellNow ? [{ kind: 'tellQueues', offer, reason }] : [],
  };
}
