// Handovers: what goes with a call that is passed on, found by the interaction's id.
import { sql } from 'kysely';
import { type Handover, type HandoverRequest, handoverSchema } from '#shared/protocol/interactions';
import type { Query } from '../db/db.ts';

export async function ownerOfHandover(tx: Query, id: string): Promise<string | null> {
  const row = await tx.selectFrom('handovers').select('agent_id').where('id', '=', id).executeTakeFirst();
  return row?.agent_id ?? null;
}

/** Keeps it, in place of an earlier one of the same interaction, and tells every instance. Resolves to its version. */
export async function saveHandover(tx: Query, agentId: string, request: HandoverRequest): Promise<number> {
  const values = { agent_id: agentId, request: JSON.stringify(request) };
  const row = await tx
    .insertInto('handovers')
    .values({ id: request.id, ...values, version: 1 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({ ...values, version: row('handovers.version', '+', 1) })),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  const news = JSON.stringify({ kind: 'handover', id: request.id, from: agentId });
  await sql`select pg_notify('cornetta', ${news})`.execute(tx);
  return row.version;
}

export async function findHandover(db: Query, id: string): Promise<Handover | null> {
  const row = await db
    .selectFrom('handovers')
    .innerJoin('agents', 'agents.id', 'agent_id')
    .select(['request', 'agents.id as fromId', 'agents.name as fromName'])
    .where('handovers.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return handoverSchema.parse({ ...(row.request as object), from: { id: row.fromId, name: row.fromName } });
}
