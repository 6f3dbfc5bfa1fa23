// The night's counting: waits, contacts and work of the days that are over become sums, before anything of them is forgotten.
import { sql } from 'kysely';
import { civilDate } from '#shared/lib/civilDate';
import { daysLater } from '#shared/model/calendar';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import {
  countContacts,
  countWork,
  type DayRules,
  firstToCount,
  lastCounted,
  markCounted,
} from '../repositories/days.ts';
import { figuresPolicy, rollWaits } from '../repositories/waits.ts';

/** A PC that was away may report so long afterwards. */
const lateDays = 10;
/** Of several instances one counts, and the others find it done. Each day by itself: as long as it is written, no change is told to anybody. */
export async function countDays(deps: Pick<ServerDeps, 'db' | 'clock' | 'config'>): Promise<void> {
  const { db, clock, config } = deps;
  const { timeZone } = config;
  await seenBy(db.query, house, (tx) => rollWaits(tx, clock()));
  const yesterday = daysLater(civilDate(clock(), timeZone), -1);
  for (let next: string | null = null; ; ) {
    const from: string | null = next;
    next = await seenBy(db.query, house, async (tx) => {
      const rules = { policy: await figuresPolicy(tx), timeZone };
      const day = await due(tx, from, yesterday, rules);
      if (day === null) return null;
      await countWork(tx, day, rules);
      await countContacts(tx, day, rules);
      // Only the last one says that it is done: what was interrupted begins anew.
      if (day === yesterday) await markCounted(tx, day, clock());
      return daysLater(day, 1);
    });
    if (next === null) return;
  }
}

/** The next day to be counted; null: there is none. `from`: the one after the last that was; null: this is the first. */
async function due(
  tx: Seen,
  from: string | null,
  yesterday: string,
  { policy, timeZone }: DayRules,
): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('days', 5))`.execute(tx);
  const last = await lastCounted(tx);
  if (last !== null && last >= yesterday) return null;
  // What came late may tell that a customer had come back to a day before.
  const again = daysLater(yesterday, 1 - lateDays - policy.firstContactDays);
  const day = from ?? (last === null ? await firstToCount(tx, timeZone) : last < again ? daysLater(last, 1) : again);
  return day === null || day > yesterday ? null : day;
}
