// Who is asking: every route behind this hook has an agent and a session, or answers 401.
import type { FastifyRequest } from 'fastify';
import type { Agent } from '#shared/protocol/sessions';
import type { Query } from '../db/db.ts';
import { ProblemError } from '../problems.ts';
import { agentOfSession } from '../repositories/agents.ts';
import type { AccessTokens } from './accessTokens.ts';

export interface Identity {
  readonly agent: Agent;
  readonly sessionId: string;
}

const identities = new WeakMap<FastifyRequest, Identity>();

/** The hook. The session is looked up each time, so that signing out or switching an agent off counts at once. */
export function createAuthenticate(db: Query, accessTokens: AccessTokens) {
  return async (request: FastifyRequest): Promise<void> => {
    const [, token] = /^Bearer ([\w.-]{20,4096})$/i.exec(request.headers.authorization ?? '') ?? [];
    const claims = token === undefined ? null : await accessTokens.read(token);
    const agent = claims === null ? null : await agentOfSession(db, claims.sessionId);
    if (claims === null || agent === null) throw new ProblemError('session-expired');
    identities.set(request, { agent, sessionId: claims.sessionId });
  };
}

/** Who is asking, in a route behind the hook. */
export function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (identity === undefined) throw new Error('a route without authentication asked who is asking');
  return identity;
}
