// Handovers: what goes with a call that is passed on, found by the interaction's id.
import { sql } from 'kysely';
import { type Handover, type HandoverRequest, handoverSchema } from '#shared/protocol/interactions';
import { asHouse, type Seen } from '../db/seenBy.ts';

/**
 * Keeps it, in place of an earlier one of the same interaction, and tells every instance. Resolves to its version. Rejects where that is
 * another's.
 */
export async function saveHandover(tx: Seen, agentId: string, request: HandoverRequest): Promise<number> {
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

/** With the house's eyes: whoever has the id has got the call, wherever the PBX has led it. */
export async function findHandover(tx: Seen, id: string): Promise<Handover | null> {
  const row = await asHouse(tx, (all) =>
    all
      .selectFrom('handovers')
      .innerJoin('agents', 'agents.id', 'agent_id')
      .select(['request', 'agents.id as fromId', 'agents.name as fromName'])
      .where('handovers.id', '=', id)
      .executeTakeFirst(),
  );
  if (!row) return null;
  return handoverSchema.parse({ ...(row.request as object), from: { id: row.fromId, name: row.fromName } });
}
