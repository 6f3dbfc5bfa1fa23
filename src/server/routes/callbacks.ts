// Callbacks that were promised: a list for the queue's agents and for whoever promised. They come and go with the reports of interactions.
import { callbackListSchema, callbackSchema, recontactSchema } from '#shared/protocol/callbacks';
import { problemSchema } from '#shared/protocol/errors';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { listCallbacks, lockCallback } from '../repositories/callbacks.ts';
import { midnight } from '../repositories/queueJournal.ts';
import { listRecontacts, lockRecontact } from '../repositories/recontacts.ts';
import type { App } from './app.ts';
import { toCallRoutes } from './toCall.ts';

export function callbackRoutes(app: App, deps: ServerDeps): void {
  const { db, clock, config } = deps;
  app.get(
    '/v1/callbacks',
    {
      config: { audit: { hourly: 'callersListed' } },
      schema: {
        summary:
          'Callbacks promised in the agent’s queues and by the agent, and for leads whoever wants a call after a survey; what was called stays until midnight',
        response: { 200: callbackListSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const now = clock();
      const { viewer, agent } = identityOf(request);
      const list = async (tx: Seen) => {
        const since = await midnight(tx, now, config.timeZone);
        return { callbacks: await listCallbacks(tx, agent.id, since), recontacts: await listRecontacts(tx, since) };
      };
      const lists = await seenBy(db.query, viewer, list, { readOnly: true });
      return reply.header('cache-control', 'no-store').send({ asOf: now.toISOString(), ...lists });
    },
  );

  toCallRoutes(app, deps, {
    list: 'callbacks',
    path: '/v1/callbacks',
    idSchema: callbackSchema.shape.id,
    itemSchema: callbackSchema,
    lock: lockCallback,
  });
  toCallRoutes(app, deps, {
    list: 'recontacts',
    path: '/v1/recontacts',
    idSchema: recontactSchema.shape.id,
    itemSchema: recontactSchema,
    lock: lockRecontact,
  });
}
