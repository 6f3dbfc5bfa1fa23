// What days have brought, as sums: counted anew while late reports may still change them, kept when contacts are long gone.
import { type RawBuilder, sql } from 'kysely';
import { type HandlingSum, workOf } from '#shared/model/handling';
import type { FiguresPolicy } from '#shared/model/kpi';
import { bucketOf, type Period, type PeriodStep } from '#shared/model/periods';
import type { WorkCounts } from '#shared/protocol/figures';
import type { Seen } from '../db/seenBy.ts';
import type { Tables } from '../db/tables.ts';

export interface DayRules {
  readonly policy: FiguresPolicy;
  readonly timeZone: string;
}

/** Contacts of days by portfolio, queue and reason, as far as the transaction sees them. */
const contactsOf = ({ from, to }: Period, { policy, timeZone }: DayRules): RawBuilder<unknown> => {
  const days = sql`make_interval(days => ${policy.firstContactDays}::int)`;
  const local = (at: RawBuilder<unknown>) => sql`(${at} at time zone ${timeZone})`;
  const begin = sql`(${from}::date::timestamp at time zone ${timeZone})`;
  const end = sql`((${to}::date + 1)::timestamp at time zone ${timeZone})`;
  return sql`
    with around as (
      select at, portfolio_id, coalesce(queue_id, '') as queue_id, coalesce(reason_code, '') as reason_code,
        split_part(outcome_code, '-', 1) = any (${policy.solvedBy}) as solved,
        coalesce(split_part(outcome_code, '-', 1) = any (${policy.passedOnBy}), false) as passed_on, counts,
        lead(at) over alike as next_at, lag(at) over alike as last_at
      from (select *, coalesce(reason_code <> all (${policy.notCounted}), false) as counts from contacts
        where direction = 'incoming' and at >= ${begin} - ${days} - interval '1 day' and at < ${end} + ${days} + interval '1 day') as near
      window alike as (partition by customer_id, split_part(reason_code, '-', 1), counts order by at, id)
    )
    select ${local(sql`at`)}::date as day, portfolio_id, queue_id, reason_code, count(*)::int as contacts,
      (count(*) filter (where counts))::int as known,
      (count(*) filter (where counts and ${local(sql`last_at`)} >= ${local(sql`at`)} - ${days}))::int as repeated,
      (count(*) filter (where counts and solved))::int as resolved,
      (count(*) filter (where counts and solved
        and (next_at is null or ${local(sql`next_at`)} > ${local(sql`at`)} + ${days})))::int as kept,
      (count(*) filter (where passed_on))::int as transferred
    from around where at >= ${begin} and at < ${end}
    group by 1, 2, 3, 4`;
};

/** Calls that were passed on, by the queue that they came by and the one that they went to; the phone says the number that it passed them to. */
const transfersOf = ({ from, to }: Period, { timeZone }: Pick<DayRules, 'timeZone'>): RawBuilder<unknown> => sql`
  select (started_at at time zone ${timeZone})::date as day, coalesce(queue_id, '') as from_queue, coalesce(queues.id, '') as to_queue,
    count(*)::int as n
  from interactions, jsonb_array_elements(events) as event left join queues on queues.number = event ->> 'detail'
  where direction = 'incoming' and channel = 'call' and event ->> 'kind' = 'transferred'
    and started_at >= (${from}::date::timestamp at time zone ${timeZone})
    and started_at < ((${to}::date + 1)::timestamp at time zone ${timeZone})
  group by 1, 2, 3`;

/** With the house's eyes; nothing is written. */
export async function transfersToKeep(tx: Seen, period: Period, rules: DayRules): Promise<DaySums['transfers']> {
  const { rows } = await sql<Tables['transfer_days']>`
    select day::text, from_queue, to_queue, n from (${transfersOf(period, rules)}) as sums`.execute(tx);
  return rows;
}

/** What is kept of days, before it is. */
export interface DaySums {
  readonly transfers: readonly Tables['transfer_days'][];
  readonly contacts: readonly Tables['contact_days'][];
  readonly work: readonly Tables['work_days'][];
}

