// What customers have answered, counted as far as the transaction sees it: of no agent, and of no customer.
import { sql } from 'kysely';
import type { Period } from '#shared/model/periods';
import type { ScoredCode } from '#shared/model/survey';
import type { Seen } from '../db/seenBy.ts';

export interface ScoreCount {
  readonly queueId: string;
  readonly reasonCode: string;
  readonly code: ScoredCode;
  readonly score: number;
  readonly n: number;
}

export interface SurveyCounts {
  readonly scores: readonly ScoreCount[];
  readonly asked: number;
  readonly answered: number;
  /** Of those who wanted to be called back: who was reached. */
  readonly wanted: number;
  readonly reached: number;
}

/** Of what was asked in the period, whenever it was answered. */
export async function surveyCounts(tx: Seen, { from, to }: Period, queues: readonly string[]): Promise<SurveyCounts> {
  const within = sql`between ${from}::date and ${to}::date and queue_id = any (${queues})`;
  const scores = await sql<ScoreCount>`
    select queue_id as "queueId", reason_code as "reasonCode", code, score::int as score, count(*)::int as n
    from survey_answers, jsonb_each_text(scores) as given (code, score) where on_day ${within}
    group by 1, 2, 3, 4`.execute(tx);
  const { rows } = await sql<Omit<SurveyCounts, 'scores'>>`
    select coalesce(sum(asked), 0)::int as asked, coalesce(sum(wanted), 0)::int as wanted, coalesce(sum(reached), 0)::int as reached,
      (select count(*) from survey_answers where on_day ${within})::int as answered
    from survey_days where day ${within}`.execute(tx);
  return { scores: scores.rows, ...(rows[0] ?? { asked: 0, answered: 0, wanted: 0, reached: 0 }) };
}

const mostComments = 50;

/** In the order of ids that were drawn. */
export async function surveyComments(tx: Seen, { from, to }: Period, queues: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ comment: string }>`
    select comment from survey_answers
    where comment <> '' and on_day between ${from}::date and ${to}::date and queue_id = any (${queues})
    order by id limit ${mostComments}`.execute(tx);
  return rows.map(({ comment }) => comment);
}
