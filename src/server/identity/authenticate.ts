// Who is asking: every route behind this hook has an agent and a session, or answers 401.
import type { FastifyRequest } from 'fastify';
import type { Agent } from '#shared/protocol/sessions';
import type { Query } from '../db/db.ts';
import type { AgentViewer } from '../db/seenBy.ts';
import { ProblemError } from '../problems.ts';
import { agentOfSession } from '../repositories/agents.ts';
import type { AccessTokens } from './accessTokens.ts';

export interface Identity {
  readonly agent: Agent;
  /** Whose eyes the request has. */
  readonly viewer: AgentViewer;
  readonly sessionId: string;
}

const identities = new WeakMap<FastifyRequest, Identity>();

/** The hook. The session is looked up each time, so that signing out, switching an agent off and a right that is lost count at once. */
export function createAuthenticate(db: Query, accessTokens: AccessTokens) {
  return async (request: FastifyRequest): Promise<void> => {
    const [, token] = /^Bearer ([\w.-]{20,4096})$/i.exec(request.headers.authorization ?? '') ?? [];
    const claims = token === undefined ? null : await accessTokens.read(token);
    const found = claims === null ? null : await agentOfSession(db, claims.sessionId);
    if (claims === null || found === null) throw new ProblemError('session-expired');
    const viewer: AgentViewer = { kind: 'agent', portfolios: found.portfolios, agentId: found.agent.id };
    identities.set(request, { agent: found.agent, viewer, sessionId: claims.sessionId });
  };
}

/** Who is asking, in a route behind the hook. */
export function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (identity === undefined) throw new Error('a route without authentication asked who is asking');
  return identity;
}
