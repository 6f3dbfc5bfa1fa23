// How long a conversation was talked, held and written up, from what happened in it. Pure; of the team's sums alone is anything kept.
import type { InteractionEvent } from './interaction.ts';
import { type FiguresPolicy, mayShowWork } from './kpi.ts';

/** In seconds. */
export interface Handling {
  readonly talk: number;
  readonly hold: number;
  readonly longestHold: number;
  readonly wrapUp: number;
}

/** What was left open over night is no work. */
const longestWrapUp = 3_600;

interface Conversation {
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly closedAt: string;
  readonly events: readonly Pick<InteractionEvent, 'kind' | 'at'>[];
}

/** Null: nobody was spoken with. A hold that goes on ends with the call; where a clock went back, nothing has passed. */
export function handlingOf({ answeredAt, endedAt, closedAt, events }: Conversation): Handling | null {
  if (answeredAt === null || endedAt === null) return null;
  const [began, ended] = [Date.parse(answeredAt), Date.parse(endedAt)];
  const between = (from: number, to: number) => Math.max(0, (Math.min(to, ended) - Math.max(from, began)) / 1_000);
  const holds: number[] = [];
  let heldFrom: number | null = null;
  const resume = (at: number) => {
    if (heldFrom !== null) holds.push(between(heldFrom, at));
    heldFrom = null;
  };
  for (const { kind, at } of events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    if (kind === 'held') heldFrom ??= Date.parse(at);
    if (kind === 'resumed') resume(Date.parse(at));
  }
  resume(ended);
  const hold = holds.reduce((sum, seconds) => sum + seconds, 0);
  return {
    talk: Math.max(0, between(began, ended) - hold),
    hold,
    longestHold: Math.max(0, ...holds),
    wrapUp: Math.min(longestWrapUp, Math.max(0, (Date.parse(closedAt) - ended) / 1_000)),
  };
}

export interface AgentsConversation extends Conversation {
  readonly agentId: string;
}

/** Of a team. */
export interface HandlingSum {
  readonly handled: number;
  readonly talkSeconds: number;
  readonly holdSeconds: number;
  readonly wrapUpSeconds: number;
  readonly longHolds: number;
}

/**
 * What a team's conversations come to. Null where it may not be told: of too few people or contacts, or where more than half of them are one
 * person's. (Kept are only sums that may be told, so that longer times and more queues are sums of those, and nothing else follows from them.)
 */
export function workOf(conversations: readonly AgentsConversation[], policy: FiguresPolicy): HandlingSum | null {
  const spoken = conversations.flatMap((conversation) => {
    const handling = handlingOf(conversation);
    return handling === null ? [] : [{ ...handling, agentId: conversation.agentId }];
  });
  const each = [...Map.groupBy(spoken, ({ agentId }) => agentId).values()].map(({ length }) => length);
  if (!mayShowWork(each.length, spoken.length, policy) || Math.max(...each) * 2 > spoken.length) return null;
  const sum = (part: 'talk' | 'hold' | 'wrapUp') => spoken.reduce((all, one) => all + one[part], 0);
  return {
    handled: spoken.length,
    talkSeconds: sum('talk'),
    holdSeconds: sum('hold'),
    wrapUpSeconds: sum('wrapUp'),
    longHolds: spoken.filter(({ longestHold }) => longestHold > policy.longHoldSeconds).length,
  };
}
