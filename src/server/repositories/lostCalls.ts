// Callers who gave up: added by the journal, taken and settled by agents.
import { type SqlBool, sql } from 'kysely';
import { type LostCall, lostCallSchema } from '#shared/protocol/lostCalls';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { tellNews } from './news.ts';
import { lockToCall, toCallState } from './toCall.ts';

const mostListed = 200;
const mostCustomers = 10;

export interface Abandoned {
  readonly queueId: string;
  readonly caller: CallerNumber | null;
  readonly at: Date;
  readonly waitedSeconds: number;
}

/** As the PBX has it, and as the same whichever way it is written; null: no plan knows it. */
export interface CallerNumber {
  readonly raw: string;
  readonly e164: string | null;
}

/** The caller's, and nobody has called back or spoken with them since. */
const openOf = (caller: CallerNumber) => sql<SqlBool>`
  coalesce(e164, number) = ${caller.e164 ?? caller.raw} and done_at is null and recovered_at is null`;

/** Adds one; who has given up before and was not called back since is the same line, with one attempt more. */
export async function addLostCall(tx: Seen, id: string, call: Abandoned): Promise<void> {
  const again =
    call.caller === null
      ? null
      : await tx
          .updateTable('lost_calls')
          .set((row) => ({
            queue_id: call.queueId,
            at: call.at,
            waited_seconds: call.waitedSeconds,
            attempts: row('attempts', '+', 1),
          }))
          .where(openOf(call.caller))
          .returning('id')
          .executeTakeFirst();
  if (again == null) {
    await tx
      .insertInto('lost_calls')
      .values({
        id,
        queue_id: call.queueId,
        number: call.caller?.raw ?? null,
        e164: call.caller?.e164 ?? null,
        at: call.at,
        waited_seconds: call.waitedSeconds,
        taken_by: null,
        taken_at: null,
        outcome: null,
        done_at: null,
        recovered_at: null,
      })
      .execute();
  }
  await tellNews(tx, 'lostCalls');
}

/** Somebody with that number was answered: they need no call back. */
export async function recoverLostCalls(tx: Seen, caller: CallerNumber, at: Date): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('lost_calls')
    .set({ recovered_at: at })
    .where(openOf(caller))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await tellNews(tx, 'lostCalls');
}

const rowsOf = (db: Seen) =>
  db
    .selectFrom('lost_calls')
    .leftJoin('agents', 'agents.id', 'taken_by')
    .select((row) => [
      'lost_calls.id',
      'queue_id as queueId',
      'number',
      'lost_calls.e164',
      'at',
      'waited_seconds as waitedSeconds',
      'attempts',
      'taken_by as takenBy',
      'agents.name as takenByName',
      'taken_at as takenAt',
      'outcome',
      'done_at as doneAt',
      'recovered_at as recoveredAt',
      // Of the customers whom the reader may see.
      row
        .selectFrom('customer_phones')
        .select(sql<string[] | null>`(array_agg(distinct customer_id))[1:${sql.lit(mostCustomers)}]`.as('ids'))
        .whereRef('customer_phones.e164', '=', 'lost_calls.e164')
        .as('customerIds'),
      row
        .selectFrom('customer_phones')
        .innerJoin('customers', 'customers.id', 'customer_id')
        .select(sql<boolean | null>`bool_and(restricted_at is not null)`.as('all'))
        .whereRef('customer_phones.e164', '=', 'lost_calls.e164')
        .as('restricted'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

/** Of the reader's queues: open and taken ones first, newest first; what was settled before `since` is left out. */
export async function listLostCalls(tx: Seen, since: Date): Promise<LostCall[]> {
  const rows = await rowsOf(tx)
    .where((row) =>
      row.or([
        row.and([row('done_at', 'is', null), row('recovered_at', 'is', null)]),
        row('done_at', '>=', since),
        row('recovered_at', '>=', since),
      ]),
    )
    .orderBy(sql`coalesce(done_at, recovered_at) is null`, 'desc')
    .orderBy('at', 'desc')
    .orderBy('lost_calls.id')
    .limit(mostListed)
    .execute();
  const barred = await barredAmong(tx, rows);
  return rows.map((row) => toLostCall(row, barred));
}

/** Numbers whose owners may none of them be called, whoever sees them: with the house's eyes. */
async function barredAmong(tx: Seen, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const numbers = rows.flatMap(({ e164 }) => (e164 === null ? [] : [e164]));
  if (numbers.length === 0) return new Set();
  const { rows: barred } = await asHouse(tx, (all) =>
    sql<{ e164: string }>`
      select e164 from customer_phones join customers on customers.id = customer_id
      where e164 = any (${numbers}::text[]) group by e164 having bool_and(restricted_at is not null)`.execute(all),
  );
  return new Set(barred.map(({ e164 }) => e164));
}

/** As it is, and nobody else changes it before the end of this transaction. */
export async function lockLostCall(tx: Seen, id: string): Promise<LostCall | null> {
  await lockToCall(tx, 'lostCalls', id);
  const row = await rowsOf(tx).where('lost_calls.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toLostCall(row, await barredAmong(tx, [row]));
}

/** Who may be called is called where somebody else has the number too, of whom the reader sees or of all. */
const toLostCall = ({ restricted, e164, ...row }: Row, barred: ReadonlySet<string>): LostCall =>
  lostCallSchema.parse({
    ...row,
    ...((restricted === true || (e164 !== null && barred.has(e164))) && { number: null, barred: 'restricted' }),
    at: row.at.toISOString(),
    customerIds: row.customerIds ?? [],
    state: stateOf(row),
  });

const stateOf = (row: Omit<Row, 'restricted' | 'e164'>) =>
  row.doneAt === null && row.recoveredAt !== null
    ? { kind: 'recovered', at: row.recoveredAt.toISOString() }
    : toCallState(row);
