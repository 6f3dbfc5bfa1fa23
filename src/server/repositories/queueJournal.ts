// The journal of the queues: every wait and how it ended. Kept by one instance at a time, so that nobody is counted twice.
import { sql } from 'kysely';
import type { FiguresPolicy } from '#shared/model/kpi';
import type { CameCounts } from '#shared/protocol/board';
import type { Query } from '../db/db.ts';
import { hasLapsed } from '../db/houseClock.ts';
import type { WaitEnd } from '../pbx/picture.ts';

/**
 * Makes `holder` the keeper, or keeps it so, for `seconds` from now by the database's clock. False: another instance is.
 * Inside a transaction nobody else becomes it before the end of that.
 */
export async function holdJournal(db: Query, holder: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    insert into journal_keeper (holder, until) values (${holder}, now() + ${seconds} * interval '1 second')
    on conflict (only_row) do update set holder = excluded.holder, until = excluded.until
      where journal_keeper.holder = excluded.holder or ${hasLapsed('journal_keeper.until', seconds)}
    returning holder`.execute(db);
  return rows.length > 0;
}

/** Another instance need not wait until the time is up. */
export async function letJournalGo(db: Query, holder: string): Promise<void> {
  await db.deleteFrom('journal_keeper').where('holder', '=', holder).execute();
}

export interface Wait {
  readonly callId: string;
  readonly queueId: string;
  readonly joinedAt: Date;
}

/** A wait has begun. Known already: nothing changes. Waited elsewhere until now: that has ended. */
export async function beginWait(tx: Query, wait: Wait): Promise<void> {
  await tx
    .updateTable('queue_waits')
    .set({ left_at: wait.joinedAt, ended: 'passedOn' })
    .where('call_id', '=', wait.callId)
    .where('queue_id', '<>', wait.queueId)
    .where('left_at', 'is', null)
    .execute();
  await tx
    .insertInto('queue_waits')
    .values({
      call_id: wait.callId,
      queue_id: wait.queueId,
      joined_at: wait.joinedAt,
      left_at: null,
      ended: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ends the wait that goes on; resolves to when it had begun, null when none does. */
export async function endWait(
  tx: Query,
  callId: string,
  queueId: string,
  at: Date,
  end: WaitEnd | 'unseen',
): Promise<Date | null> {
  const row = await tx
    .updateTable('queue_waits')
    .set({ left_at: sql<Date>`greatest(${at.toISOString()}::timestamptz, joined_at)`, ended: end })
    .where('call_id', '=', callId)
    .where('queue_id', '=', queueId)
    .where('left_at', 'is', null)
    .returning('joined_at')
    .executeTakeFirst();
  return row?.joined_at ?? null;
}

export const waitsGoingOn = (tx: Query): Promise<Wait[]> =>
  tx
    .selectFrom('queue_waits')
    .select(['call_id as callId', 'queue_id as queueId', 'joined_at as joinedAt'])
    .where('left_at', 'is', null)
    .execute();

export interface FigureRules {
  /** The company's time zone: where today begins. */
  readonly timeZone: string;
  readonly policy: Pick<FiguresPolicy, 'shortAbandonSeconds' | 'serviceLevel'>;
}

/** When today began, where the company is. */
export async function midnight(db: Query, now: Date, timeZone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ${startOfDay(now, timeZone)} as at`.execute(db);
  return rows[0]?.at ?? now;
}

const startOfDay = (now: Date, timeZone: string) =>
  sql`(date_trunc('day', ${now.toISOString()}::timestamptz at time zone ${timeZone}) at time zone ${timeZone})`;

/** Who came into which queue in one half hour. */
export type CameInto = CameCounts & { readonly queueId: string };

export interface CountedToday {
  readonly began: Date;
  /** By milliseconds since 1970 at which the half hour began, counted from midnight; those in which nobody came are left out. */
  readonly halfHours: ReadonlyMap<number, readonly CameInto[]>;
}

/** Since midnight, by the half hour. Definitions: `CameCounts`. */
export async function countedToday(db: Query, now: Date, rules: FigureRules): Promise<CountedToday> {
  const { timeZone, policy } = rules;
  const began = await midnight(db, now, timeZone);
  const { rows } = await sql<CameInto & { start: Date }>`
    with waits as (
      select queue_id, ended, date_bin('30 minutes', joined_at, ${began}::timestamptz) as start,
        extract(epoch from left_at - joined_at)::float8 as seconds
      from queue_waits
      where joined_at >= ${began}
    ), counted as (
      select * from waits where ended is distinct from 'abandoned' or seconds >= ${policy.shortAbandonSeconds}
    )
    select start, queue_id as "queueId",
      count(*)::int as offered,
      (count(*) filter (where ended = 'answered'))::int as answered,
      (count(*) filter (where ended = 'answered' and seconds <= ${policy.serviceLevel.seconds}))::int as "answeredInTime",
      (count(*) filter (where ended = 'abandoned'))::int as abandoned,
      (count(*) filter (where ended <> 'unseen'))::int as over,
      coalesce(sum(seconds) filter (where ended = 'answered'), 0)::float8 as "waitedSeconds"
    from counted group by 1, 2`.execute(db);
  const halfHours = Map.groupBy(rows, ({ start }) => start.getTime());
  return {
    began,
    halfHours: new Map([...halfHours].map(([at, came]) => [at, came.map(({ start: _start, ...counts }) => counts)])),
  };
}
