// Cases as rows: the head that lists and search go by, the file that acts have left, the log. Whoever writes them writes the log first and the
// case last, so that it is told once, with everything.
import { sql } from 'kysely';
import { type CaseFile, keptFileSchema, logEntrySchema, statusOf } from '#shared/model/caseFile';
import { type CaseNumber, caseNumberOf, mostNumbers } from '#shared/model/caseNumber';
import { fileOf } from '#shared/model/caseOf';
import type { Case } from '#shared/model/customer';
import type { Term } from '#shared/model/deadlines';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';
import { caseRows, toCase } from './rows.ts';

export interface KeptCase {
  readonly id: string;
  readonly customerId: string;
  readonly portfolioId: string;
  readonly queueId: string | null;
  readonly restricted: boolean;
  /** Of its log the last entry alone: acts that were done before are asked for by `isLogged`. */
  readonly file: CaseFile;
}

/** Null: there is none that these eyes see. */
export async function findCase(tx: Seen, id: string): Promise<Case | null> {
  const row = await caseRows(tx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/** Those of them that these eyes see, locked in the order of their ids until the transaction's end. */
export async function lockCases(tx: Seen, ids: readonly string[]): Promise<KeptCase[]> {
  const rows = await wholeRows(tx)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  return Promise.all(rows.map((row) => toKept(tx, row)));
}

/** As `lockCases` has it, without holding anybody up. Null: there is none that these eyes see. */
export async function readCase(tx: Seen, id: string): Promise<KeptCase | null> {
  const row = await wholeRows(tx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toKept(tx, row);
}

const wholeRows = (tx: Seen) => tx.selectFrom('cases').selectAll();
type WholeRow = Awaited<ReturnType<ReturnType<typeof wholeRows>['executeTakeFirstOrThrow']>>;

async function toKept(tx: Seen, row: WholeRow): Promise<KeptCase> {
  const { id, customer_id: customerId, portfolio_id: portfolioId, queue_id: queueId, restricted } = row;
  const { number, title, reason_code: reasonCode, reminders, status } = row;
  const openedAt = row.opened_at.toISOString();
  const before = fileOf({ number, title, reasonCode, reminders, openedAt, status, file: null });
  const kept = row.file === null ? {} : keptFileSchema.parse(row.file);
  const file = { ...before, ...kept, log: await logOf(tx, id, 1) };
  return { id, customerId, portfolioId, queueId, restricted, file };
}

/** The last entries, the oldest first; all of them where no limit is said. */
export async function logOf(tx: Seen, caseId: string, limit?: number): Promise<CaseFile['log']> {
  const query = tx
    .selectFrom('case_log')
    .select(['id', 'at', 'by_name as by', 'act', 'step', 'text', 'was', 'told'])
    .where('case_id', '=', caseId)
    .orderBy('seq', 'desc');
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.toReversed().map(({ at, ...entry }) => logEntrySchema.parse({ ...entry, at: at.toISOString() }));
}

/** Whether the act has been done, and to which case. With the house's eyes: nobody else's act has that id. */
export async function caseOfAct(tx: Seen, actId: string): Promise<string | null> {
  const row = await tx.selectFrom('case_log').select('case_id').where('id', '=', actId).executeTakeFirst();
  return row?.case_id ?? null;
}

/** Whether its log has an entry of that conversation itself. */
export async function hasContact(tx: Seen, caseId: string, contactId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('case_log')
    .select('id')
    .where('case_id', '=', caseId)
    .where('contact_id', '=', contactId)
    .where('act', '=', 'contact')
    .executeTakeFirst();
  return row !== undefined;
}

interface Written {
  readonly id: string;
  readonly file: CaseFile;
  /** Of its back office; null: of none. */
  readonly queueId: string | null;
  readonly agentId: string | null;
  readonly contactId: string | null;
}

/** One that is registered. False: there is one of that id. With the house's eyes: it may lie with a closed queue. */
export async function addCase(tx: Seen, customerId: string, written: Written): Promise<boolean> {
  const { id, file, queueId } = written;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('cases')
    .values({ id, customer_id: customerId, opened_at: file.receivedAt, queue_id: queueId, ...columnsOf(file) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await addLog(tx, written);
  return true;
}

/** One that is locked, as an act has left it. With the house's eyes, likewise. */
export async function changeCase(tx: Seen, written: Written): Promise<void> {
  await addLog(tx, written);
  const { id, file, queueId } = written;
  await tx
    .updateTable('cases')
    .set({ queue_id: queueId, ...columnsOf(file) })
    .where('id', '=', id)
    .execute();
}

/** The act's entry is the last one. */
async function addLog(tx: Seen, { id: caseId, file, agentId, contactId }: Written): Promise<void> {
  const entry = file.log.at(-1);
  if (entry === undefined) return;
  const { id, at, by, act, step, text, was, told } = entry;
  await tx
    .insertInto('case_log')
    .values({
      ...{ id, case_id: caseId, at, agent_id: agentId, by_name: by, act, step, text, told },
      ...{ was: JSON.stringify(was), contact_id: contactId },
    })
    .execute();
}

function columnsOf(file: CaseFile) {
  const { number, title, reasonCode, reminders, receivedAt: _, log: __, ...kept } = file;
  const status = statusOf(file.stage.step);
  return { number, title, reason_code: reasonCode, reminders, status, file: JSON.stringify(kept) };
}

/** The next numbers of that year, for this agent alone. Fewer where the year has no more. Whoever is second waits for the first. */
export async function giveNumbers(
  tx: Seen,
  {
    agentId,
    year,
    count,
    at,
  }: { readonly agentId: string; readonly year: number; readonly count: number; readonly at: Date },
): Promise<CaseNumber[]> {
  const { rows } = await sql<{ next: number }>`
    insert into case_number_years (year, next) values (${year}, ${count + 1})
    on conflict (year) do update set next = case_number_years.next + ${count} returning next`.execute(tx);
  const end = rows[0]?.next ?? 1;
  const numbers = Array.from({ length: count }, (_, index) => end - count + index)
    .filter((sequence) => sequence <= mostNumbers)
    .map((sequence) => caseNumberOf(year, sequence));
  if (numbers.length > 0)
    await tx
      .insertInto('case_numbers')
      .values(numbers.map((number) => ({ number, agent_id: agentId, given_at: at })))
      .execute();
  return numbers;
}

/** Whether it was given to this agent and names no case yet; it does from now on. */
export async function useNumber(tx: Seen, number: string, agentId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('case_numbers')
    .set({ used: true })
    .where('number', '=', number)
    .where('agent_id', '=', agentId)
    .where('used', '=', false)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Numbers that were given out before then and never used are given to nobody any more. */
export async function forgetNumbers(tx: Seen, before: Date): Promise<void> {
  await tx.deleteFrom('case_numbers').where('given_at', '<', before).where('used', '=', false).execute();
}

/** Complaints that were answered: when the answer was given long enough ago they close. With the house's eyes. */
export async function answeredCases(tx: Seen): Promise<string[]> {
  return (await tx.selectFrom('cases').select('id').where('step', '=', 'answered').orderBy('id').execute()).map(
    ({ id }) => id,
  );
}

/** The back offices to which the company has named them, besides those that they answer. */
export async function namedOffices(tx: Seen, agentId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('agent_back_offices')
    .select('back_office')
    .where('agent_id', '=', agentId)
    .execute();
  return rows.map((row) => row.back_office);
}

/** In place of those to which they were named before; unknown names are passed over. */
export async function nameToOffices(
  tx: Query,
  agents: readonly { readonly username: string; readonly offices: readonly string[] }[],
): Promise<void> {
  if (agents.length === 0) return;
  const names = agents.map(({ username }) => username);
  const ids = tx.selectFrom('agents').select('id').where('username', 'in', names);
  await tx.deleteFrom('agent_back_offices').where('agent_id', 'in', ids).execute();
  const named = agents.flatMap(({ username, offices }) => offices.map((office) => ({ username, office })));
  await sql`
    insert into agent_back_offices (agent_id, back_office)
    select agents.id, named.office from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as named (username text, office text)
      join agents using (username)
    on conflict do nothing`.execute(tx);
}

/** The client company that a portfolio is of. */
export async function clientOf(tx: Seen, portfolioId: string): Promise<string> {
  const row = await tx.selectFrom('portfolios').select('client_id').where('id', '=', portfolioId).executeTakeFirst();
  return row?.client_id ?? 'company';
}

/** By when a case of that reason is to be done with; null: none is set. */
export async function targetOf(tx: Seen, reasonCode: string): Promise<Term | null> {
  const row = await tx.selectFrom('reasons').select('target').where('code', '=', reasonCode).executeTakeFirst();
  return row?.target ?? null;
}
