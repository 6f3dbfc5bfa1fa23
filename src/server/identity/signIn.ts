// Signing in, staying in and signing out. A refresh token works once, and again only while the one given for it lies unused (the answer
// was lost); seen at any other time, somebody has copied it, and the session ends.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '#shared/lib/result';
import { passwordFault } from '#shared/model/password';
import type { Role } from '#shared/model/role';
import type { Agent, Credentials, Session } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import type { Query } from '../db/db.ts';
import { newId, newSecret, type ServerDeps } from '../deps.ts';
import { changeAccount, endSessions, setPassword } from '../repositories/accounts.ts';
import * as agents from '../repositories/agents.ts';
import type { AccessTokens } from './accessTokens.ts';
import { hashPassword, isPassword } from './passwords.ts';

type WrongCredentials =
  | { readonly kind: 'wrongCredentials' }
  | { readonly kind: 'lockedOut'; readonly retryAfterSeconds: number };

export type SignInRefusal =
  | WrongCredentials
  /** The password was made for them and works once: they have to choose one of their own. */
  | { readonly kind: 'passwordDue' }
  | { readonly kind: 'weakPassword' };

export interface SignIn {
  signIn(credentials: Credentials): Promise<Result<Session, SignInRefusal>>;
  /** Whether they are right, with what is wrong counted; opens nothing. */
  check(credentials: Credentials): Promise<Result<Agent, WrongCredentials>>;
  /** A session for who has signed in with the company's account; it ends by itself. Null: nobody here has that name, or is switched off. `role`: theirs from now on; null: as it is. */
  enter(known: { readonly username: string; readonly role: Role | null }): Promise<Session | null>;
  /** A new pair of tokens, or null: the token is unknown, too old, of an ended session, or was used before its answer was (which ends the session). */
  refresh(refreshToken: string): Promise<Session | null>;
  signOut(agent: Agent, sessionId: string): Promise<void>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const earlier = (one: Date, other: Date | null): Date => (other !== null && other < one ? other : one);

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function createSignIn(deps: ServerDeps, accessTokens: AccessTokens): SignIn {
  const { db, clock, config } = deps;

  async function openTokens(
    tx: Query,
    agent: Agent,
    session: { readonly id: string; readonly endsAt: Date | null },
    follows: string | null,
  ): Promise<Session> {
    const now = clock();
    const refreshToken = newSecret(deps.random);
    await agents.keepRefreshToken(tx, {
      hash: hashOf(refreshToken),
      sessionId: session.id,
      issuedAt: now,
      expiresAt: earlier(new Date(now.getTime() + config.refreshTokenDays * dayMs), session.endsAt),
      follows,
    });
    const access = await accessTokens.issue(agent.id, session.id);
    return { accessToken: access.token, accessExpiresAt: access.expiresAt.toISOString(), refreshToken, agent };
  }

  /** Seconds for which that name is locked; 0 when it is not. */
  async function lockedFor(tx: Query, username: string): Promise<number> {
    const { attempts, minutes } = config.lockOut;
    const now = clock();
    const since = new Date(now.getTime() - minutes * minuteMs);
    const failures = await agents.failedSignIns(tx, username, { since, now }, attempts);
    const oldest = failures[attempts - 1];
    return oldest === undefined ? 0 : Math.ceil((oldest.getTime() + minutes * minuteMs - now.getTime()) / 1000);
  }

  /** Counts what was wrong, and forgets it once it is right. */
  async function check(
    tx: Query,
    { username: typed, password }: Credentials,
  ): Promise<Result<agents.Known, WrongCredentials>> {
    const username = typed.toLowerCase();
    // One attempt per name at a time: a hundred at once would all be let in before the first is counted.
    await agents.lockSignInsOf(tx, username);
    const retryAfterSeconds = await lockedFor(tx, username);
    if (retryAfterSeconds > 0) return err({ kind: 'lockedOut', retryAfterSeconds });
    const found = await agents.findActiveAgent(tx, username);
    const isRight = await isPassword(password, found?.hash ?? null, config.argon2);
    const isTooOld = found !== null && found.oneTimeUntil !== null && found.oneTimeUntil <= clock();
    if (!isRight || found === null || isTooOld) {
      await agents.addFailedSignIn(tx, username, clock());
      // A name that nobody has may be a password typed in the wrong field.
      const subject = found && ({ kind: 'agent', ids: [found.agent.id] } as const);
      await audit(tx, { by: null, at: clock(), action: 'signInRefused', subject });
      return err({ kind: 'wrongCredentials' });
    }
    await agents.forgetFailedSignIns(tx, username);
    return ok(found);
  }

  return {
    check: (credentials) =>
      db.query.transaction().execute(async (tx) => {
        const checked = await check(tx, credentials);
        return checked.ok ? ok(checked.value.agent) : checked;
      }),

    signIn: (credentials) =>
      db.query.transaction().execute(async (tx): Promise<Result<Session, SignInRefusal>> => {
        const checked = await check(tx, credentials);
        if (!checked.ok) return checked;
        const { agent, oneTimeUntil } = checked.value;
        const { newPassword } = credentials;
        // With a password that works once there is never a session: only the way to one of their own.
        if (oneTimeUntil !== null && newPassword === undefined) return err({ kind: 'passwordDue' });
        if (newPassword !== undefined) {
          const isSame = newPassword === credentials.password;
          if (isSame || passwordFault(newPassword, agent.username) !== null) return err({ kind: 'weakPassword' });
          await setPassword(tx, agent.id, await hashPassword(newPassword, config.argon2, deps.random), null);
          await endSessions(tx, agent.id, clock());
          const subject = { kind: 'agent', ids: [agent.id] } as const;
          await audit(tx, { by: agent, at: clock(), action: 'passwordChanged', subject });
        }
        const sessionId = newId(deps);
        await agents.openSession(tx, { id: sessionId, agentId: agent.id, at: clock(), endsAt: null });
        await audit(tx, { by: agent, at: clock(), action: 'signedIn', subject: null });
        return ok(await openTokens(tx, agent, { id: sessionId, endsAt: null }, null));
      }),

    enter: ({ username, role }) =>
      db.query.transaction().execute(async (tx) => {
        const known = await agents.findActiveAgent(tx, username);
        if (known === null) return null;
        const found = { agent: { ...known.agent, role: role ?? known.agent.role } };
        if (found.agent.role !== known.agent.role) {
          await changeAccount(tx, found.agent.id, { role: found.agent.role });
          const subject = { kind: 'agent', ids: [found.agent.id] } as const;
          await audit(tx, { by: null, at: clock(), action: 'accountChanged', subject, detail: { fields: ['role'] } });
        }
        const endsAt = new Date(clock().getTime() + (config.oidc?.hours ?? 0) * 60 * minuteMs);
        const session = { id: newId(deps), endsAt };
        await agents.openSession(tx, { ...session, agentId: found.agent.id, at: clock() });
        await audit(tx, { by: found.agent, at: clock(), action: 'signedIn', subject: null });
        return openTokens(tx, found.agent, session, null);
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
        return found === null ? null : openTokens(tx, found.agent, { id: used.sessionId, endsAt: found.endsAt }, hash);
      }),

    signOut: (agent, sessionId) =>
      db.query.transaction().execute(async (tx) => {
        await agents.revokeSession(tx, sessionId, clock());
        await audit(tx, { by: agent, at: clock(), action: 'signedOut', subject: null });
      }),
  };
}
