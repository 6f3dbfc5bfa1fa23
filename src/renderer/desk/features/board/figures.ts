// The queues together, as the board's tiles show them. Pure.
import type { Board } from '#shared/protocol/board';

export interface Figures {
  /** Null: the backend does not see the PBX. */
  readonly waiting: number | null;
  readonly longestSince: string | null;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Each queue counts as much as callers came into it; null while there is nobody to count. */
  readonly serviceLevel: number | null;
}

export function figuresOf(queues: Board['queues']): Figures {
  const now = queues.flatMap((queue) => (queue.now === null ? [] : [queue.now]));
  const counted = queues.flatMap(({ today }) =>
    today.serviceLevel === null ? [] : [{ level: today.serviceLevel, weight: today.offered }],
  );
  const weight = counted.reduce((sum, each) => sum + each.weight, 0);
  const today = (part: 'offered' | 'answered' | 'abandoned') => queues.reduce((sum, each) => sum + each.today[part], 0);
  return {
    waiting: now.length === 0 ? null : now.reduce((sum, { waiting }) => sum + waiting, 0),
    longestSince:
      now
        .flatMap(({ longestSince }) => (longestSince === null ? [] : [longestSince]))
        .toSorted()
        .at(0) ?? null,
    offered: today('offered'),
    answered: today('answered'),
    abandoned: today('abandoned'),
    serviceLevel: weight === 0 ? null : counted.reduce((sum, each) => sum + each.level * each.weight, 0) / weight,
  };
}
