// Calls that are to be written into the log of another CRM: put there by a trigger with the report (migration 280). With the house's eyes.
import { type SqlBool, sql } from 'kysely';
import type { LoggedCall } from '#shared/connector/callLog';
import type { Language } from '#shared/model/ids';
import type { Seen } from '../db/seenBy.ts';

export interface DueCall {
  readonly call: LoggedCall;
  readonly tries: number;
}

/**
 * Some that are due, the oldest first. A call whose customer is no longer tied to anybody there, or may not be given to anybody (GDPR
 * art. 18), is not; it waits.
 */
export async function dueCalls(
  tx: Seen,
  connectorId: string,
  now: Date,
  language: Language,
  most: number,
): Promise<DueCall[]> {
  const rows = await tx
    .selectFrom('crm_calls')
    .innerJoin('interactions', 'interactions.id', 'crm_calls.interaction_id')
    .innerJoin('agents', 'agents.id', 'interactions.agent_id')
    .leftJoin('reasons', 'reasons.code', 'interactions.reason_code')
    .innerJoin('crm_links', (join) =>
      join
        .onRef('crm_links.connector_id', '=', 'crm_calls.connector_id')
        .onRef('crm_links.customer_id', '=', 'interactions.customer_id'),
    )
    .select([
      'interactions.id',
      'crm_links.remote_id as person',
      'interactions.direction',
      'interactions.caller',
      'interactions.note',
      'interactions.started_at as startedAt',
      'interactions.ended_at as endedAt',
      'interactions.closed_at as closedAt',
      'agents.name as agent',
      'reasons.labels',
      'interactions.reason_code as reasonCode',
      'crm_calls.tries',
    ])
    .where('crm_calls.connector_id', '=', connectorId)
    .where('crm_calls.state', '=', 'waiting')
    .where('crm_calls.next_at', '<=', now)
    .where(sql<SqlBool>`not exists (
      select from customers where customers.id = interactions.customer_id and restricted_at is not null)`)
    .orderBy('interactions.id')
    .limit(most)
    .execute();
  return rows.map(({ tries, caller, labels, reasonCode, startedAt, endedAt, closedAt, ...rest }) => ({
    tries,
    call: {
      ...rest,
      subject: labels?.[language] ?? reasonCode,
      number: caller.kind === 'number' ? (caller.e164 ?? caller.number) : '',
      startedAt: startedAt.getTime(),
      endedAt: (endedAt ?? closedAt).getTime(),
    },
  }));
}

export type CallOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'again'; readonly at: Date };

export async function settleCall(
  tx: Seen,
  connectorId: string,
  interactionId: string,
  outcome: CallOutcome,
): Promise<void> {
  await tx
    .updateTable('crm_calls')
    .set({
      tries: sql<number>`tries + 1`,
      ...(outcome.kind === 'again' ? { next_at: outcome.at } : { state: outcome.kind }),
      ...(outcome.kind === 'refused' && { status: outcome.status }),
    })
    .where('connector_id', '=', connectorId)
    .where('interaction_id', '=', interactionId)
    .execute();
}

export async function countCalls(
  tx: Seen,
  connectorId: string,
): Promise<{ waiting: number; written: number; refused: number }> {
  const of = (state: string) => sql<number>`(count(*) filter (where state = ${state}))::int`;
  return tx
    .selectFrom('crm_calls')
    .select([of('waiting').as('waiting'), of('written').as('written'), of('refused').as('refused')])
    .where('connector_id', '=', connectorId)
    .executeTakeFirstOrThrow();
}
