// The queues together, as the board's tiles show them. Pure.
import { type FiguresPolicy, type PlainCount, peopleCount } from '#shared/model/kpi';
import type { Board, QueueNow } from '#shared/protocol/board';

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

const groups = ['talking', 'ready', 'notReady'] as const;

/**
 * How many of a queue's team do what, where they are not so few that one of them could be made out. Null: nobody sees the PBX, or how few are too
 * few is not known yet.
 */
export function peopleOf(
  now: QueueNow | null,
  policy: FiguresPolicy | undefined,
): readonly (readonly [name: (typeof groups)[number], people: PlainCount | null])[] {
  if (now === null || policy === undefined) return groups.map((name) => [name, null]);
  return groups.map((name) => [name, peopleCount(now[name], policy)]);
}
