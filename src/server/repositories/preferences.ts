// What agents have chosen for themselves, as rows.
import { sql } from 'kysely';
import { type KeptChoices, keptChoicesSchema, merged } from '#shared/model/preferences';
import type { Seen } from '../db/seenBy.ts';

export async function choicesOf(tx: Seen, agentId: string): Promise<KeptChoices> {
  const row = await tx
    .selectFrom('agent_preferences')
    .select('choices')
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  return row === undefined ? {} : keptChoicesSchema.parse(row.choices);
}

/** Those that are later than what is kept take its place; `isNew`: some did. Two at the same time wait for each other. */
export async function keepChoices(
  tx: Seen,
  agentId: string,
  told: KeptChoices,
): Promise<{ choices: KeptChoices; isNew: boolean }> {
  await tx
    .insertInto('agent_preferences')
    .values({ agent_id: agentId, choices: '{}' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('agent_preferences')
    .select('choices')
    .where('agent_id', '=', agentId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const before = keptChoicesSchema.parse(row.choices);
  const choices = merged(before, told);
  const isNew = Object.keys(told).some((name) => choices[name] !== before[name]);
  if (isNew)
    await tx
      .updateTable('agent_preferences')
      .set({ choices: JSON.stringify(choices) })
      .where('agent_id', '=', agentId)
      .execute();
  return { choices, isNew };
}

/** The agent's other PCs are to ask; `from`: the session that knows already. Heard when the transaction has committed. */
export async function tellChoices(tx: Seen, agentId: string, from: string): Promise<void> {
  await sql`select pg_notify('cornetta', ${JSON.stringify({ kind: 'preferences', agentId, from })})`.execute(tx);
}
