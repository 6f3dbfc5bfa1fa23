// Agents and their sessions, refresh tokens and wrong passwords, as rows.
import { sql } from 'kysely';
import { type Agent, agentSchema } from '#shared/protocol/sessions';
import type { Query } from '../db/db.ts';

const agentColumns = ['agents.id', 'username', 'name', 'given_name as givenName', 'role', 'language'] as const;

export interface Known {
  readonly agent: Agent;
  readonly hash: string;
  /** Null: a password of their own. */
  readonly oneTimeUntil: Date | null;
}

/** The agent who signs in with that name (any case), with the password's hash. */
export async function findActiveAgent(db: Query, username: string): Promise<Known | null> {
  const row = await db
    .selectFrom('agents')
    .select([...agentColumns, 'password_hash', 'one_time_until'])
    .where('username', '=', username)
    .where('active', '=', true)
    .executeTakeFirst();
  return row ? { agent: agentSchema.parse(row), hash: row.password_hash, oneTimeUntil: row.one_time_until } : null;
}

/** The agent of a session that has not been ended, and the portfolios that they see, in order. */
/** Somebody who works here now, and what they see; null: nobody of that id does. */
export async function activeAgent(
  db: Query,
  id: string,
): Promise<{ readonly name: string; readonly portfolios: readonly string[] } | null> {
  const row = await db
    .selectFrom('agents')
    .select(['name', 'portfolios'])
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst();
  return row ?? null;
}

export async function agentOfSession(
  db: Query,
  sessionId: string,
): Promise<{ agent: Agent; portfolios: readonly string[]; endsAt: Date | null } | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('agents', 'agents.id', 'sessions.agent_id')
    .select([...agentColumns, 'portfolios', 'ends_at'])
    .where('sessions.id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .where('active', '=', true)
    .executeTakeFirst();
  return row ? { agent: agentSchema.parse(row), portfolios: row.portfolios, endsAt: row.ends_at } : null;
}

export async function openSession(
  db: Query,
  session: { id: string; agentId: string; at: Date; endsAt: Date | null },
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      id: session.id,
      agent_id: session.agentId,
      started_at: session.at,
      revoked_at: null,
      ends_at: session.endsAt,
    })
    .execute();
}

/** Ends a session for good and tells every instance, so that its event streams end too. */
export async function revokeSession(db: Query, sessionId: string, at: Date): Promise<void> {
  await db.updateTable('sessions').set({ revoked_at: at }).where('id', '=', sessionId).execute();
  const news = JSON.stringify({ kind: 'signedOut', sessionId });
  await sql`select pg_notify('cornetta', ${news})`.execute(db);
}

/** `follows`: the token that was given for it; null for the first of a session. */
export async function keepRefreshToken(
  db: Query,
  token: { hash: string; sessionId: string; issuedAt: Date; expiresAt: Date; follows: string | null },
): Promise<void> {
  await db
    .insertInto('refresh_tokens')
    .values({
      token_hash: token.hash,
      session_id: token.sessionId,
      issued_at: token.issuedAt,
      expires_at: token.expiresAt,
      used_at: null,
      follows: token.follows,
    })
    .execute();
}

/**
 * Marks the token as used. It is `good` the first time, and once more while nobody has used the one that was given for it: that answer
 * was lost on the way, and what it carried is good no more. Null when there is no such token or it is too old.
 */
export async function useRefreshToken(
  db: Query,
  hash: string,
  at: Date,
): Promise<{ sessionId: string; good: boolean } | null> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select(['session_id as sessionId', 'used_at as usedAt'])
    .where('token_hash', '=', hash)
    .where('expires_at', '>', at)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  await db.updateTable('refresh_tokens').set({ used_at: at }).where('token_hash', '=', hash).execute();
  if (row.usedAt === null) return { sessionId: row.sessionId, good: true };
  const withdrawn = await db
    .updateTable('refresh_tokens')
    .set({ used_at: at })
    .where('follows', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return { sessionId: row.sessionId, good: withdrawn.numUpdatedRows > 0n };
}

/** Waits until no other transaction is signing that name in; held to the end of this one. */
export async function lockSignInsOf(tx: Query, username: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in ${username}`}, 0))`.execute(tx);
}

/** Each instance reads the database's clock for itself: what one has just written may be a little later than another's now. */
const clocksApartMs = 5_000;
/** What was written later than this is still to come: a clock was ahead. */
export const hasBeenBy = (now: Date): Date => new Date(now.getTime() + clocksApartMs);

/**
 * When the wrong passwords for that name were given, the newest first, at most `limit`, none before `since`, none that is
 * still to come. */
export async function failedSignIns(
  db: Query,
  username: string,
  { since, now }: { readonly since: Date; readonly now: Date },
  limit: number,
): Promise<Date[]> {
  const rows = await db
    .selectFrom('failed_sign_ins')
    .select('at')
    .where('username', '=', username)
    .where('at', '>', since)
    .where('at', '<=', hasBeenBy(now))
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.at);
}

export async function addFailedSignIn(db: Query, username: string, at: Date): Promise<void> {
  await db.insertInto('failed_sign_ins').values({ username, at }).execute();
}

export async function forgetFailedSignIns(db: Query, username: string): Promise<void> {
  await db.deleteFrom('failed_sign_ins').where('username', '=', username).execute();
}
