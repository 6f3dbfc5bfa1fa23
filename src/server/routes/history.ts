// What fields of a customer were before, and what was typed and is not taken over.
import { z } from 'zod';
import { customerIdSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import { historyPageSchema, notTakenSchema } from '#shared/protocol/history';
import { acceptedSchema } from '#shared/protocol/interactions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { refuseRestricted, seesRestricted } from '../privacy/restricted.ts';
import { ProblemError } from '../problems.ts';
import { isCustomer } from '../repositories/customers.ts';
import { asAuthor, changesOf, noteChange } from '../repositories/history.ts';
import { lockLed } from '../repositories/merges.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

const page = 50;
const params = z.object({ id: customerIdSchema });

export function historyRoutes(app: App, deps: ServerDeps): void {
  app.get(
    '/v1/customers/:id/history',
    {
      config: { audit: { each: ['historyRead'] } },
      schema: {
        summary: 'What fields of a customer were before, newest first',
        params,
        querystring: z.object({
          field: z.string().max(40).optional().describe('Of this field alone'),
          before: z.coerce.number().int().positive().optional().describe('Older than the change with this id'),
        }),
        response: { 200: historyPageSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { agent: by, viewer } = identityOf(request);
      const changes = await seenBy(deps.db.query, viewer, async (tx) => {
        if (!(await isCustomer(tx, id))) throw new ProblemError('not-found');
        await refuseRestricted(tx, by, id);
        await audit(tx, { by, at: deps.clock(), action: 'historyRead', subject: ofCustomers(id) });
        return changesOf(tx, id, { ...request.query, limit: page + 1, withWhy: seesRestricted(by) });
      });
      return { changes: changes.slice(0, page), more: changes.length > page };
    },
  );

  app.post(
    '/v1/customers/:id/history',
    {
      config: { audit: { each: ['historyKept'] } },
      schema: {
        summary: 'Keep what was typed and is not taken over, because what somebody else wrote stands',
        params,
        headers: z.object({ 'idempotency-key': idempotencyKeyHeader }),
        body: notTakenSchema,
        response: { 201: acceptedSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const { details, at } = request.body;
      const { body } = await idempotent(deps, request, acceptedSchema, async (tx) => {
        const customer = await lockLed(tx, request.params.id);
        if (customer === null) throw new ProblemError('not-found');
        await refuseRestricted(tx, agent, customer.id);
        await asAuthor(tx, { agentId: agent.id, name: agent.name, cause: 'notTaken' });
        for (const [field, becomes] of Object.entries(details))
          await noteChange(tx, customer.id, { field, was: customer[field as keyof typeof details], becomes, at });
        await audit(tx, {
          by: agent,
          at: deps.clock(),
          action: 'historyKept',
          subject: ofCustomers(customer.id),
          detail: { fields: Object.keys(details) },
        });
        return { status: 201, body: { id: customer.id, version: customer.version } };
      });
      return reply.code(201).send(body);
    },
  );
}
