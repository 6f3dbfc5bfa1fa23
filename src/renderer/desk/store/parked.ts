// Who is parked, from two sources: the PBX as the backend sees it, and what this phone has parked itself. Pure.
import type { InteractionId } from '#shared/model/ids';
import { callerNumber } from './callerWords.ts';
import type { DeskState } from './deskState.ts';
import { knownCustomer, newestCard, workstationOf } from './selectors.ts';

export interface ParkedRow {
  readonly place: string;
  readonly since: string;
  /** Null: withheld, or not known. */
  readonly number: string | null;
  /** The customer's, or their number; null where neither is known. */
  readonly name: string | null;
  readonly interactionId: InteractionId | null;
}

type Board = NonNullable<NonNullable<DeskState['data']>['boards']['board']>;

/** The board, as long as it says how the PBX stands now. */
function seen({ data }: DeskState): Board | null {
  const boards = data?.boards;
  return boards?.current === true && boards.board?.bridge === 'connected' ? boards.board : null;
}

/** The longest parked first. Whom the PBX does not have is not there, unless they were parked after it was asked. */
export function parkedRows(state: DeskState): readonly ParkedRow[] {
  const board = seen(state);
  const own = state.phone?.parked ?? [];
  const there = board === null ? [] : (state.data?.boards.parked ?? []);
  const told = there.map(({ customers, ...row }): ParkedRow => {
    const [only, another] = customers;
    const owner = another === undefined ? only?.name : undefined;
    return { ...row, name: nameOf(state, row.interactionId) ?? owner ?? row.number };
  });
  const fresh = own
    .filter(({ place, since }) => !there.some((row) => row.place === place) && (board === null || since >= board.asOf))
    .map(({ place, since, interactionId, caller }): ParkedRow => {
      const number = caller.kind === 'number' ? (caller.e164 ?? caller.number) : null;
      return { place, since, number, name: nameOf(state, interactionId) ?? callerNumber(caller), interactionId };
    });
  return [...told, ...fresh].toSorted((one, other) => one.since.localeCompare(other.since));
}

/** Known here, since this desk has spoken with them. */
function nameOf(state: DeskState, id: InteractionId | null): string | null {
  if (id === null) return null;
  const known = knownCustomer(state, id);
  return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null);
}

/** A place where nobody is, as far as is known; null: there is none. */
export function freePlace(state: DeskState): string | null {
  const taken = new Set(parkedRows(state).map(({ place }) => place));
  return workstationOf(state)?.parking.find((place) => !taken.has(place)) ?? null;
}
