// The night's counting: waits, contacts and work of the days that are over become sums, before anything of them is forgotten.
import { sql } from 'kysely';
import { civilDate } from '#shared/lib/civilDate';
import { daysLater } from '#shared/model/calendar';
import type { Period } from '#shared/model/periods';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { countContacts, countedTo, countWork, markCounted } from '../repositories/days.ts';
import { figuresPolicy, rollWaits } from '../repositories/waits.ts';

/** A PC that was away may report so long afterwards, and a customer come back after that. */
const lateDays = 17;
/** Days in one transaction: nobody waits for more. */
const atOnce = 31;

/** Of several instances one counts, and the others find it done. */
export async function countDays(deps: Pick<ServerDeps, 'db' | 'clock' | 'config'>): Promise<void> {
  const { db, clock, config } = deps;
  const { timeZone } = config;
  await seenBy(db.query, house, (tx) => rollWaits(tx, clock()));
  const yesterday = daysLater(civilDate(clock(), timeZone), -1);
  for (let next: string | null = null; ; ) {
    const from: string | null = next;
    next = await seenBy(db.query, house, async (tx) => {
      const period = await due(tx, from, yesterday, timeZone);
      if (period === null) return null;
      const rules = { policy: await figuresPolicy(tx), timeZone };
      await countContacts(tx, period, rules);
      for (let day = period.from; day <= period.to; day = daysLater(day, 1)) await countWork(tx, day, rules);
      // Only the last piece says that it is done: what was interrupted begins anew.
      if (period.to === yesterday) await markCounted(tx, period, clock());
      return daysLater(period.to, 1);
    });
    if (next === null) return;
  }
}

/** The next days to be counted; null: there are none. `from`: where the last piece ended; null: this is the first. */
async function due(tx: Seen, from: string | null, yesterday: string, timeZone: string): Promise<Period | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('days', 5))`.execute(tx);
  const { last, first } = await countedTo(tx, timeZone);
  if (last !== null && last >= yesterday) return null;
  const again = daysLater(yesterday, 1 - lateDays);
  const begin = from ?? (last === null ? first : last < again ? daysLater(last, 1) : again);
  if (begin === null || begin > yesterday) return null;
  const end = daysLater(begin, atOnce - 1);
  return { from: begin, to: end < yesterday ? end : yesterday };
}
