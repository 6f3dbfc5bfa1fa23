// Customers who want to be called back after they have rated the service low, as rows: seen by leads alone.
import { sql } from 'kysely';
import { daysLater } from '#shared/model/calendar';
import type { Surveys } from '#shared/model/survey';
import { type Recontact, recontactSchema } from '#shared/protocol/callbacks';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';
import { lockToCall, toCallState } from './toCall.ts';

const mostListed = 200;

export interface Wanted {
  readonly id: string;
  /** Of the survey's. */
  readonly invitationId: string;
  readonly number: string;
}

/** Once for each time that they are asked: whoever says it again changes nothing. Nothing leads from it to what they have answered. */
export async function addRecontact(
  tx: Seen,
  { id, invitationId, number }: Wanted,
  { withinDays }: Surveys['callBack'],
  today: string,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into recontacts (id, portfolio_id, queue_id, survey, customer_id, number, asked_on, due_on)
    select ${id}, portfolio_id, queue_id, survey, customer_id, ${number}, asked_on, ${daysLater(today, withinDays)}::date
    from survey_invitations as asked where id = ${invitationId} and asked_on is not null
      and not exists (select from recontacts as made where made.customer_id = asked.customer_id and made.asked_on = asked.asked_on)`.execute(
    tx,
  );
  if (numAffectedRows === 0n) return;
  await sql`
    update survey_days set wanted = wanted + 1 from recontacts as made
    where made.id = ${id} and day = asked_on and survey_days.portfolio_id = made.portfolio_id
      and survey_days.queue_id = coalesce(made.queue_id, '') and survey_days.survey = made.survey`.execute(tx);
  await tellNews(tx, 'callbacks');
}

/** Whether they have said already that they want to be called back. */
export async function hasRecontact(tx: Seen, customerId: string, askedOn: string): Promise<boolean> {
  const { rows } = await sql`
    select from recontacts where customer_id = ${customerId} and asked_on = ${askedOn}::date`.execute(tx);
  return rows.length > 0;
}

const rowsOf = (db: Seen) =>
  db
    .selectFrom('recontacts')
    .leftJoin('agents', 'agents.id', 'taken_by')
    .select((row) => [
      'recontacts.id',
      'queue_id as queueId',
      'number',
      // Whom the reader may see.
      row
        .selectFrom('customers')
        .select('customers.id')
        .whereRef('customers.id', '=', 'recontacts.customer_id')
        .as('customerId'),
      sql<string>`asked_on::text`.as('askedOn'),
      sql<string>`due_on::text`.as('dueOn'),
      sql<'restricted' | null>`case when restricted then 'restricted' end`.as('barred'),
      'taken_by as takenBy',
      'agents.name as takenByName',
      'taken_at as takenAt',
      'outcome',
      'done_at as doneAt',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** Those to be called first, by when; what was settled before `since` is left out. Empty for whoever is no lead. */
export async function listRecontacts(tx: Seen, since: Date): Promise<Recontact[]> {
  const rows = await rowsOf(tx)
    .where((row) => row.or([row('done_at', 'is', null), row('done_at', '>=', since)]))
    .orderBy(sql`done_at is null`, 'desc')
    .orderBy('due_on')
    .orderBy('recontacts.id')
    .limit(mostListed)
    .execute();
  return rows.map(toRecontact);
}

export async function lockRecontact(tx: Seen, id: string): Promise<Recontact | null> {
  await lockToCall(tx, 'recontacts', id);
  const row = await rowsOf(tx).where('recontacts.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecontact(row);
}

const toRecontact = (row: Row): Recontact =>
  recontactSchema.parse({ ...row, number: row.barred === null ? row.number : null, state: toCallState(row) });

/** Gone when the day on which they were settled is over, or so long overdue that a call would say nothing any more. */
export async function forgetRecontacts(
  tx: Seen,
  { midnight, today, overdueDays }: { readonly midnight: Date; readonly today: string; readonly overdueDays: number },
): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from recontacts where done_at < ${midnight} or due_on < ${daysLater(today, -overdueDays)}::date`.execute(tx);
  if (numAffectedRows !== 0n) await tellNews(tx, 'callbacks');
}
