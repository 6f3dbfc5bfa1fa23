// The house's clock: the database's, which is one for all instances, carried on from one look at it to the next by the time that passes.
// What this machine's own clock says, or is set to, counts for nothing.
import { type SqlBool, sql } from 'kysely';
import type { Clock } from '../deps.ts';
import type { Db } from './db.ts';

export interface HouseClock {
  readonly now: Clock;
  stop(): Promise<void>;
}

interface Look {
  /** What the database's clock was ahead of `steadyMs` by, in milliseconds. */
  readonly ahead: number;
  /** By how much that may be wrong: it is somewhere between the question and the answer. */
  readonly within: number;
}

const lookEveryMs = 10_000;
/** Clocks of two instances are never so far apart, nor is anybody so late with what was asked. */
const mostApartMs = 60_000;

/** From then on it is the future for everybody: what was written with such a moment was written by a clock that was ahead. */
export const toCome = (now: Date): Date => new Date(now.getTime() + mostApartMs);

/**
 * Of what is held until the moment in that column, for `seconds` at most, all by the database's clock: whether it is over. What is held for
 * much longer than that was written by a clock that was ahead.
 */
export const hasLapsed = (column: string, seconds: number) => sql<SqlBool>`(${sql.ref(column)} < now()
  or ${sql.ref(column)} > now() + ${seconds} * interval '1 second' + ${mostApartMs} * interval '1 millisecond')`;

/**
 * Looks at once, and every ten seconds. `onSet`: the database's clock, or its machine, has been set ahead by so many milliseconds
 * (below 0: back). While the database is away time passes on.
 */
export async function keepHouseClock(
  db: Db,
  onSet: (byMs: number) => void,
  steadyMs: () => number = () => performance.now(),
): Promise<HouseClock> {
  async function look(): Promise<Look> {
    const asked = steadyMs();
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db.query);
    const answered = steadyMs();
    if (rows[0] === undefined) throw new Error('the database has no clock');
    return { ahead: rows[0].at.getTime() - (asked + answered) / 2, within: (answered - asked) / 2 };
  }

  let known = await look();

  /** An answer that took long says little, but for what contradicts what is known. */
  async function lookAgain(): Promise<void> {
    const seen = await look();
    const by = seen.ahead - known.ahead;
    if (seen.within > known.within && Math.abs(by) <= seen.within) return;
    known = seen;
    if (Math.abs(by) > mostApartMs) onSet(Math.round(by));
  }

  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= lookAgain()
      .catch(() => undefined)
      .finally(() => {
        looking = null;
      });
  }, lookEveryMs);
  timer.unref();

  return {
    now: () => new Date(steadyMs() + known.ahead),
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
