// Chats of a queue as counts: what became of each visitor's wait for a word of an agent. Pure; where the waits are kept is somebody else's matter.
import type { FiguresPolicy } from './kpi.ts';

/**
 * What a visitor's wait for an agent's first word came to. `left`: they waited, then left a message to be answered later; `leftAtOnce`: outside
 * the hours or while the queue was full, without waiting. `abandoned`: it ended and nobody had written. A chat that has been answered stays so, whatever comes after.
 */
export type ChatBecame = 'answered' | 'abandoned' | 'left' | 'leftAtOnce' | 'waiting';

/** So many whose wait ended alike, in a class of five seconds: `fives` of them, begun ones counted whole; of those abandoned whole ones alone. */
export interface ChatWaits {
  readonly became: ChatBecame;
  readonly fives: number;
  readonly n: number;
}

export interface ChatsCame {
  /** Came into the queue, those who still wait included; whoever gave up before the short-abandon threshold is in no count. */
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Messages to be answered later, with those of visitors who came outside the hours or while the queue was full and are not among those offered. */
  readonly left: number;
}

export function chatsCame(
  waits: readonly ChatWaits[],
  { shortAbandonSeconds }: Pick<FiguresPolicy, 'shortAbandonSeconds'>,
): ChatsCame {
  const hasWaited = ({ became, fives }: ChatWaits) => became !== 'abandoned' || fives * 5 >= shortAbandonSeconds;
  const counted = waits.filter(hasWaited);
  const sum = (...kinds: readonly ChatBecame[]) =>
    counted.filter(({ became }) => kinds.includes(became)).reduce((all, { n }) => all + n, 0);
  return {
    offered: sum('answered', 'abandoned', 'left', 'waiting'),
    answered: sum('answered'),
    abandoned: sum('abandoned'),
    left: sum('left', 'leftAtOnce'),
  };
}

/** Seconds within which an agent has written first: to half of those answered, and to nine in ten. Each wait counts as the end of its class. */
export interface FirstWord {
  readonly median: number;
  readonly ninety: number;
}

/**
 * Null where fewer were answered than there have to be for a figure of work: of so few it would be one agent's pace. By the half hour nobody asks
 * for it: of so short a time it would be too.
 */
export function firstWord(
  waits: readonly ChatWaits[],
  { leastContacts }: Pick<FiguresPolicy, 'leastContacts'>,
): FirstWord | null {
  const answered = waits
    .filter(({ became }) => became === 'answered')
    .toSorted((one, other) => one.fives - other.fives);
  const all = answered.reduce((sum, { n }) => sum + n, 0);
  if (all < leastContacts) return null;
  const within = (share: number): number => {
    let reached = 0;
    const last = answered.find(({ n }) => {
      reached += n;
      return reached >= share * all;
    });
    return 5 * (last?.fives ?? 0);
  };
  return { median: within(0.5), ninety: within(0.9) };
}
