// Files of cases as rows, and their bytes in pieces. Whatever is read here has passed row-level security.
import { sql } from 'kysely';
import type { Attachment, AttachmentRefusal } from '#shared/model/attachment';
import type { AttachmentStanding, NewAttachment } from '#shared/protocol/attachments';
import { keptPart, type PartsDeps } from '../attachments/sealing.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { readerOf } from './parts.ts';

export interface KeptAttachment {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
  readonly agentId: string | null;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly kind: Attachment['kind'] | null;
  readonly at: Date;
  readonly standing: AttachmentStanding;
}

/** A case that this agent sees, locked so that one file after the other is counted. Resolves to whose it is; null: there is none. */
export async function lockCase(tx: Seen, id: string): Promise<string | null> {
  const found = await tx.selectFrom('cases').select('customer_id').where('id', '=', id).forUpdate().executeTakeFirst();
  return found?.customer_id ?? null;
}

/**
 * Files that stand in a case; and with `comingSince` also those of which a piece has come since then: what was given up long ago counts for
 * nobody.
 */
export async function countFiles(tx: Seen, caseId: string, comingSince: Date | null): Promise<number> {
  const { rows } = await sql<{ files: number }>`
    select count(*)::int as files from attachments where case_id = ${caseId}
      and (state = 'here' or (state = 'arriving' and moved_at >= ${comingSince}::timestamptz))`.execute(tx);
  return rows[0]?.files ?? 0;
}

/** With the house's eyes: a case that has only moved out of an agent's sight is somewhere, and one of which nobody knows was not erased. */
export async function isErased(tx: Seen, caseId: string): Promise<boolean> {
  const { rows } = await asHouse(tx, (all) =>
    sql`select from tombstones where entity = 'case' and id = ${caseId}
      and not exists (select from cases where id = ${caseId}) limit 1`.execute(all),
  );
  return rows.length > 0;
}

/** With the house's eyes: whoever sees a closed queue's case need not see its customer. */
export const isRestricted = (tx: Seen, customerId: string): Promise<boolean> => stands(tx, 'restrictions', customerId);

/** A hold obliges to keep what there is about them. With the house's eyes as well. */
export const isHeld = (tx: Seen, customerId: string): Promise<boolean> => stands(tx, 'legal_holds', customerId);

async function stands(tx: Seen, table: 'restrictions' | 'legal_holds', customerId: string): Promise<boolean> {
  const { rows } = await asHouse(tx, (all) =>
    sql`select from ${sql.table(table)} where customer_id = ${customerId} and lifted_at is null`.execute(all),
  );
  return rows.length > 0;
}

/** Locked until the transaction's end. */
export async function findAttachment(tx: Seen, id: string, { lock = false } = {}): Promise<KeptAttachment | null> {
  const query = tx
    .selectFrom('attachments')
    .innerJoin('cases', 'cases.id', 'attachments.case_id')
    .selectAll('attachments')
    .select('customer_id')
    .where('attachments.id', '=', id);
  const row = await (lock ? query.forUpdate('attachments') : query).executeTakeFirst();
  if (row === undefined) return null;
  const { case_id: caseId, customer_id: customerId, agent_id: agentId, name, bytes, sha256, kind, at, state } = row;
  const standing: AttachmentStanding =
    state === 'arriving'
      ? { state, reached: row.reached }
      : state === 'here'
        ? { state }
        : { state, why: row.refused_why ?? 'notAllowed' };
  return { id, caseId, customerId, agentId, name, bytes, sha256, kind, at, standing };
}

/** Announced twice at once, it is added once. */
export async function addAttachment(
  tx: Seen,
  { id, caseId, name, bytes, sha256 }: NewAttachment,
  by: { readonly id: string; readonly name: string },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('attachments')
    .values({ id, case_id: caseId, name, bytes, sha256, agent_id: by.id, by_name: by.name, at, moved_at: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The next piece of a file that is locked. */
export async function addPart(
  tx: Seen,
  file: { readonly id: string; readonly at: number },
  piece: Uint8Array,
  at: Date,
  deps: PartsDeps,
): Promise<void> {
  await tx
    .insertInto('attachment_parts')
    .values({ attachment_id: file.id, ...keptPart(file, piece, deps) })
    .execute();
  await tx
    .updateTable('attachments')
    .set({ reached: file.at + piece.length, moved_at: at })
    .where('id', '=', file.id)
    .execute();
}

export const bytesOf = readerOf('attachment_parts');

/** Whole, looked at, and told with its case: one that is locked, and was arriving. */
export async function keepWhole(tx: Seen, id: string, kind: Attachment['kind'], at: Date): Promise<void> {
  await tx.updateTable('attachments').set({ state: 'here', kind, moved_at: at }).where('id', '=', id).execute();
}

/** Its bytes go; that it was refused is kept for a while, for whoever has not heard the answer. */
export async function refuse(tx: Seen, id: string, why: AttachmentRefusal, at: Date): Promise<void> {
  await tx
    .updateTable('attachments')
    .set({ state: 'refused', refused_why: why, moved_at: at })
    .where('id', '=', id)
    .where('state', '=', 'arriving')
    .execute();
  await sql`delete from attachment_parts using attachments
    where attachment_id = ${id} and attachments.id = attachment_id and state = 'refused'`.execute(tx);
}

export async function removeAttachment(tx: Seen, id: string): Promise<void> {
  await tx.deleteFrom('attachments').where('id', '=', id).execute();
}

/** What nobody goes on with, and refusals that everybody has heard. */
export async function forgetUnfinished(tx: Seen, since: Date): Promise<void> {
  await tx.deleteFrom('attachments').where('state', '<>', 'here').where('moved_at', '<', since).execute();
}
