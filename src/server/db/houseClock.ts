// The house's clock: the database's, which is one for all instances, carried on from one look at it to the next by the time that passes.
// What this machine's own clock says, or is set to, counts for nothing; but that it has jumped is a reason to look again: the time that a
// machine sleeps does not pass for it.
import { type SqlBool, sql } from 'kysely';
import type { Clock } from '../deps.ts';
import type { Db } from './db.ts';

export interface HouseClock {
  readonly now: Clock;
  /** Resolves at once, or where this machine may have slept, when it has been looked what time it is. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** This machine's clocks, in milliseconds. */
export interface MachineClocks {
  /** The time that passes while it is awake. */
  steady(): number;
  /** What somebody has set; it goes on while the machine sleeps. */
  wall(): number;
}

interface Look {
  /** What the database's clock was ahead of the steady one by, in milliseconds. */
  readonly ahead: number;
  /** By how much that may be wrong: it is somewhere between the question and the answer. */
  readonly within: number;
  /** How far this machine's two clocks were apart when the question was asked. */
  readonly apart: number;
}

const lookEveryMs = 10_000;
/** How often it is asked whether the machine has slept: it costs nothing. */
const tickMs = 1_000;
/** Who sleeps for less is not late enough for anybody; nor does a clock that is put right go so far at once. */
const leastSleepMs = 1_000;
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
 * Looks at once, every ten seconds, and where this machine may have slept. `onSet`: the database's clock has been set ahead by so many
 * milliseconds (below 0: back), or this machine has slept for as long. While the database is away time passes on.
 */
export async function keepHouseClock(
  db: Db,
  onSet: (byMs: number) => void,
  { steady, wall }: MachineClocks = { steady: () => performance.now(), wall: Date.now },
): Promise<HouseClock> {
  async function look(): Promise<Look> {
    const asked = steady();
    const apart = wall() - asked;
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db.query);
    const answered = steady();
    if (rows[0] === undefined) throw new Error('the database has no clock');
    return { ahead: rows[0].at.getTime() - (asked + answered) / 2, within: (answered - asked) / 2, apart };
  }

  let known = await look();
  let lookedAt = steady();
  const mayHaveSlept = () => Math.abs(wall() - steady() - known.apart) > leastSleepMs;

  /** An answer that took long says little, but for what contradicts what is known. */
  async function lookAgain(): Promise<void> {
    lookedAt = steady();
    const seen = await look();
    const by = seen.ahead - known.ahead;
    const saysLittle = seen.within > known.within && Math.abs(by) <= seen.within;
    known = saysLittle ? { ...known, apart: seen.apart } : seen;
    if (Math.abs(by) > mostApartMs) onSet(Math.round(by));
  }

  let looking: Promise<void> | null = null;
  function lookOnce(): Promise<void> {
    looking ??= lookAgain()
      .catch(() => undefined)
      .finally(() => {
        looking = null;
      });
    return looking;
  }
  const timer = setInterval(() => {
    if (mayHaveSlept() || steady() - lookedAt >= lookEveryMs) void lookOnce();
  }, tickMs);
  timer.unref();

  return {
    now: () => new Date(steady() + known.ahead),
    async settled() {
      // A look that was under way may be from before: the second one is not. Where the database is away, nobody waits for it here.
      for (let looks = 0; looks < 2 && mayHaveSlept(); looks += 1) await lookOnce();
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
