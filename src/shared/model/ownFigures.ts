// What an agent has done, in figures for themself alone: counted on their PC out of their own conversations, kept nowhere as sums and sent
// nowhere (L. 300/1970 art. 4: nothing from which an employer could watch somebody work). Pure.
import { z } from 'zod';
import type { InteractionChannel } from './interaction.ts';

/** One conversation of one's own that is over. Instants. */
export interface OwnConversation {
  readonly channel: InteractionChannel;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly closedAt: string | null;
  /** It kept a promise to call back. */
  readonly keptPromise: boolean;
}

const sumsSchema = z.object({
  /** Conversations that took place. */
  conversations: z.int(),
  /** Of calls, on average; null: of none. */
  talkedMs: z.number().nullable(),
  /** From the end of the call until its wrap-up was saved, on average. */
  wroteMs: z.number().nullable(),
  promisesKept: z.int(),
});
export type OwnSums = z.infer<typeof sumsSchema>;

export const ownFiguresSchema = z.object({ today: sumsSchema, week: sumsSchema });
export type OwnFigures = z.infer<typeof ownFiguresSchema>;

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;

export function ownSums(all: readonly OwnConversation[]): OwnSums {
  const held = all.filter(({ answeredAt }) => answeredAt !== null);
  // A chat lasts for as long as somebody does not write.
  const calls = held.filter(({ channel }) => channel === 'call');
  /** A clock that was set back in between makes no time shorter than none. */
  const between = (from: string | null, to: string | null) =>
    from === null || to === null ? [] : [Math.max(0, Date.parse(to) - Date.parse(from))];
  return {
    conversations: held.length,
    talkedMs: mean(calls.flatMap(({ answeredAt, endedAt }) => between(answeredAt, endedAt))),
    wroteMs: mean(calls.flatMap(({ endedAt, closedAt }) => between(endedAt, closedAt))),
    promisesKept: held.filter(({ keptPromise }) => keptPromise).length,
  };
}

/** Midnight of today and of this week's Monday, where the agent is: also in weeks in which the clocks are changed. */
export function beginnings(now: Date): { readonly today: Date; readonly week: Date } {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const sinceMonday = (now.getDay() + 6) % 7;
  return { today: new Date(year, month, day), week: new Date(year, month, day - sinceMonday) };
}
