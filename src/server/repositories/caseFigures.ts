// Complaints, open cases, promises and what is recorded badly in figures: asked of themselves, as far as the transaction sees them.
import { sql } from 'kysely';
import type { Period } from '#shared/model/periods';
import { type Figures, soonDays } from '#shared/protocol/figures';
import type { Seen } from '../db/seenBy.ts';

interface CasesAsked {
  readonly period: Period;
  readonly timeZone: string;
  /** The day on which it is asked. */
  readonly today: string;
}

/** What was due is counted by its first term: one that was opened again does not become on time by it. */
export async function complaintFigures(
  tx: Seen,
  { period: { from, to }, timeZone, today }: CasesAsked,
): Promise<Omit<Figures['complaints'], 'causes'>> {
  const day = (at: ReturnType<typeof sql>) => sql`(${at} at time zone ${timeZone})::date`;
  const due = (what: string) => sql`
    select met, due_day from complaints, lateral (
      select ${day(sql`(due ->> 'metAt')::timestamptz`)} as met, (due #>> '{end,day}')::date as due_day
      from jsonb_array_elements(file -> 'dues') with ordinality as dues (due, place)
      where due ->> 'what' = ${what} order by place limit 1) as first
    where due_day between ${from}::date and ${to}::date and (met is not null or due_day < ${today}::date)`;
  const { rows } = await sql<
    Record<'received' | 'answered' | 'answerDue' | 'acknowledged' | 'acknowledgeDue' | 'reopened' | 'done', number> & {
      median: number | null;
      ninety: number | null;
      closed: number;
    } & Pick<Figures['complaints'], 'overdue' | 'dueSoon' | 'inConciliation'>
  >`
    with complaints as (
      select file, ${day(sql`(file ->> 'receivedAt')::timestamptz`)} as received, ${day(sql`closed_at`)} as closed, step from cases
      where file ->> 'kind' = 'complaint' and step not in ('merged', 'cancelled')
        and file #>> '{stage,outcome}' is distinct from 'withdrawn'
    ), answers as (${due('answer')}), acknowledgements as (${due('acknowledge')}),
    ended as (
      select closed - received as days from complaints where step = 'closed' and closed between ${from}::date and ${to}::date
    ), acts as (
      select act from case_log where ${day(sql`at`)} between ${from}::date and ${to}::date and act in ('reopen', 'answer', 'close', 'settle')
    ), standing as (
      select step, (select min((due #>> '{end,day}')::date) from jsonb_array_elements(file -> 'dues') as due
        where due ->> 'what' = 'answer' and due ->> 'metAt' is null) as due_day
      from complaints where step <> 'closed'
    )
    select (select count(*) from standing where due_day < ${today}::date)::int as overdue,
      (select count(*) from standing where due_day between ${today}::date and ${today}::date + ${soonDays}::int)::int as "dueSoon",
      (select count(*) from standing where step = 'adr')::int as "inConciliation",
      (select count(*) from complaints where received between ${from}::date and ${to}::date)::int as received,
      (select count(*) from answers where met <= due_day)::int as answered, (select count(*) from answers)::int as "answerDue",
      (select count(*) from acknowledgements where met <= due_day)::int as acknowledged,
      (select count(*) from acknowledgements)::int as "acknowledgeDue",
      (select count(*) from acts where act = 'reopen')::int as reopened, (select count(*) from acts where act <> 'reopen')::int as done,
      (select count(*) from ended)::int as closed,
      (select percentile_cont(0.5) within group (order by days) from ended)::float8 as median,
      (select percentile_cont(0.9) within group (order by days) from ended)::float8 as ninety`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('counts have a row');
  const { overdue, dueSoon, inConciliation } = row;
  return {
    ...{ overdue, dueSoon, inConciliation },
    received: row.received,
    answeredInTime: { part: row.answered, of: row.answerDue },
    acknowledgedInTime: { part: row.acknowledged, of: row.acknowledgeDue },
    reopened: { part: row.reopened, of: Math.max(row.done, row.reopened) },
    daysToClose:
      row.median === null || row.ninety === null ? null : { median: row.median, ninety: row.ninety, n: row.closed },
  };
}

/** By age in days on `today`; overdue is what something was due of on a day before it. */
export async function backlogFigures(
  tx: Seen,
  ages: readonly number[],
  { timeZone, today }: Omit<CasesAsked, 'period'>,
): Promise<Figures['backlog']> {
  const { rows } = await sql<{ at: number; open: number; overdue: number }>`
    with standing as (
      select ${today}::date - (coalesce((file ->> 'receivedAt')::timestamptz, opened_at) at time zone ${timeZone})::date as age,
        exists (select from jsonb_array_elements(file -> 'dues') as due
          where due ->> 'metAt' is null and (due #>> '{end,day}')::date < ${today}::date) as overdue
      from cases where status <> 'closed'
    )
    select (select count(*) from unnest(${ages}::int[]) as upto where upto < age)::int as at, count(*)::int as open,
      (count(*) filter (where overdue))::int as overdue
    from standing group by 1`.execute(tx);
  return [...ages, null].map((upTo, at) => {
    const row = rows.find((one) => one.at === at);
    return { upTo, open: row?.open ?? 0, overdue: row?.overdue ?? 0 };
  });
}

/** How many complaints answered or closed in the period came from each cause, as many as they are. */
export async function complaintCauses(
  tx: Seen,
  { period: { from, to }, timeZone }: Omit<CasesAsked, 'today'>,
): Promise<{ code: string; n: number }[]> {
  const { rows } = await sql<{ code: string; n: number }>`
    select file #>> '{stage,rootCause}' as code, count(*)::int as n from cases
    where file ->> 'kind' = 'complaint' and step in ('answered', 'closed') and file #>> '{stage,rootCause}' is not null
      and ((file #>> '{stage,at}')::timestamptz at time zone ${timeZone})::date between ${from}::date and ${to}::date
    group by 1 order by 1`.execute(tx);
  return rows;
}

/** Callbacks that nobody has made, as far as the transaction sees them. `endOfToday`: not in it. */
export async function promiseFigures(
  tx: Seen,
  { now, endOfToday, graceMinutes }: { readonly now: Date; readonly endOfToday: Date; readonly graceMinutes: number },
): Promise<Figures['promises']> {
  const { rows } = await sql<Figures['promises']>`
    select (count(*) filter (where due_at >= ${now}))::int as "dueToday",
      (count(*) filter (where due_at < ${now}::timestamptz - make_interval(mins => ${graceMinutes}::int)))::int as late
    from callbacks where done_at is null and due_at < ${endOfToday}`.execute(tx);
  return rows[0] ?? { dueToday: 0, late: 0 };
}

/** What was missed in the knowledge base: how often, in no words and of nobody. With the house's eyes: a number alone is told. */
export async function unansweredFigure(tx: Seen, { from, to }: Period): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from article_gaps where on_day between ${from}::date and ${to}::date`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** How well what came in is recorded. */
export async function qualityFigures(
  tx: Seen,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Figures['quality']> {
  const { rows } = await sql<Figures['quality']>`
    select count(*)::int as contacts, (count(*) filter (where coalesce(reason_code, '') = ''))::int as "noReason",
      (count(*) filter (where coalesce(outcome_code, '') = ''))::int as "noOutcome",
      (select count(*)::int from duplicate_pairs where state = 'open') as duplicates
    from contacts where direction = 'incoming' and at >= ${from} and at < ${to}`.execute(tx);
  return rows[0] ?? { contacts: 0, noReason: 0, noOutcome: 0, duplicates: 0 };
}
