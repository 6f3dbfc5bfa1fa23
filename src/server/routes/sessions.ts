// Signing in, renewing the tokens, signing out.
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import { credentialsSchema, refreshRequestSchema, sessionSchema } from '#shared/protocol/sessions';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import type { Oidc } from '../identity/oidc.ts';
import type { SignIn } from '../identity/signIn.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { knock } from '../repositories/doorKnocks.ts';
import { extensionOf } from '../repositories/workstation.ts';
import type { App } from './app.ts';
import { signInRoutes } from './signIn.ts';

const bodyLimit = 4_096;
const minuteMs = 60_000;

/** The doors that need no token: limited by network address, over all instances. */
export function doorRoutes(app: App, signIn: SignIn, oidc: Oidc | null, { db, clock, config }: ServerDeps): void {
  app.addHook('onRequest', async (request) => {
    const now = clock().getTime();
    const minute = Math.floor(now / minuteMs) * minuteMs;
    if ((await knock(db.query, request.ip, new Date(minute))) <= config.signInsPerMinute) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((minute + minuteMs - now) / 1000));
    throw new ProblemError('too-many-requests', { retryAfterSeconds });
  });
  signInRoutes(app, signIn, oidc, config.localAccounts);
  app.post(
    '/v1/sessions',
    {
      bodyLimit,
      schema: {
        summary: 'Sign in',
        security: [],
        body: credentialsSchema,
        response: { 201: sessionSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      if (!config.localAccounts) throw new ProblemError('browser-only');
      const result = await signIn.signIn(request.body);
      if (result.ok) return reply.code(201).header('cache-control', 'no-store').send(result.value);
      if (result.error.kind === 'wrongCredentials') throw new ProblemError('wrong-credentials');
      if (result.error.kind === 'passwordDue') throw new ProblemError('password-due');
      if (result.error.kind === 'weakPassword') throw invalidField('newPassword', 'too easy to guess, or the same');
      throw new ProblemError('locked-out', { retryAfterSeconds: result.error.retryAfterSeconds });
    },
  );
  app.post(
    '/v1/sessions/refresh',
    {
      bodyLimit,
      schema: {
        summary: 'Change the refresh token for a new pair of tokens; each works once',
        security: [],
        body: refreshRequestSchema,
        response: { 200: sessionSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const session = await signIn.refresh(request.body.refreshToken);
      if (session === null) throw new ProblemError('session-expired');
      return reply.header('cache-control', 'no-store').send(session);
    },
  );
}

export function sessionRoutes(app: App, signIn: SignIn, { db, bridge, logger }: ServerDeps): void {
  /** Whoever leaves is rung by no queue any more; they are gone whether the PBX can be told or not. */
  async function leaveQueues(agentId: string): Promise<void> {
    const extension = bridge === null ? null : await extensionOf(db.query, agentId);
    if (extension !== null) await bridge?.logOut(extension);
  }

  app.delete(
    '/v1/sessions',
    { schema: { summary: 'Sign out', response: { 204: z.null(), '4xx': problemSchema } } },
    async (request, reply) => {
      const { agent, sessionId } = identityOf(request);
      await signIn.signOut(agent, sessionId);
      leaveQueues(agent.id).catch((error: unknown) => logger.warn({ err: error }, 'not logged out of the queues'));
      return reply.code(204).send(null);
    },
  );
}