/** With the house's eyes; nothing is written. */
export async function contactsToKeep(tx: Seen, period: Period, rules: DayRules): Promise<DaySums['contacts']> {
  const { rows } = await sql<Tables['contact_days']>`
    select day::text, portfolio_id, queue_id, reason_code, contacts, known, repeated, resolved, kept, transferred
    from (${contactsOf(period, rules)}) as sums`.execute(tx);
  return rows;
}

/** Messages that were left and then read are no conversations, nor are chats in which no agent has written. */
const spoken = {
  call: sql`channel = 'call'`,
  chat: sql`channel = 'chat' and not exists (select from chats
    where chats.interaction_id = interactions.id and (chats.state = 'read' or chats.answered_at is null))`,
};

/**
 * With the house's eyes: the team's work in one channel on a day, queue by queue, where it may be kept at all. Who had which part is in no sum. Nothing is
 * written.
 */
export async function workToKeep(
  tx: Seen,
  day: string,
  channel: keyof typeof spoken,
  { policy, timeZone }: DayRules,
): Promise<DaySums['work']> {
  const { rows } = await sql<{
    queueId: string;
    agentId: string;
    answeredAt: Date;
    endedAt: Date;
    closedAt: Date;
    events: Parameters<typeof workOf>[0][number]['events'];
  }>`
    select coalesce(queue_id, '') as "queueId", agent_id as "agentId", answered_at as "answeredAt", ended_at as "endedAt",
      closed_at as "closedAt", events
    from interactions
    where started_at >= (${day}::date::timestamp at time zone ${timeZone})
      and started_at < ((${day}::date + 1)::timestamp at time zone ${timeZone})
      and ${spoken[channel]} and answered_at is not null and ended_at is not null`.execute(tx);
  const conversations = rows.map(({ answeredAt, endedAt, closedAt, ...row }) => ({
    ...row,
    answeredAt: answeredAt.toISOString(),
    endedAt: endedAt.toISOString(),
    closedAt: closedAt.toISOString(),
  }));
  return [...Map.groupBy(conversations, (conversation) => conversation.queueId)].flatMap(([queueId, of]) => {
    const work = workOf(of, policy);
    return work === null ? [] : [{ channel, ...rowOf(day, queueId, work) }];
  });
}

/** With the house's eyes: in place of what was kept of these days. */
export async function keepDays(tx: Seen, { from, to }: Period, { contacts, work, transfers }: DaySums): Promise<void> {
  await sql`delete from contact_days where day between ${from}::date and ${to}::date`.execute(tx);
  await sql`delete from work_days where day between ${from}::date and ${to}::date`.execute(tx);
  await sql`delete from transfer_days where day between ${from}::date and ${to}::date`.execute(tx);
  await sql`insert into transfer_days select * from jsonb_populate_recordset(null::transfer_days, ${JSON.stringify(transfers)}::jsonb)`.execute(
    tx,
  );
  await sql`insert into contact_days select * from jsonb_populate_recordset(null::contact_days, ${JSON.stringify(contacts)}::jsonb)`.execute(
    tx,
  );
  await sql`insert into work_days select * from jsonb_populate_recordset(null::work_days, ${JSON.stringify(work)}::jsonb)`.execute(
    tx,
  );
}

const rowOf = (day: string, queueId: string, work: HandlingSum) => ({
  ...{ day, queue_id: queueId, handled: work.handled },
  ...{ talk: Math.round(work.talkSeconds), hold: Math.round(work.holdSeconds) },
  ...{ wrap_up: Math.round(work.wrapUpSeconds), long_holds: work.longHolds },
});

/** Null: no day is counted. */
export async function lastCounted(tx: Seen): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`select max(day)::text as day from days_counted`.execute(tx);
  return rows[0]?.day ?? null;
}

