// The night's counting: waits, contacts and work of the days that are over become sums, before anything of them is forgotten.
import { sql } from 'kysely';
import { civilDate } from '#shared/lib/civilDate';
import { daysLater } from '#shared/model/calendar';
import type { Period } from '#shared/model/periods';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { rollChats } from '../repositories/chatFigures.ts';
import {
  contactsToKeep,
  type DayRules,
  type DaySums,
  firstToCount,
  keepDays,
  lastCounted,
  markCounted,
  transfersToKeep,
  workToKeep,
} from '../repositories/days.ts';
import { figuresPolicy, rollWaits } from '../repositories/waits.ts';

/** A PC that was away may report so long afterwards. */
const lateDays = 10;
/** Days that are written together. */
const atOnce = 31;

/** Of several instances one counts, and the others find it done. As long as a transaction writes, no change is told to anybody: all is read first. */
export async function countDays(deps: Pick<ServerDeps, 'db' | 'clock' | 'config'>): Promise<void> {
  const { db, clock, config } = deps;
  const { timeZone } = config;
  await seenBy(db.query, house, (tx) => rollWaits(tx, clock()));
  await seenBy(db.query, house, (tx) => rollChats(tx, clock()));
  const yesterday = daysLater(civilDate(clock(), timeZone), -1);
  for (let next: string | null = null; ; ) {
    const from: string | null = next;
    next = await seenBy(db.query, house, async (tx) => {
      const rules = { policy: await figuresPolicy(tx), timeZone };
      const period = await due(tx, from, yesterday, rules);
      if (period === null) return null;
      const contacts = await contactsToKeep(tx, period, rules);
      const work: DaySums['work'][number][] = [];
      for (let day = period.from; day <= period.to; day = daysLater(day, 1))
        for (const channel of ['call', 'chat'] as const) work.push(...(await workToKeep(tx, day, channel, rules)));
      const transfers = await transfersToKeep(tx, period, rules);
      await keepDays(tx, period, { contacts, work, transfers });
      // Only the last piece says that it is done: what was interrupted begins anew.
      if (period.to === yesterday) await markCounted(tx, yesterday, clock());
      return daysLater(period.to, 1);
    });
    if (next === null) return;
  }
}

/** The next days to be counted; null: there are none. `from`: the one after the last that was; null: this is the first. */
async function due(
  tx: Seen,
  from: string | null,
  yesterday: string,
  { policy, timeZone }: DayRules,
): Promise<Period | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('days', 5))`.execute(tx);
  const last = await lastCounted(tx);
  if (last !== null && last >= yesterday) return null;
  // What came late may tell that a customer had come back to a day before.
  const again = daysLater(yesterday, 1 - lateDays - policy.firstContactDays);
  const begin = from ?? (last === null ? await firstToCount(tx, timeZone) : last < again ? daysLater(last, 1) : again);
  if (begin === null || begin > yesterday) return null;
  const end = daysLater(begin, atOnce - 1);
  return { from: begin, to: end < yesterday ? end : yesterday };
}
