// Complaints and open cases in figures: they are few, and asked of themselves, as far as the transaction sees them.
import { sql } from 'kysely';
import type { Period } from '#shared/model/periods';
import type { Figures } from '#shared/protocol/figures';
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
): Promise<Figures['complaints']> {
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
    }
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
    )
    select (select count(*) from complaints where received between ${from}::date and ${to}::date)::int as received,
      (select count(*) from answers where met <= due_day)::int as answered, (select count(*) from answers)::int as "answerDue",
      (select count(*) from acknowledgements where met <= due_day)::int as acknowledged,
      (select count(*) from acknowledgements)::int as "acknowledgeDue",
      (select count(*) from acts where act = 'reopen')::int as reopened, (select count(*) from acts where act <> 'reopen')::int as done,
      (select count(*) from ended)::int as closed,
      (select percentile_cont(0.5) within group (order by days) from ended)::float8 as median,
      (select percentile_cont(0.9) within group (order by days) from ended)::float8 as ninety`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('counts have a row');
  return {
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
