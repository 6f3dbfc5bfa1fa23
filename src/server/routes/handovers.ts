// Handovers: left by whoever passes a call on, fetched by whoever gets it.
import { z } from 'zod';
import { interactionIdSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  acceptedSchema,
  type HandoverRequest,
  handoverRequestSchema,
  handoverSchema,
} from '#shared/protocol/interactions';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { handoverWithoutErased } from '../privacy/lateReports.ts';
import { ProblemError } from '../problems.ts';
import { isCustomer } from '../repositories/customers.ts';
import { findHandover, ownerOfHandover, saveHandover } from '../repositories/handovers.ts';
import type { App } from './app.ts';

export function handoverRoutes(app: App, { db }: ServerDeps): void {
  app.post(
    '/v1/handovers',
    {
      schema: {
        // The interaction's id is its key: leaving it again replaces it, so it needs no other.
        summary: 'Leave a handover for whoever gets the call; leaving it again replaces it',
        body: handoverRequestSchema,
        response: { 201: acceptedSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const version = await seenBy(db.query, viewer, async (tx) => {
        const owner = await ownerOfHandover(tx, request.body.id);
        if (owner !== null && owner !== agent.id) throw new ProblemError('forbidden');
        return saveHandover(tx, agent.id, await withoutUnseen(tx, await handoverWithoutErased(tx, request.body)));
      });
      return reply.code(201).send({ id: request.body.id, version });
    },
  );

  app.get(
    '/v1/handovers/:id',
    {
      schema: {
        summary: 'What a transferred call brings along; 404 until it has been left',
        params: z.object({ id: interactionIdSchema }),
        response: { 200: handoverSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { viewer } = identityOf(request);
      const find = async (tx: Seen) => {
        const handover = await findHandover(tx, request.params.id);
        return handover && withoutUnseen(tx, handover);
      };
      const handover = await seenBy(db.query, viewer, find, { readOnly: true });
      if (handover === null) throw new ProblemError('not-found');
      return handover;
    },
  );
}

/** The call is passed on whoever may see its customer; who that is, is not said to those who may not, nor by them. */
const withoutUnseen = async <T extends HandoverRequest>(tx: Seen, handover: T): Promise<T> =>
  handover.customerId === null || (await isCustomer(tx, handover.customerId))
    ? handover
    : { ...handover, customerId: null };
