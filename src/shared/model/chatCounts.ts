// Chats of a queue as counts: what became of each visitor's wait for a word of an agent. Pure; where the waits are kept is somebody else's matter.
import type { FiguresPolicy } from './kpi.ts';

/**
 * What a visitor's wait for an agent's first word came to. `left`: they waited, then left a message to be answered later; `leftAtOnce`: outside
 * the hours, without waiting. `abandoned`: it ended and nobody had written. A chat that has been answered stays so, whatever comes after.
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
  /** Messages to be answered later, with those of visitors who came outside the hours and are not among those offered. */
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
