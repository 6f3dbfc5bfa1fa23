// Which promised calls ring their owner now. A promise is in everybody's list; its time rings with one agent alone: who has taken it, else whose
// it was said to be, else who promised it. Never in the middle of a call: after it. Pure.
import type { CallbackRow } from '#shared/contract/boards';
import { ownerOf } from '#shared/model/callbackOwner';
import type { InteractionId } from '#shared/model/ids';

export interface RingingContext {
  readonly agentId: string;
  readonly now: Date;
  /** Silent until then, by the callback's id (milliseconds since 1970). */
  readonly later: Readonly<Record<string, number>>;
  /** Those that were left to the others. */
  readonly left: readonly string[];
  /** A call rings, is dialled or talked on. */
  readonly inCall: boolean;
  /** Callbacks that a conversation which is not closed yet keeps. */
  readonly keeping: readonly string[];
}

/** Those of this agent's that are neither done nor left: whether or not their time has come. */
function ownAlive(callbacks: readonly CallbackRow[], { agentId, left, keeping }: RingingContext): CallbackRow[] {
  return callbacks.filter(
    (row) =>
      row.state.kind !== 'done' &&
      row.barred === null &&
      ownerOf(row) === agentId &&
      !left.includes(row.id) &&
      !keeping.includes(row.id),
  );
}

const timeOf = ({ id, dueAt }: CallbackRow, { later }: RingingContext): number =>
  Math.max(Date.parse(dueAt), later[id] ?? 0);

/** Who was to be called first comes first. */
export function ringing(callbacks: readonly CallbackRow[], context: RingingContext): InteractionId[] {
  if (context.inCall) return [];
  return ownAlive(callbacks, context)
    .filter((row) => timeOf(row, context) <= context.now.getTime())
    .sort((one, other) => one.dueAt.localeCompare(other.dueAt))
    .map(({ id }) => id);
}

/** When the next one begins to ring (milliseconds since 1970); null: none will. */
export function nextRing(callbacks: readonly CallbackRow[], context: RingingContext): number | null {
  const times = ownAlive(callbacks, context)
    .map((row) => timeOf(row, context))
    .filter((time) => time > context.now.getTime());
  return times.length === 0 ? null : Math.min(...times);
}
