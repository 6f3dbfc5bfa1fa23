// Finished interactions, and the contact that each leaves in its customer's timeline.

import { sql } from 'kysely';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Agent } from '#shared/protocol/sessions';
import { asHouse, type Seen } from '../db/seenBy.ts';

/**
 * Keeps the report, in place of an earlier one of the same interaction. Resolves to its version; null: that one is another's. Rejects where
 * the agent does not see its customer.
 */
export async function saveInteraction(
  tx: Seen,
  agent: Agent,
  report: InteractionReport,
  at: Date,
): Promise<number | null> {
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
    secondary: report.secondary,
    outcome_code: report.outcomeCode,
    note: report.note,
    identification: report.identification,
    factors: report.factors,
    identification_failed: report.identificationFailed,
    speaker: report.speaker && JSON.stringify(report.speaker),
    suspected: report.suspected,
    told_country: report.toldCountry,
    promised: report.promised.text,
    promised_by: report.promised.by,
    promised_owner: report.promised.owner && JSON.stringify(report.promised.owner),
    missing: report.missing,
    checks: JSON.stringify(report.checks),
    events: JSON.stringify(report.events),
    received_at: at,
  };
  const added = await tx
    .insertInto('interactions')
    .values({ id: report.id, ...values, version: 1 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('version')
    .executeTakeFirst();
  if (added !== undefined) return added.version;
  // One's own may be with a customer whom one does not see any more: what replaces it lands all the same.
  const replaced = await asHouse(tx, (all) =>
    all
      .updateTable('interactions')
      .set((row) => ({ ...values, version: row('version', '+', 1) }))
      .where('id', '=', report.id)
      .where('agent_id', '=', agent.id)
      .returning('version')
      .executeTakeFirst(),
  );
  return replaced?.version ?? null;
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
    secondary: report.secondary,
    outcome_code: report.outcomeCode,
    note: report.note,
    factors: report.factors,
  };
  await tx
    .insertInto('contacts')
    .values({ id: report.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
  return true;
}
