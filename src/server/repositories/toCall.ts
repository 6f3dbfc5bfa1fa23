// What agents and leads do with somebody who is to be called back: the same columns in each list.
import { sql } from 'kysely';
import type { CalledOutcome } from '#shared/protocol/toCall';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';

const tables = { lostCalls: 'lost_calls', callbacks: 'callbacks', recontacts: 'recontacts' } as const;
export type ToCallList = keyof typeof tables;
/** The lists of callbacks are told together. */
const news = { lostCalls: 'lostCalls', callbacks: 'callbacks', recontacts: 'callbacks' } as const;

/** Columns that say how far it is. */
export interface ToCallColumns {
  readonly takenBy: string | null;
  readonly takenByName: string | null;
  readonly takenAt: Date | null;
  readonly outcome: CalledOutcome | null;
  readonly doneAt: Date | null;
}

/** For the protocol's schema to read. */
export function toCallState({ doneAt, outcome, takenBy, takenByName, takenAt }: ToCallColumns) {
  if (doneAt !== null) return { kind: 'done', outcome, at: doneAt.toISOString() };
  if (takenBy === null) return { kind: 'open' };
  return { kind: 'taken', by: { id: takenBy, name: takenByName }, at: takenAt?.toISOString() };
}

/** Nobody else changes it before the end of this transaction. */
export async function lockToCall(tx: Seen, list: ToCallList, id: string): Promise<void> {
  await sql`select id from ${sql.table(tables[list])} where id = ${id} for update`.execute(tx);
}

/** `by` null: given back. */
export async function takeToCall(
  tx: Seen,
  list: ToCallList,
  id: string,
  by: { readonly agentId: string; readonly at: Date } | null,
): Promise<void> {
  const [agentId, at] = [by?.agentId ?? null, by?.at ?? null];
  await sql`update ${sql.table(tables[list])} set taken_by = ${agentId}, taken_at = ${at} where id = ${id}`.execute(tx);
  await tellNews(tx, news[list]);
}

/** Once: what is settled stays so. */
export async function finishToCall(
  tx: Seen,
  list: ToCallList,
  id: string,
  { outcome, at }: { readonly outcome: CalledOutcome; readonly at: Date },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update ${sql.table(tables[list])} set outcome = ${outcome}, done_at = ${at}
    where id = ${id} and done_at is null`.execute(tx);
  if (numAffectedRows === 0n) return;
  if (list === 'recontacts' && outcome === 'reached')
    await sql`
      update survey_days set reached = reached + 1 from recontacts as made
      where made.id = ${id} and day = asked_on and survey_days.portfolio_id = made.portfolio_id
        and survey_days.queue_id = coalesce(made.queue_id, '') and survey_days.survey = made.survey`.execute(tx);
  await tellNews(tx, news[list]);
}
