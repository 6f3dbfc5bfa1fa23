// Signing in, staying in and signing out. A refresh token works once, and again only while the one given for it lies unused (the answer
// was lost); seen at any other time, somebody has copied it, and the session ends.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '#shared/lib/result';
import type { Agent, Credentials, Session } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { Query } from '../db/db.ts';
import { newId, newSecret, type ServerDeps } from '../deps.ts';
import * as agents from '../repositories/agents.ts';
import type { AccessTokens } from './accessTokens.ts';
import { isPassword } from './passwords.ts';

export type SignInRefusal =
  | { readonly kind: 'wrongCredentials' }
  | { readonly kind: 'lockedOut'; readonly retryAfterSeconds: number };

export interface SignIn {
  signIn(credentials: Credentials): Promise<Result<Session, SignInRefusal>>;
  /** A new pair of tokens, or null: the token is unknown, too old, of an ended session, or was used before its answer was (which ends the session). */
  refresh(refreshToken: string): Promise<Session | null>;
  signOut(agent: Agent, sessionId: string): Promise<void>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function createSignIn(deps: ServerDeps, accessTokens: AccessTokens): SignIn {
  const { db, clock, config } = deps;

  async function openTokens(tx: Query, agent: Agent, sessionId: string, follows: string | null): Promise<Session> {
    const now = clock();
    const refreshToken = newSecret(deps.random);
    await agents.keepRefreshToken(tx, {
      hash: hashOf(refreshToken),
      sessionId,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + config.refreshTokenDays * dayMs),
      follows,
    });
    const access = await accessTokens.issue(agent.id, sessionId);
    return { accessToken: access.token, accessExpiresAt: access.expiresAt.toISOString(), refreshToken, agent };
  }

  /** Seconds for which that name is locked; 0 when it is not. */
  async function lockedFor(tx: Query, username: string): Promise<number> {
    const { attempts, minutes } = config.lockOut;
    const now = clock().getTime();
    const since = new Date(now - minutes * minuteMs);
    const failures = await agents.failedSignIns(tx, username, since, attempts);
    const oldest = failures[attempts - 1];
    return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest.getTime() + minutes * minuteMs - now) / 1000));
  }

  return {
    signIn: ({ username: typed, password }) =>
      db.query.transaction().execute(async (tx): Promise<Result<Session, SignInRefusal>> => {
        const username = typed.toLowerCase();
        // One attempt per name at a time: a hundred at once would all be let in before the first is counted.
        await agents.lockSignInsOf(tx, username);
        const retryAfterSeconds = await lockedFor(tx, username);
        if (retryAfterSeconds > 0) return err({ kind: 'lockedOut', retryAfterSeconds });
        const found = await agents.findActiveAgent(tx, username);
        if (!(await isPassword(password, found?.hash ?? null, config.argon2)) || found === null) {
          await agents.addFailedSignIn(tx, username, clock());
          // A name that nobody has may be a password typed in the wrong field.
          const subject = found && ({ kind: 'agent', ids: [found.agent.id] } as const);
          await audit(tx, { by: null, at: clock(), action: 'signInRefused', subject });
          return err({ kind: 'wrongCredentials' });
        }
        const sessionId = newId(deps);
        await agents.forgetFailedSignIns(tx, username);
        await agents.openSession(tx, { id: sessionId, agentId: found.agent.id, at: clock() });
        await audit(tx, { by: found.agent, at: clock(), action: 'signedIn', subject: null });
        return ok(await openTokens(tx, found.agent, sessionId, null));
      }),

    refresh: (refreshToken) =>
      db.query.transaction().execute(async (tx) => {
        const hash = hashOf(refreshToken);
        const used = await agents.useRefreshToken(tx, hash, clock());
        if (used === null) return null;
        if (!used.good) {
          await agents.revokeSession(tx, used.sessionId, clock());
          return null;
        }
        const found = await agents.agentOfSession(tx, used.sessionId);
        return found === null ? null : openTokens(tx, found.agent, used.sessionId, hash);
      }),

    signOut: (agent, sessionId) =>
      db.query.transaction().execute(async (tx) => {
        await agents.revokeSession(tx, sessionId, clock());
        await audit(tx, { by: agent, at: clock(), action: 'signedOut', subject: null });
      }),
  };
}
