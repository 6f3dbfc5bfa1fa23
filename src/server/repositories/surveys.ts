// Who is asked after a contact, and what they have answered, as rows. All of it with the house's eyes: no agent sees who was asked.
import { sql } from 'kysely';
import { standingWord } from '#shared/model/consent';
import type { Language } from '#shared/model/ids';
import { type AskedCustomer, type Given, givenSchema, type PeopleNamed, type Surveys } from '#shared/model/survey';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Seen } from '../db/seenBy.ts';
import type { MadeAnswers } from '../seed/answers.ts';

export interface Contact {
  readonly id: string;
  readonly customerId: string | null;
  readonly queueId: string | null;
  readonly reasonCode: string | null;
  readonly language: Language;
}

export interface Invitation extends Contact {
  readonly survey: string;
  /** Null: the question has not gone out yet. */
  readonly askedOn: string | null;
  readonly closesAt: Date | null;
  readonly isAnswered: boolean;
}

const columns = ['id', 'survey', 'customer_id', 'queue_id', 'reason_code', 'language', 'closes_at'] as const;
const invitations = (tx: Seen) =>
  tx
    .selectFrom('survey_invitations')
    .select(columns)
    .select([sql<string | null>`asked_on::text`.as('asked_on'), sql<boolean>`given is not null`.as('answered')])
    .forUpdate();
type Row = Awaited<ReturnType<ReturnType<typeof invitations>['execute']>>[number];

const read = (row: Row): Invitation => ({
  ...{
    id: row.id,
    survey: row.survey,
    customerId: row.customer_id,
    queueId: row.queue_id,
    reasonCode: row.reason_code,
  },
  ...{ language: row.language, askedOn: row.asked_on, closesAt: row.closes_at, isAnswered: row.answered },
});

export async function lockInvitation(tx: Seen, by: { readonly id: string } | { readonly tokenHash: string }) {
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['token_hash', by.tokenHash] as const);
  const row = await invitations(tx).where(column, '=', value).executeTakeFirst();
  return row === undefined ? null : read(row);
}