/** The first day of which there is anything; null: there is nothing. */
export async function firstToCount(tx: Seen, timeZone: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select (least((select min(at) from contacts), (select min(started_at) from interactions)) at time zone ${timeZone})::date::text
      as day`.execute(tx);
  return rows[0]?.day ?? null;
}

export async function markCounted(tx: Seen, day: string, at: Date): Promise<void> {
  await sql`
    insert into days_counted (day, counted_at) values (${day}::date, ${at})
    on conflict (day) do update set counted_at = excluded.counted_at`.execute(tx);
}

export interface ContactSums {
  readonly reasonCode: string;
  readonly contacts: number;
  readonly known: number;
  readonly repeated: number;
  readonly resolved: number;
  readonly kept: number;
  readonly transferred: number;
}

/** Of portfolios that the transaction sees, by reason: days that are counted as they are kept, those after them as they are now. */
export async function contactsByReason(
  tx: Seen,
  period: Period,
  queues: readonly string[],
  last: string | null,
  rules: DayRules,
): Promise<ContactSums[]> {
  const { from, to } = period;
  const live = firstLive(period, last);
  const now = live > to ? null : contactsOf({ from: live, to }, rules);
  const sums = sql`reason_code as "reasonCode", sum(contacts)::int as contacts, sum(known)::int as known, sum(repeated)::int as repeated,
    sum(resolved)::int as resolved, sum(kept)::int as kept, sum(transferred)::int as transferred`;
  const kept = sql`
    select day, portfolio_id, queue_id, reason_code, contacts, known, repeated, resolved, kept, transferred from contact_days
    where day between ${from}::date and ${to}::date and day < ${live}::date`;
  const { rows } = await sql<ContactSums>`
    select ${sums} from (${now === null ? kept : sql`${kept} union all (${now})`}) as days
    where queue_id = any (${queues}) group by 1`.execute(tx);
  return rows;
}

/** From that day on nothing is counted yet. */
const firstLive = ({ from }: Period, last: string | null): string =>
  last === null || last < from ? from : dayAfter(last);

export interface Transfers {
  readonly from: string;
  readonly to: string;
  readonly n: number;
}

/** With the house's eyes, of all queues: days that are counted as they are kept, those after them as they are now. */
export async function transfersBetween(
  tx: Seen,
  period: Period,
  last: string | null,
  rules: Pick<DayRules, 'timeZone'>,
): Promise<Transfers[]> {
  const { from, to } = period;
  const live = firstLive(period, last);
  const kept = sql`
    select day, from_queue, to_queue, n from transfer_days where day between ${from}::date and ${to}::date and day < ${live}::date`;
  const { rows } = await sql<Transfers>`
    select from_queue as "from", to_queue as "to", sum(n)::int as n
    from (${live > to ? kept : sql`${kept} union all (${transfersOf({ from: live, to }, rules)})`}) as days
    group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const noWork: WorkCounts = { handled: 0, talkSeconds: 0, holdSeconds: 0, wrapUpSeconds: 0, longHolds: 0 };

/** By the first day of each day, week or month; half hours have none: so short a time is nearly one person's. */
export async function workByTime(
  tx: Seen,
  { from, to }: Period,
  queues: readonly string[],
  channel: keyof typeof spoken,
  by: PeriodStep,
): Promise<Map<string, WorkCounts>> {
  const { rows } = await sql<WorkCounts & { day: string }>`
    select day::text as day, sum(handled)::int as handled, sum(talk)::float8 as "talkSeconds", sum(hold)::float8 as "holdSeconds",
      sum(wrap_up)::float8 as "wrapUpSeconds", sum(long_holds)::int as "longHolds"
    from work_days where channel = ${channel} and day between ${from}::date and ${to}::date and queue_id = any (${queues})
    group by 1`.execute(tx);
  const step = by === 'interval' ? 'day' : by;
  const groups = Map.groupBy(rows, ({ day }) => bucketOf(day, step));
  return new Map([...groups].map(([start, days]) => [start, sumOfWork(days)]));
}

export const sumOfWork = (all: readonly WorkCounts[]): WorkCounts =>
  all.reduce(
    (sum, one) => ({
      handled: sum.handled + one.handled,
      talkSeconds: sum.talkSeconds + one.talkSeconds,
      holdSeconds: sum.holdSeconds + one.holdSeconds,
      wrapUpSeconds: sum.wrapUpSeconds + one.wrapUpSeconds,
      longHolds: sum.longHolds + one.longHolds,
    }),
    noWork,
  );
