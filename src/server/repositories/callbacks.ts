// Callbacks: promised and kept by the reports of interactions.
import { sql } from 'kysely';
import { type Callback, callbackSchema } from '#shared/protocol/callbacks';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';
import { finishToCall, lockToCall, toCallState } from './toCall.ts';

const mostListed = 200;

/** What the report promises, in place of what an earlier one of the same interaction did; none takes it back while nobody has called. */
export async function promiseCallback(tx: Seen, agentId: string, report: InteractionReport): Promise<void> {
  const { id, callback } = report;
  if (callback === null) {
    const { numDeletedRows } = await tx
      .deleteFrom('callbacks')
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await tellNews(tx, 'callbacks');
    return;
  }
  const promised = {
    number: callback.number,
    // Nobody promises a call for before they promised it: their PC's calendar was of another year.
    due_at: new Date(Math.max(Date.parse(callback.at), Date.parse(report.closedAt))),
    queue_id: report.queueId,
    customer_id: report.customerId,
    reason_code: report.reasonCode,
    about: report.promised.text,
    purpose: callback.purpose,
    // Somebody who does not work here (any more) is nobody: the call is in the list all the same.
    owner_id: sql<string | null>`(select id from agents where id = ${callback.owner?.id ?? null} and active)`,
  };
  await tx
    .insertInto('callbacks')
    .values({ id, promised_by: agentId, ...promised, taken_by: null, taken_at: null, outcome: null, done_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(promised))
    .execute();
  await tellNews(tx, 'callbacks');
}

/** Whoever has called, for whatever list it was taken: the promise is kept, or has been tried. */
export async function keepCallback(tx: Seen, { callsBack, answeredAt }: InteractionReport, at: Date): Promise<void> {
  if (callsBack === null) return;
  const called = { outcome: answeredAt === null ? 'notReached' : 'reached', at } as const;
  for (const list of ['callbacks', 'recontacts'] as const) await finishToCall(tx, list, callsBack, called);
}

const rowsOf = (db: Seen) =>
  db
    .selectFrom('callbacks')
    .innerJoin('agents as promisers', 'promisers.id', 'promised_by')
    .leftJoin('agents', 'agents.id', 'taken_by')
    .leftJoin('agents as owners', 'owners.id', 'owner_id')
    .select((row) => [
      'callbacks.id',
      'queue_id as queueId',
      'number',
      'due_at as dueAt',
      'promisers.id as promiserId',
      'promisers.name as promiserName',
      'owners.id as ownerId',
      'owners.name as ownerName',
      // Whom the reader may see.
      row
        .selectFrom('customers')
        .select('customers.id')
        .whereRef('customers.id', '=', 'callbacks.customer_id')
        .as('customerId'),
      'reason_code as reasonCode',
      'about',
      'purpose',
      'barred',
      'taken_by as takenBy',
      'agents.name as takenByName',
      'taken_at as takenAt',
      'outcome',
      'done_at as doneAt',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** Of the reader's queues and their own; what was called before `since` is left out. Where they are too many, the reader's own are listed. */
export async function listCallbacks(db: Seen, reader: string, since: Date): Promise<Callback[]> {
  const open = sql`done_at is null`;
  const listed = db
    .selectFrom('callbacks')
    .select('id')
    .where((row) => row.or([row('done_at', 'is', null), row('done_at', '>=', since)]))
    .orderBy(open, 'desc')
    .orderBy(sql`coalesce(taken_by, owner_id, promised_by) = ${reader}`, 'desc')
    .orderBy('due_at')
    .orderBy('id')
    .limit(mostListed);
  const rows = await rowsOf(db)
    .where('callbacks.id', 'in', listed)
    .orderBy(open, 'desc')
    .orderBy('due_at')
    .orderBy('callbacks.id')
    .execute();
  return rows.map(toCallback);
}

export async function lockCallback(tx: Seen, id: string): Promise<Callback | null> {
  await lockToCall(tx, 'callbacks', id);
  const row = await rowsOf(tx).where('callbacks.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toCallback(row);
}

const toCallback = (row: Row): Callback =>
  callbackSchema.parse({
    ...row,
    number: row.barred === null ? row.number : null,
    dueAt: row.dueAt.toISOString(),
    promisedBy: { id: row.promiserId, name: row.promiserName },
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName },
    state: toCallState(row),
  });
