// Callers who gave up: a list from which one agent takes one at a time, and the others see it taken.
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import {
  type LostCall,
  lostCallDoneSchema,
  lostCallIdSchema,
  lostCallListSchema,
  lostCallSchema,
} from '#shared/protocol/lostCalls';
import type { Agent } from '#shared/protocol/sessions';
import type { Query } from '../db/db.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';
import * as rows from '../repositories/lostCalls.ts';
import { midnight } from '../repositories/queueJournal.ts';
import { queuesOfAgent } from '../repositories/workstation.ts';
import type { App } from './app.ts';

const params = z.object({ id: lostCallIdSchema });
const response = { 204: z.null(), 409: problemSchema.extend({ current: lostCallSchema }), '4xx': problemSchema };

/** A lead sees all; so does an agent whose skills nobody has set. */
async function queuesSeenBy(db: Query, agent: Agent): Promise<readonly string[] | null> {
  if (agent.role === 'lead') return null;
  const queues = await queuesOfAgent(db, agent.id);
  return queues.length === 0 ? null : queues;
}

const isMine = ({ state }: LostCall, agent: Agent): boolean => state.kind === 'taken' && state.by.id === agent.id;

export function lostCallRoutes(app: App, { db, clock, config }: ServerDeps): void {
  app.get(
    '/v1/lost-calls',
    {
      schema: {
        summary: 'Callers who gave up in the agent’s queues; what is settled stays until midnight',
        response: { 200: lostCallListSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const now = clock();
      const queues = await queuesSeenBy(db.query, identityOf(request).agent);
      const lostCalls = await rows.listLostCalls(db.query, queues, await midnight(db.query, now, config.timeZone));
      return reply.header('cache-control', 'no-store').send({ asOf: now.toISOString(), lostCalls });
    },
  );

  /** Runs `change` on a call of the agent's queues that nobody else changes meanwhile. */
  const onCall = (agent: Agent, id: string, change: (tx: Query, call: LostCall) => Promise<void>): Promise<void> =>
    db.query.transaction().execute(async (tx) => {
      const call = await rows.lockLostCall(tx, id);
      const queues = await queuesSeenBy(tx, agent);
      if (call === null || queues?.includes(call.queueId) === false) throw new ProblemError('not-found');
      await change(tx, call);
    });

  app.post(
    '/v1/lost-calls/:id/take',
    { schema: { summary: 'Take it to call back; 409: somebody has it, or it is settled', params, response } },
    async (request, reply) => {
      const { agent } = identityOf(request);
      await onCall(agent, request.params.id, async (tx, call) => {
        if (isMine(call, agent)) return;
        if (call.state.kind !== 'open') throw new ProblemError('taken', { extension: { current: call } });
        await rows.takeLostCall(tx, call.id, agent.id, clock());
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/lost-calls/:id/release',
    { schema: { summary: 'Give it back to the others; a lead may give back anybody’s', params, response } },
    async (request, reply) => {
      const { agent } = identityOf(request);
      await onCall(agent, request.params.id, async (tx, call) => {
        if (call.state.kind !== 'taken') return;
        if (!isMine(call, agent) && agent.role !== 'lead')
          throw new ProblemError('taken', { extension: { current: call } });
        await rows.releaseLostCall(tx, call.id);
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/lost-calls/:id/done',
    {
      schema: {
        summary: 'Somebody has called back; 409: a colleague has it',
        params,
        body: lostCallDoneSchema,
        response,
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      await onCall(agent, request.params.id, async (tx, call) => {
        const isOthers = call.state.kind === 'taken' && !isMine(call, agent);
        if (isOthers || call.state.kind === 'done') throw new ProblemError('taken', { extension: { current: call } });
        await rows.finishLostCall(tx, call.id, request.body.outcome, clock());
      });
      return reply.code(204).send(null);
    },
  );
}
