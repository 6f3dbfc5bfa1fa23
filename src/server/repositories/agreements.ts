// Agreements by which connectors read as a person: the sealed tokens, who renews them, and agreements under way in a browser. With the house's eyes.
import { sql } from 'kysely';
import { hasLapsed } from '../db/houseClock.ts';
import type { Seen } from '../db/seenBy.ts';

export interface SignInUnderWay {
  /** As a hash. */
  readonly state: string;
  readonly connectorId: string;
  /** The administrator's, who has begun it. */
  readonly sessionId: string;
  /** Sealed. */
  readonly verifier: string;
}

/** Takes the place of one that was begun before for the same connector. */
export async function keepSignIn(tx: Seen, begun: SignInUnderWay, expiresAt: Date): Promise<void> {
  await tx.deleteFrom('crm_sign_ins').where('connector_id', '=', begun.connectorId).execute();
  await tx
    .insertInto('crm_sign_ins')
    .values({
      state: begun.state,
      connector_id: begun.connectorId,
      session_id: begun.sessionId,
      verifier: begun.verifier,
      expires_at: expiresAt,
    })
    .execute();
}

/** Null: unknown, used already, or too late. */
export async function takeSignIn(tx: Seen, state: string, now: Date): Promise<SignInUnderWay | null> {
  await tx.deleteFrom('crm_sign_ins').where('expires_at', '<=', now).execute();
  const row = await tx
    .deleteFrom('crm_sign_ins')
    .where('state', '=', state)
    .returning(['state', 'connector_id as connectorId', 'session_id as sessionId', 'verifier'])
    .executeTakeFirst();
  return row ?? null;
}

export interface KeptAgreement {
  /** Sealed. */
  readonly tokens: string;
  readonly isOver: boolean;
}

export async function findAgreement(tx: Seen, connectorId: string): Promise<KeptAgreement | null> {
  const row = await tx
    .selectFrom('crm_agreements')
    .select(['tokens', 'is_over as isOver'])
    .where('connector_id', '=', connectorId)
    .executeTakeFirst();
  return row ?? null;
}

export async function keepAgreement(
  tx: Seen,
  { connectorId, tokens, by, at }: { connectorId: string; tokens: string; by: string; at: Date },
): Promise<void> {
  const given = { tokens, given_at: at, given_by: by, is_over: false, renewing_until: null };
  await tx
    .insertInto('crm_agreements')
    .values({ connector_id: connectorId, ...given })
    .onConflict((conflict) => conflict.column('connector_id').doUpdateSet(given))
    .execute();
}

/** Resolves to what stood until now. */
export async function dropAgreement(tx: Seen, connectorId: string): Promise<KeptAgreement | null> {
  await tx.deleteFrom('crm_sign_ins').where('connector_id', '=', connectorId).execute();
  const dropped = await tx
    .deleteFrom('crm_agreements')
    .where('connector_id', '=', connectorId)
    .returning(['tokens', 'is_over as isOver'])
    .executeTakeFirst();
  return dropped ?? null;
}

/** For `seconds` by the database's clock. False: somebody else renews them now, or they are other ones by now. */
export async function claimRenewal(tx: Seen, connectorId: string, tokens: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    update crm_agreements set renewing_until = now() + ${seconds} * interval '1 second'
    where connector_id = ${connectorId} and tokens = ${tokens}
      and (renewing_until is null or ${hasLapsed('renewing_until', seconds)})
    returning connector_id`.execute(tx);
  return rows.length > 0;
}

/** How a renewal of these tokens has ended. Nothing where an administrator has given new ones meanwhile. */
export async function settleRenewal(
  tx: Seen,
  connectorId: string,
  tokens: string,
  ended: { readonly tokens?: string; readonly isOver?: boolean },
): Promise<void> {
  await tx
    .updateTable('crm_agreements')
    .set({
      renewing_until: null,
      ...(ended.tokens !== undefined && { tokens: ended.tokens }),
      ...(ended.isOver !== undefined && { is_over: ended.isOver }),
    })
    .where('connector_id', '=', connectorId)
    .where('tokens', '=', tokens)
    .execute();
}
