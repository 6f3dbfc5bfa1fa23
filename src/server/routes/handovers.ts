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
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { handoverWithoutErased } from '../privacy/lateReports.ts';
import { ProblemError, refuseOthers } from '../problems.ts';
import { isCustomer } from '../repositories/customers.ts';
import { findHandover, saveHandover } from '../repositories/handovers.ts';
import { ledTo } from '../repositories/merges.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';

export function handoverRoutes(app: App, { db, clock }: ServerDeps): void {
  const onRecord = (
    tx: Seen,
    action: 'handoverLeft' | 'handoverRead',
    by: Agent,
    { id, customerId }: Pick<HandoverRequest, 'id' | 'customerId'>,
  ) => {
    const subject = customerId === null ? null : ofCustomers(customerId);
    return audit(tx, { by, at: clock(), action, subject, detail: { interaction: id } });
  };

  app.post(
    '/v1/handovers',
    {
      config: { audit: { each: ['handoverLeft'] } },
      schema: {
        // The interaction's id is its key: leaving it again replaces it, so it needs no other.
        summary: 'Leave a handover for whoever gets the call; leaving it again replaces it',
        headers: z.object({ 'sent-at': sentAtHeader }),
        body: handoverRequestSchema,
        response: { 201: acceptedSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const told = { ...request.body, at: sendersClock(request.headers['sent-at'], clock)(request.body.at) };
      const version = await seenBy(db.query, viewer, async (tx) => {
        const handover = await withoutUnseen(tx, await handoverWithoutErased(tx, told));
        await onRecord(tx, 'handoverLeft', agent, handover);
        return saveHandover(tx, agent.id, handover).catch(refuseOthers);
      });
      return reply.code(201).send({ id: request.body.id, version });
    },
  );

  app.get(
    '/v1/handovers/:id',
    {
      config: { audit: { each: ['handoverRead'] } },
      schema: {
        summary: 'What a transferred call brings along; 404 until it has been left',
        params: z.object({ id: interactionIdSchema }),
        response: { 200: handoverSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { agent, viewer } = identityOf(request);
      const handover = await seenBy(db.query, viewer, async (tx) => {
        const found = await findHandover(tx, request.params.id);
        if (found === null) return null;
        const shown = await withoutUnseen(tx, found);
        await onRecord(tx, 'handoverRead', agent, { id: request.params.id, customerId: shown.customerId });
        return shown;
      });
      if (handover === null) throw new ProblemError('not-found');
      return handover;
    },
  );
}

/** The call is passed on whoever may see its customer; who that is, is not said to those who may not, nor by them. */
async function withoutUnseen<T extends HandoverRequest>(tx: Seen, handover: T): Promise<T> {
  if (handover.customerId === null || (await isCustomer(tx, handover.customerId))) return handover;
  // Made one with another meanwhile.
  const led = await ledTo(tx, handover.customerId);
  if (led !== null && (await isCustomer(tx, led))) return { ...handover, customerId: led };
  return { ...handover, customerId: null, cases: [] };
}
