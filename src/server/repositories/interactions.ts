// Finished interactions, and the contact that each leaves in its customer's timeline.

import { sql } from 'kysely';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Agent } from '#shared/protocol/sessions';
import { asHouse, type Seen } from '../db/seenBy.ts';

/**
 * Keeps the report, in place of an earlier one of the same interaction. Resolves to its version. Rejects where that is another's. Its
 * customer is one whom the agent sees.
 */
export async function saveInteraction(tx: Seen, agent: Agent, report: InteractionReport, at: Date): Promise<number> {
  const values = {
    agent_id: agent.id,
    direction: report.direction,
    channel: report.channel,
    caller: JSON.stringify(report.caller),
    queue_id: report.queueId,
    language: report.language,
    continues: report.continues,
    customer_id: report.customerId,
    started_at: report.startedAt,
    answered_at: report.answeredAt,
    ended_at: report.endedAt,
    closed_at: report.closedAt,
    reason_code: report.reasonCode,
    outcome_code: report.outcomeCode,
    note: report.note,
    identification: report.identification,
    promised: report.promised.text,
    promised_by: report.promised.by,
    events: JSON.stringify(report.events),
    received_at: at,
  };
  const save = (seen: Seen) =>
    seen
      .insertInto('interactions')
      .values({ id: report.id, ...values, version: 1 })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({ ...values, version: row('interactions.version', '+', 1) })),
      )
      .returning('version')
      .executeTakeFirstOrThrow();
  // One's own may be with a customer whom one does not see any more: what replaces it lands all the same.
  const before = await asHouse(tx, (all) =>
    all.selectFrom('interactions').select('agent_id').where('id', '=', report.id).forUpdate().executeTakeFirst(),
  );
  const row = before?.agent_id === agent.id ? await asHouse(tx, save) : await save(tx);
  return row.version;
}

/**
 * Brings the customer's timeline in line with the report; without a customer there is nothing to show. `version`: the interaction's.
 * False: something else has left a contact of that id, which stays as it is.
 */
export async function saveContact(
  tx: Seen,
  agent: Agent,
  report: InteractionReport,
  version: number,
): Promise<boolean> {
  const contact = tx.selectFrom('contacts').select('id').where('id', '=', report.id);
  if (version === 1 && (await contact.executeTakeFirst()) !== undefined) return false;
  if (report.customerId === null) {
    await tx.deleteFrom('contacts').where('id', '=', report.id).execute();
    return true;
  }
  const values = {
    customer_id: report.customerId,
    queue_id: sql<string | null>`(select id from queues where id = ${report.queueId})`,
    at: report.startedAt,
    channel: report.channel,
    direction: report.direction,
    agent_name: agent.name,
    reason_code: report.reasonCode,
    outcome_code: report.outcomeCode,
    note: report.note,
  };
  await tx
    .insertInto('contacts')
    .values({ id: report.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
  return true;
}
