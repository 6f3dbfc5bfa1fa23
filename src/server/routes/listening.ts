// Listening to a call, where the policy allows it: a lead asks, the agent's screen says so, and only then does the PBX let the lead in.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import { listeningIdSchema, listeningRequestSchema } from '#shared/protocol/listening';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { bridgeOf } from '../pbx/bridge.ts';
import { memberStateOf } from '../pbx/picture.ts';
import type { QueueWatch } from '../pbx/watch.ts';
import { ProblemError } from '../problems.ts';
import * as rows from '../repositories/listening.ts';
import { companyPolicy, extensionOf } from '../repositories/workstation.ts';
import { supervisionNow } from '../supervision.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

const params = z.object({ id: listeningIdSchema });
const response = { 204: z.null(), '4xx': problemSchema, 503: problemSchema };

export function listeningRoutes(app: App, deps: ServerDeps, watch: QueueWatch): void {
  const { db, clock } = deps;

  app.post(
    '/v1/listening',
    {
      schema: {
        summary:
          'Ask to listen to an agent who is in a call (leads, by an agreement); 404: in none; 409: somebody does',
        body: listeningRequestSchema,
        response,
      },
    },
    async (request, reply) => {
      const lead = whoMay(request, 'leadTeam');
      const { viewer } = identityOf(request);
      const agreement = supervisionNow(await companyPolicy(db.query), deps);
      if (agreement?.listening !== true) throw new ProblemError('forbidden');
      bridgeOf(deps);
      const { agentId } = request.body;
      const extension = await extensionOf(db.query, agentId);
      const picture = watch.picture();
      const isInCall = extension !== null && picture !== null && memberStateOf(picture, extension) === 'inCall';
      if (!isInCall || agentId === lead.id) throw new ProblemError('not-found');
      const wish = { id: randomUUID(), leadId: lead.id, agentId, legalReference: agreement.legalReference };
      const asked = await seenBy(db.query, viewer, (tx) => rows.askToListen(tx, wish, clock()));
      if (!asked) throw new ProblemError('taken');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/listening/:id/seen',
    {
      schema: {
        summary: 'The agent’s screen says who listens; from now on the lead’s phone is let in; 404: it is over',
        params,
        response,
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const listening = await seenBy(db.query, viewer, (tx) => rows.findListening(tx, request.params.id));
      if (listening === null) throw new ProblemError('not-found');
      if (listening.agent.id !== agent.id) throw new ProblemError('forbidden');
      const lead = await extensionOf(db.query, listening.lead.id);
      const { extension } = listening;
      const isLetIn = lead !== null && (await bridgeOf(deps).permitEntry({ how: 'listen', lead, extension }));
      await seenBy(db.query, viewer, async (tx) => {
        if (isLetIn) await rows.listeningSeen(tx, listening.id, clock());
        else await rows.endListening(tx, listening.id, clock());
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/listening/:id/over',
    { schema: { summary: 'Nobody listens any more: for the lead, and for the agent', params, response } },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const listening = await seenBy(db.query, viewer, (tx) => rows.findListening(tx, request.params.id));
      if (listening === null) return reply.code(204).send(null);
      if (listening.agent.id !== agent.id && listening.lead.id !== agent.id) throw new ProblemError('forbidden');
      await seenBy(db.query, viewer, (tx) => rows.endListening(tx, listening.id, clock()));
      return reply.code(204).send(null);
    },
  );
}
