// The lists that a company edits, as documents: which is in force, and every edition that was.
import { sql } from 'kysely';
import { classificationListSchema } from '#shared/model/classification';
import type { ListCode } from '#shared/model/lists/lists';
import type { List, ListEdition, ListHead, WrittenList } from '#shared/protocol/lists';
import { listEditionsSchema, listHeadSchema, listSchema, writtenListSchema } from '#shared/protocol/lists';
import type { Query } from '../db/db.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { keepClassification } from './classification.ts';
import { tellNews } from './news.ts';

/** Which list; `clientId` null: everybody's. */
export interface ListKey {
  readonly code: string;
  readonly clientId: string | null;
}

/** As a lock has it: what it was made from, too. */
export interface Origin {
  readonly version: number;
  readonly shipped: string | null;
  readonly fromFile: string | null;
}

export interface ListWrite {
  readonly body: unknown;
  /** SHA-256 of the proposal that it is; null: somebody has decided otherwise. */
  readonly shipped: string | null;
  /** SHA-256 of what the company's file said last; null: it has said nothing. */
  readonly fromFile: string | null;
  readonly by: string | null;
  readonly at: Date;
}

const mostEditions = 50;

const keyed = ({ code, clientId }: ListKey) =>
  sql<boolean>`lists.code = ${code} and lists.client_id is not distinct from ${clientId}`;

/** Which there are of these kinds, and in which version: by this one knows whether any is another. */
export async function listVersions(
  tx: Seen,
  codes: readonly ListCode[],
): Promise<{ code: string; clientId: string | null; version: number }[]> {
  return tx
    .selectFrom('lists')
    .select(['code', 'client_id as clientId', 'version'])
    .where('code', 'in', codes)
    .orderBy(sql`client_id nulls first`)
    .orderBy('code')
    .execute();
}

/** Everybody's before client companies' own. */
export async function writtenLists(tx: Seen, codes: readonly ListCode[]): Promise<WrittenList[]> {
  const rows = await tx
    .selectFrom('lists')
    .select(['code', 'client_id as clientId', 'body'])
    .where('code', 'in', codes)
    .orderBy(sql`client_id nulls first`)
    .orderBy('code')
    .execute();
  return writtenListSchema.array().parse(rows);
}

const described = (tx: Seen) =>
  tx
    .selectFrom('lists')
    .leftJoin('agents', 'agents.id', 'edited_by')
    .select(['code', 'client_id as clientId', 'version', 'agents.name as editedBy', 'edited_at as editedAt'])
    .select(sql<boolean>`shipped is not null`.as('proposal'));

const told = <T extends { editedAt: Date }>(row: T) => ({ ...row, editedAt: row.editedAt.toISOString() });

export async function listHeads(tx: Seen): Promise<ListHead[]> {
  return listHeadSchema.array().parse((await described(tx).execute()).map(told));
}

/** Null: there is none. */
export async function findList(tx: Seen, key: ListKey): Promise<List | null> {
  const row = await described(tx).select('body').where(keyed(key)).executeTakeFirst();
  return row === undefined ? null : listSchema.parse(told(row));
}

/** The list, which stays as it is until the end of this transaction, or (null) does not come. */
export async function lockList(tx: Query, key: ListKey): Promise<Origin | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${key.code} ${key.clientId ?? ''}`}, 6))`.execute(tx);
  const row = await tx
    .selectFrom('lists')
    .select(['version', 'shipped', 'from_file as fromFile'])
    .where(keyed(key))
    .executeTakeFirst();
  return row ?? null;
}

/** One edition more, which is in force; everybody who listens is told. */
export async function writeList(tx: Query, { code, clientId }: ListKey, write: ListWrite): Promise<void> {
  const { shipped, fromFile, by, at } = write;
  const body = JSON.stringify(write.body);
  const { version } = await tx
    .insertInto('list_editions')
    .values({
      ...{ code, client_id: clientId, body, edited_by: by, at },
      version: sql<number>`(select coalesce(max(version), 0) + 1 from list_editions
        where code = ${code} and client_id is not distinct from ${clientId})`,
    })
    .returning('version')
    .executeTakeFirstOrThrow();
  const row = { code, client_id: clientId, version, body, shipped, from_file: fromFile, edited_by: by, edited_at: at };
  const changed = await tx.updateTable('lists').set(row).where(keyed({ code, clientId })).executeTakeFirst();
  if (changed.numUpdatedRows === 0n) await tx.insertInto('lists').values(row).execute();
  if (code === 'classification') await keepClassification(tx, classificationListSchema.parse(write.body));
  await tellNews(tx, 'lists');
}

/** Where open cases name what stands in these lists. */
const namedByCases = {
  backOffices: sql<string>`select file ->> 'backOffice' as code from cases where status <> 'closed'
    union select task ->> 'backOffice' from cases, jsonb_array_elements(file -> 'tasks') as task
      where status <> 'closed' and task ->> 'state' = 'open'`,
  complaintProfiles: sql<string>`select file ->> 'profile' as code from cases where status <> 'closed'`,
} as const;

/** Which of these rows of a list open cases go by, whoever sees them. */
export async function codesInOpenCases(tx: Seen, list: string, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0 || !(list === 'backOffices' || list === 'complaintProfiles')) return [];
  return asHouse(tx, async (all) => {
    const { rows } = await sql<{ code: string }>`
      select code from (${namedByCases[list]}) as named where code = any (${codes}) order by code`.execute(all);
    return rows.map(({ code }) => code);
  });
}

/** A client company's own one is not in force any more; its editions stay. */
export async function dropList(tx: Query, key: ListKey): Promise<void> {
  await tx.deleteFrom('lists').where(keyed(key)).execute();
  await tellNews(tx, 'lists');
}

/** Last first. */
export async function listEditions(tx: Seen, { code, clientId }: ListKey): Promise<ListEdition[]> {
  const rows = await tx
    .selectFrom('list_editions')
    .leftJoin('agents', 'agents.id', 'edited_by')
    .select(['version', 'at', 'body', 'agents.name as by'])
    .where(sql<boolean>`code = ${code} and client_id is not distinct from ${clientId}`)
    .orderBy('version', 'desc')
    .limit(mostEditions)
    .execute();
  return listEditionsSchema.shape.editions.parse(rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })));
}
