// Which command leads to a part of the wrap-up, and by which key one gets near it.
import type { MissingPart } from '#shared/model/wrapUp';
import type { CommandId, KeyedCommandId } from '../../commands/table.ts';

const keyed = {
  reason: 'reason',
  outcome: 'outcome',
  promise: 'promised',
  case: 'registerCase',
  customer: 'caller',
  identification: 'identification',
  note: 'note',
} as const satisfies Partial<Record<MissingPart, KeyedCommandId>>;

/** Null: nothing is begun by itself, it is offered beside what is said. */
export const wayTo: Readonly<Record<MissingPart, CommandId | null>> = {
  ...{ ...keyed, owner: 'owner', day: 'promisedDay' },
  case: null,
};

/** Owner and day stand right behind what was promised. */
export const keyTo: Readonly<Record<MissingPart, KeyedCommandId>> = { ...keyed, owner: 'promised', day: 'promised' };
