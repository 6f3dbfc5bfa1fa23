// The board of the queues, and what a lead does with those who wait there.
import { z } from 'zod';
import { boardSchema, moveCallerSchema } from '#shared/protocol/board';
import { problemSchema } from '#shared/protocol/errors';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import type { Boards } from '../pbx/board.ts';
import { bridgeOf } from '../pbx/bridge.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { extensionOf, numberOfQueue } from '../repositories/workstation.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';

const callerParams = z.object({ id: z.string().min(1).max(200) });

export function boardRoutes(app: App, deps: ServerDeps, boards: Boards): void {
  const { query } = deps.db;
  app.get(
    '/v1/board',
    {
      config: { audit: { hourly: 'callersListed' } },
      schema: {
        summary: 'The queues right now and today; of agents only numbers of the team',
        response: { 200: boardSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => reply.header('cache-control', 'no-store').send(await boards.read(identityOf(request))),
  );

  app.post(
    '/v1/board/callers/:id/move',
    {
      config: { audit: { nothing: 'where a caller waits: nothing of the caller is read or written' } },
      schema: {
        summary: 'Put somebody who waits into another queue (leads); 404: they wait no longer',
        params: callerParams,
        body: moveCallerSchema,
        response: { 204: z.null(), '4xx': problemSchema, 503: problemSchema },
      },
    },
    async (request, reply) => {
      whoMay(request, 'leadTeam');
      const number = await numberOfQueue(query, request.body.queueId);
      if (number === null) throw invalidField('queueId', 'no such queue');
      const moved = await bridgeOf(deps).moveCaller(request.params.id, number);
      if (!moved) throw new ProblemError('not-found');
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/board/callers/:id/take',
    {
      config: { audit: { nothing: 'where a caller waits: nothing of the caller is read or written' } },
      schema: {
        summary: 'Ring the lead’s own phone with somebody who waits; 404: they wait no longer',
        params: callerParams,
        response: { 204: z.null(), '4xx': problemSchema, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const extension = await extensionOf(query, whoMay(request, 'leadTeam').id);
      if (extension === null) throw new ProblemError('unavailable', { detail: 'you have no extension' });
      const rings = await bridgeOf(deps).takeCaller(request.params.id, extension);
      if (!rings) throw new ProblemError('not-found');
      return reply.code(204).send(null);
    },
  );
}