/** Those that are due by then and have not gone out, the oldest first, locked: another instance passes over them. */
export async function lockDue(tx: Seen, now: Date, most: number): Promise<Invitation[]> {
  const rows = await invitations(tx)
    .skipLocked()
    .where('asked_on', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(most)
    .execute();
  return rows.map(read);
}

/** A contact is asked about once, whatever is reported of it again. */
export async function addInvitation(tx: Seen, contact: Contact, survey: string, dueAt: Date): Promise<boolean> {
  const { id, customerId, queueId, reasonCode, language } = contact;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('survey_invitations')
    .values({
      ...{ id, survey, customer_id: customerId, queue_id: queueId, reason_code: reasonCode, language, due_at: dueAt },
      ...{ asked_on: null, token_hash: null, closes_at: null, given: null, given_on: null },
      portfolio_id: placeOf(contact),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Where its contact belongs: to its queue, to its customer, or to the client company of the queue. */
const placeOf = ({ customerId, queueId }: Contact) => sql<string>`coalesce(
  (select portfolio_id from queues where id = ${queueId}), (select portfolio_id from customers where id = ${customerId}),
  (select client_id from queues where id = ${queueId}), 'company')`;

export interface Opening {
  readonly tokenHash: string | null;
  readonly closesAt: Date;
  readonly today: string;
}

/** The question goes out: counted the first time, and opened by that token alone from now on. */
export async function openInvitation(
  tx: Seen,
  { id, askedOn }: Invitation,
  { tokenHash, closesAt, today }: Opening,
): Promise<void> {
  const open = { token_hash: tokenHash, closes_at: closesAt, ...(askedOn === null && { asked_on: today }) };
  await tx.updateTable('survey_invitations').set(open).where('id', '=', id).execute();
  if (askedOn !== null) return;
  await sql`
    insert into survey_days (day, portfolio_id, queue_id, survey, asked)
    select asked_on, portfolio_id, coalesce(queue_id, ''), survey, 1 from survey_invitations where id = ${id}
    on conflict (day, portfolio_id, queue_id, survey) do update set asked = survey_days.asked + 1`.execute(tx);
}

/** Who had that contact and whose it was, and everybody else who answers customers. */
export async function peopleNamed(tx: Seen, invitationId: string): Promise<PeopleNamed> {
  const { rows } = await sql<{ name: string; near: boolean }>`
    with had as (
      select coalesce(chats.interaction_id, asked.id) as interaction_id, chats.agent_id, chats.visitor ->> 'name' as visitor,
        coalesce(asked.customer_id, chats.customer_id) as customer_id
      from survey_invitations as asked left join chats on chats.id = asked.id where asked.id = ${invitationId}
    )
    select name, true as near from customers where id in (select customer_id from had)
    union all select visitor, true from had where visitor is not null
    union all select name, id in (select agent_id from had union all
      select agent_id from interactions where id in (select interaction_id from had)) is true from agents`.execute(tx);
  const named = (near: boolean) => rows.filter((row) => row.near === near).map(({ name }) => name);
  return { near: named(true), others: named(false) };
}

/** The token stays, so that whoever opens the page again reads that it has arrived. */
export async function keepGiven(tx: Seen, id: string, given: Given, today: string): Promise<void> {
  await tx
    .updateTable('survey_invitations')
    .set({ given: JSON.stringify(given), given_on: today })
    .where('id', '=', id)
    .execute();
}

/** Its link opens nothing any more; that they were asked stays. */
export async function closeInvitation(tx: Seen, id: string): Promise<void> {
  await tx.updateTable('survey_invitations').set({ token_hash: null }).where('id', '=', id).execute();
}

export async function dropInvitation(tx: Seen, id: string): Promise<void> {
  await tx.deleteFrom('survey_invitations').where('id', '=', id).execute();
}

/** The report of a chat says with whom it was: they are not asked again soon. */
export async function invitationIsWith(tx: Seen, interactionId: string, customerId: string): Promise<void> {
  await tx
    .updateTable('survey_invitations')
    .set({ customer_id: customerId })
    .where('customer_id', 'is', null)
    .where(sql<boolean>`id in (select id from chats where ${interactionId} in (id, interaction_id))`)
    .execute();
}

/**
 * What a call was about, which its report says after somebody has been asked at its end: of that customer in that queue, on the same day. Nothing
 * else of the call goes there.
 */
export async function callWasAbout(tx: Seen, report: InteractionReport, today: string): Promise<void> {
  const { customerId, queueId, reasonCode, answeredAt } = report;
  await sql`
    update survey_invitations set reason_code = ${reasonCode}
    where customer_id = ${customerId} and queue_id = ${queueId} and token_hash is null and asked_on = ${today}::date
      and due_at >= ${answeredAt}::timestamptz`.execute(tx);
}

export async function isInvitation(tx: Seen, id: string): Promise<boolean> {
  return (await tx.selectFrom('survey_invitations').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** Whose number it is; null: nobody's, or that of several. */
export async function onlyCustomerWith(tx: Seen, e164: string): Promise<string | null> {
  const rows = await tx
    .selectFrom('customer_phones')
    .select('customer_id')
    .distinct()
    .where('e164', '=', e164)
    .limit(2)
    .execute();
  const [only, another] = rows;
  return only !== undefined && another === undefined ? only.customer_id : null;
}

/** What decides whether they are asked; null: there is no such customer. */
export async function askedCustomer(
  tx: Seen,
  customerId: string,
  { objected }: Surveys['never'],
  today: string,
): Promise<AskedCustomer | null> {
  const row = await tx
    .selectFrom('customers')
    .select((from) => [
      'consents',
      sql<boolean>`restricted_at is not null`.as('isRestricted'),
      sql<boolean>`jsonb_array_length(needs) > 0`.as('hasNeeds'),
      from
        .exists(
          from
            .selectFrom('cases')
            .select('cases.id')
            .whereRef('cases.customer_id', '=', 'customers.id')
            .where('status', '<>', 'closed')
            .where(sql<boolean>`file ->> 'kind' = 'complaint'`),
        )
        .as('hasOpenComplaint'),
      from
        .selectFrom('survey_invitations')
        .select(sql<number | null>`${today}::date - max(asked_on)`.as('days'))
        .whereRef('survey_invitations.customer_id', '=', 'customers.id')
        .as('askedDaysAgo'),
    ])
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { consents, hasOpenComplaint, ...rest } = row;
  return {
    ...rest,
    hasOpenComplaint: hasOpenComplaint === true,
    word: standingWord(consents, objected)?.word ?? null,
  };
}

/** How a link may reach them: by e-mail, or on a mobile telephone. Null: there is no such customer. */
export async function reachOf(
  tx: Seen,
  customerId: string,
): Promise<{ readonly email: string | null; readonly phone: string | null } | null> {
  const row = await tx
    .selectFrom('customers')
    .select((from) => [
      'email',
      from
        .selectFrom('customer_phones')
        .select('e164')
        .whereRef('customer_id', '=', 'customers.id')
        .where('kind', '=', 'mobile')
        .where('e164', 'is not', null)
        .orderBy('position')
        .limit(1)
        .as('phone'),
    ])
    .where('id', '=', customerId)
    .executeTakeFirst();
  return row ?? null;
}

/** Null: nothing so far. */
export async function scoresOf(tx: Seen, id: string): Promise<Given['scores'] | null> {
  const row = await tx.selectFrom('survey_invitations').select('given').where('id', '=', id).executeTakeFirst();
  return row?.given == null ? null : givenSchema.parse(row.given).scores;
}

/** At which they may be called: a mobile telephone first. Null: none is known. */
export async function numberOf(tx: Seen, customerId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('customer_phones')
    .select('e164')
    .where('customer_id', '=', customerId)
    .where('e164', 'is not', null)
    .orderBy(sql`kind = 'mobile'`, 'desc')
    .orderBy('position')
    .executeTakeFirst();
  return row?.e164 ?? null;
}

/** What was answered before that day, without whose it was: in no order, and with the reason that the report has said by now. */
export async function letAnswersGo(tx: Seen, today: string): Promise<void> {
  await sql`
    insert into survey_answers (portfolio_id, queue_id, reason_code, survey, on_day, language, scores, comment)
    select asked.portfolio_id, coalesce(asked.queue_id, ''), coalesce(asked.reason_code, had.reason_code, ''), survey, asked_on,
      asked.language, given -> 'scores', given ->> 'comment'
    from survey_invitations as asked
      left join chats on chats.id = asked.id
      left join interactions as had on had.id = coalesce(chats.interaction_id, asked.id)
    where given_on < ${today}::date order by random()`.execute(tx);
  await sql`delete from survey_invitations where given_on < ${today}::date and customer_id is null`.execute(tx);
  await sql`
    update survey_invitations set id = gen_random_uuid()::text, token_hash = null, queue_id = null, reason_code = null,
      given = null, given_on = null
    where given_on < ${today}::date`.execute(tx);
}

/** The exercise company's. Where its queues answer for. */
export async function addMadeAnswers(tx: Seen, { answers, asked }: MadeAnswers): Promise<void> {
  const place = sql`(select coalesce(portfolio_id, client_id) from queues where queues.id = made."queueId")`;
  await sql`
    insert into survey_answers (portfolio_id, queue_id, reason_code, survey, on_day, language, scores, comment)
    select ${place}, "queueId", "reasonCode", survey, day, language, scores, comment
    from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as made ("queueId" text, "reasonCode" text, survey text, day date,
      language text, scores jsonb, comment text)`.execute(tx);
  await sql`
    insert into survey_days (day, portfolio_id, queue_id, survey, asked)
    select day, ${place}, "queueId", survey, n
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as made ("queueId" text, survey text, day date, n int)
    on conflict do nothing`.execute(tx);
}

/** What never went out, and what has been asked so long ago that it keeps nobody from being asked again. */
export async function forgetInvitations(
  tx: Seen,
  { now, today, everyDays, unsentDays }: { now: Date; today: string; everyDays: number; unsentDays: number },
): Promise<void> {
  await sql`
    delete from survey_invitations
    where (asked_on is null and due_at < ${now}::timestamptz - make_interval(days => ${unsentDays}))
      or (given is null and asked_on <= ${today}::date - ${everyDays}::int and closes_at < ${now})`.execute(tx);
}
