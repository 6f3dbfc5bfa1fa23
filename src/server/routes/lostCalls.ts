// Callers who gave up: a list from which one agent takes one at a time, and the others see it taken.
import { problemSchema } from '#shared/protocol/errors';
import { lostCallIdSchema, lostCallListSchema, lostCallSchema } from '#shared/protocol/lostCalls';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { listLostCalls, lockLostCall } from '../repositories/lostCalls.ts';
import { midnight } from '../repositories/queueJournal.ts';
import type { App } from './app.ts';
import { toCallRoutes } from './toCall.ts';

export function lostCallRoutes(app: App, deps: ServerDeps): void {
  const { db, clock, config } = deps;
  app.get(
    '/v1/lost-calls',
    {
      config: { audit: { hourly: 'callersListed' } },
      schema: {
        summary: 'Callers who gave up in the agent’s queues; what is settled stays until midnight',
        response: { 200: lostCallListSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const now = clock();
      const { viewer } = identityOf(request);
      const list = async (tx: Seen) => listLostCalls(tx, await midnight(tx, now, config.timeZone));
      const lostCalls = await seenBy(db.query, viewer, list, { readOnly: true });
      return reply.header('cache-control', 'no-store').send({ asOf: now.toISOString(), lostCalls });
    },
  );

  toCallRoutes(app, deps, {
    list: 'lostCalls',
    path: '/v1/lost-calls',
    idSchema: lostCallIdSchema,
    itemSchema: lostCallSchema,
    lock: lockLostCall,
  });
}
