// What people ask for about their data, and by when they are to be answered.
import { sql } from 'kysely';
import { type PrivacyRequest, type PrivacyRequestDraft, privacyRequestSchema } from '#shared/protocol/privacy';
import type { Seen } from '../db/seenBy.ts';

/** Kept in the portfolio of its customer; whoever hands it in sees that portfolio. */
export async function addRequest(
  tx: Seen,
  draft: PrivacyRequestDraft,
  takenBy: string,
  timeZone: string,
): Promise<void> {
  await tx
    .insertInto('privacy_requests')
    .values({
      id: draft.id,
      customer_id: draft.customerId,
      kind: draft.kind,
      received_at: draft.receivedAt,
      channel: draft.channel,
      identified: draft.identified,
      words: draft.words,
      taken_by: takenBy,
      // By the calendar where the company is; the 31st is the last day of a shorter month.
      due_on: sql<string>`((${draft.receivedAt}::timestamptz at time zone ${timeZone})::date + interval '1 month')::date`,
      prolonged_to: null,
      prolonged_why: null,
      decision: null,
      decided_by: null,
      done_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

const rowsOf = (tx: Seen) =>
  tx
    .selectFrom('privacy_requests')
    .leftJoin('customers', 'customers.id', 'privacy_requests.customer_id')
    .leftJoin('agents', 'agents.id', 'privacy_requests.taken_by')
    .select([
      'privacy_requests.id',
      'privacy_requests.kind',
      'privacy_requests.received_at as receivedAt',
      'privacy_requests.channel',
      'privacy_requests.identified',
      'privacy_requests.words',
      'privacy_requests.state',
      'privacy_requests.decision',
      'privacy_requests.done_at as doneAt',
      'privacy_requests.prolonged_why as prolongedWhy',
      sql<string>`due_on::text`.as('dueOn'),
      sql<string | null>`prolonged_to::text`.as('prolongedTo'),
      'agents.name as takenBy',
      'customers.id as customerId',
      'customers.code as code',
      'customers.name as name',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** The latest that were answered, besides all that are open. */
const mostAnswered = 50;

export async function listRequests(tx: Seen): Promise<PrivacyRequest[]> {
  const open = await rowsOf(tx)
    .where('privacy_requests.state', '=', 'open')
    .orderBy(sql`coalesce(prolonged_to, due_on)`)
    .orderBy('privacy_requests.id')
    .execute();
  const answered = await rowsOf(tx)
    .where('privacy_requests.state', '<>', 'open')
    .orderBy('privacy_requests.done_at', 'desc')
    .limit(mostAnswered)
    .execute();
  return [...open, ...answered].map(toRequest);
}

/** It stays as it is until the end of this transaction. */
export async function lockRequest(tx: Seen, id: string): Promise<PrivacyRequest | null> {
  await tx.selectFrom('privacy_requests').select('id').where('id', '=', id).forUpdate().execute();
  const row = await rowsOf(tx).where('privacy_requests.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRequest(row);
}

function toRequest({ customerId, code, name, receivedAt, doneAt, takenBy, ...row }: Row): PrivacyRequest {
  return privacyRequestSchema.parse({
    ...row,
    takenBy: takenBy ?? '',
    receivedAt: receivedAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
    customer: customerId === null ? null : { id: customerId, code, name },
  });
}

/** Two months more, from the day it was due. */
export async function prolongRequest(tx: Seen, id: string, why: string): Promise<void> {
  await tx
    .updateTable('privacy_requests')
    .set({ prolonged_to: sql<string>`(due_on + interval '2 months')::date`, prolonged_why: why })
    .where('id', '=', id)
    .execute();
}

export interface Answered {
  readonly state: 'done' | 'refused';
  readonly decision: string;
  readonly by: string;
  readonly at: Date;
}

export async function answerRequest(tx: Seen, id: string, { state, decision, by, at }: Answered): Promise<void> {
  await tx
    .updateTable('privacy_requests')
    .set({ state, decision, decided_by: by, done_at: at })
    .where('id', '=', id)
    .execute();
}
