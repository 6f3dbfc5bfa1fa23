// The queues together, as the board's tiles show them, and its half hours. Pure.
import { type Board, type CameCounts, sumOfCame } from '#shared/protocol/board';

/** In place of what there is nothing of. */
export const none = '—';

export const percent = (value: number | null): string => (value === null ? none : `${Math.round(value * 100)}%`);

export interface Figures {
  /** Null: the backend does not see the PBX. */
  readonly waiting: number | null;
  readonly longestSince: string | null;
  readonly today: CameCounts;
}

export function figuresOf(queues: Board['queues']): Figures {
  const now = queues.flatMap((queue) => (queue.now === null ? [] : [queue.now]));
  return {
    waiting: now.length === 0 ? null : now.reduce((sum, { waiting }) => sum + waiting, 0),
    longestSince:
      now
        .flatMap(({ longestSince }) => (longestSince === null ? [] : [longestSince]))
        .toSorted()
        .at(0) ?? null,
    today: sumOfCame(queues.map(({ today }) => today)),
  };
}

export interface HalfHourRow {
  readonly start: string;
  readonly counts: CameCounts;
  /** It is not over: its counts grow. */
  readonly runs: boolean;
}

/** The latest first; `queueId` null: all queues together. */
export const halfHourRows = (halfHours: NonNullable<Board['halfHours']>, queueId: string | null): HalfHourRow[] =>
  halfHours
    .map(({ start, queues }, at) => ({
      start,
      counts: sumOfCame(queues.filter((queue) => queueId === null || queue.queueId === queueId)),
      runs: at === halfHours.length - 1,
    }))
    .reverse();
