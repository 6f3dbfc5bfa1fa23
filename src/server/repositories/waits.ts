// Waits as sums: kept beyond the waits themselves, and asked for any time and queue.
import { type RawBuilder, sql } from 'kysely';
import { type FiguresPolicy, figuresPolicySchema } from '#shared/model/kpi';
import type { PeriodStep } from '#shared/model/periods';
import type { CallCounts } from '#shared/protocol/figures';
import type { Query } from '../db/db.ts';

/** By which figures are counted: what the company has decided, or what comes with the program. */
export async function figuresPolicy(db: Query): Promise<FiguresPolicy> {
  const { body } = await db
    .selectFrom('lists')
    .select('body')
    .where('code', '=', 'figures')
    .where('client_id', 'is', null)
    .executeTakeFirstOrThrow();
  return figuresPolicySchema.parse(body);
}

/** Nobody tells of a wait so late. */
const settledHours = 24;

/** Takes what is over and settled into the sums that are kept, once and for all. In one transaction, one instance after the other. */
export async function rollWaits(tx: Query, now: Date): Promise<void> {
  const { rows } = await sql<{ was: string; becomes: string }>`
    select up_to::text as was, date_bin('30 minutes', least(${now}::timestamptz - ${settledHours} * interval '1 hour',
      (select min(joined_at) from queue_waits where left_at is null)), '2000-01-01T00:00Z')::text as becomes
    from waits_rolled for update`.execute(tx);
  const [rolled] = rows;
  if (rolled === undefined) return;
  const { was, becomes } = rolled;
  await sql`
    insert into queue_waits_kept (queue_id, start, ended, fives, n, seconds, longest)
    select queue_id, start, ended, fives, count(*), sum(seconds), max(seconds) from waits_over
    where joined_at >= ${was}::timestamptz and joined_at < ${becomes}::timestamptz group by 1, 2, 3, 4`.execute(tx);
  await sql`update waits_rolled set up_to = ${becomes}::timestamptz where up_to < ${becomes}::timestamptz`.execute(tx);
}

export interface WaitsAsked {
  readonly from: Date;
  /** Not in it. */
  readonly to: Date;
  readonly queues: readonly string[];
  readonly policy: FiguresPolicy;
}

/** By the start of each half hour, day, week or month; where nobody came there is none. */
export function callsByTime(
  db: Query,
  asked: WaitsAsked,
  by: PeriodStep,
  timeZone: string,
): Promise<Map<string, CallCounts>> {
  return callsBy(db, asked, bucketStart(by, timeZone));
}

/** How the part of a period is called in which `start` lies, the beginning of a half hour. */
export const bucketStart = (by: PeriodStep, timeZone: string): RawBuilder<unknown> =>
  by === 'interval'
    ? sql`to_char(start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`
    : sql`to_char(date_trunc(${by}, start at time zone ${timeZone}), 'YYYY-MM-DD')`;

export const callsByQueue = (db: Query, asked: WaitsAsked) => callsBy(db, asked, sql`queue_id`);

async function callsBy(
  db: Query,
  { from, to, queues, policy }: WaitsAsked,
  key: RawBuilder<unknown>,
): Promise<Map<string, CallCounts>> {
  const inTime = policy.serviceLevel.seconds / 5;
  const short = policy.shortAbandonSeconds / 5;
  const { rows } = await sql<CallCounts & { key: string }>`
    select ${key} as key, sum(n)::int as offered,
      coalesce(sum(n) filter (where ended = 'answered'), 0)::int as answered,
      coalesce(sum(n) filter (where ended = 'answered' and fives <= ${inTime}), 0)::int as "answeredInTime",
      coalesce(sum(n) filter (where ended = 'abandoned' and fives >= ${short}), 0)::int as abandoned,
      coalesce(sum(n) filter (where ended = 'abandoned' and fives >= ${short} and fives < ${inTime}), 0)::int as "abandonedInTime",
      coalesce(sum(n) filter (where ended = 'abandoned' and fives < ${short}), 0)::int as "shortAbandoned",
      coalesce(sum(seconds) filter (where ended = 'answered'), 0)::float8 as "waitedSeconds",
      coalesce(max(longest) filter (where ended = 'answered'), 0)::float8 as longest
    from waits_counted
    where start >= ${from} and start < ${to} and queue_id = any (${queues})
    group by 1`.execute(db);
  return new Map(rows.map(({ key, ...counts }) => [key, counts]));
}
