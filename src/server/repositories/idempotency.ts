// The answers already given, kept so that a request sent again gets the same one and lands once.
import { type SqlBool, sql } from 'kysely';
import type { Query } from '../db/db.ts';
import type { Seen } from '../db/seenBy.ts';

export interface KeptAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
}

/** Takes the key until the end of this transaction; false when another transaction holds it. */
export async function takeKey(tx: Query, agentId: string, key: string): Promise<boolean> {
  const { rows } = await sql<{ taken: SqlBool }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${agentId} ${key}`}, 1)) as taken`.execute(tx);
  return rows[0]?.taken === true;
}

export async function findAnswer(tx: Seen, agentId: string, key: string): Promise<KeptAnswer | null> {
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'answer as body'])
    .where('agent_id', '=', agentId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}

export async function keepAnswer(tx: Seen, agentId: string, key: string, answer: KeptAnswer, at: Date): Promise<void> {
  await tx
    .insertInto('idempotency_keys')
    .values({
      agent_id: agentId,
      key,
      fingerprint: answer.fingerprint,
      status: answer.status,
      answer: JSON.stringify(answer.body),
      at,
    })
    .execute();
}
