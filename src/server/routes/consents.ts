// Consents and objections: handed in by whoever was told, and the history of what a customer has said.
import { z } from 'zod';
import { customerIdSchema } from '#shared/model/ids';
import { consentDraftSchema, consentHistorySchema, consentTakenSchema } from '#shared/protocol/consents';
import { problemSchema } from '#shared/protocol/errors';
import { audit, ofCustomers } from '../audit/audit.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { isText, keepWord, momentSaid, wordsOf } from '../privacy/consents.ts';
import { isErased } from '../privacy/erase.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { isCustomer, showCustomer } from '../repositories/customers.ts';
import { lockLed } from '../repositories/merges.ts';
import { tellNews } from '../repositories/news.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

export function consentRoutes(app: App, deps: ServerDeps): void {
  app.post(
    '/v1/consents',
    {
      config: { audit: { each: ['consentTold'] } },
      schema: {
        summary: 'Keep what a customer has said about the use of their data: consent, withdrawal, objection',
        headers: z.object({
          'idempotency-key': idempotencyKeyHeader,
          'sent-at': sentAtHeader,
        }),
        body: consentDraftSchema,
        response: { 201: consentTakenSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const now = deps.clock();
      const said = {
        ...request.body,
        at: momentSaid(request.body, { toOurs: sendersClock(request.headers['sent-at'], () => now), now }),
      };
      const { customerId, purpose, word } = said;
      const { body } = await idempotent(deps, request, consentTakenSchema, async (tx) => {
        // Who has been made one with another meanwhile has said it all the same.
        const whose = await lockLed(tx, customerId);
        if (whose === null) {
          if (await isErased(tx, customerId)) return { status: 201, body: { customer: null } };
          throw new ProblemError('not-found');
        }
        if (!(await isText(tx, purpose, said.edition))) throw invalidField('edition', 'no such text');
        await keepWord(tx, { ...said, customerId: whose.id }, { agentId: agent.id, at: now });
        // Who was promised a call that needs it may be called now, or no more.
        await tellNews(tx, 'callbacks');
        await audit(tx, {
          ...{ by: agent, at: now, action: 'consentTold' },
          subject: ofCustomers(whose.id),
          detail: { purpose, word },
        });
        return { status: 201, body: { customer: await showCustomer(tx, whose.id) } };
      });
      return reply.code(201).send(body);
    },
  );

  app.get(
    '/v1/customers/:id/consents',
    {
      config: { audit: { each: ['consentsRead'] } },
      schema: {
        summary: 'What a customer has said about the use of their data, newest first',
        params: z.object({ id: customerIdSchema }),
        response: { 200: consentHistorySchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { agent: by, viewer } = identityOf(request);
      const words = await seenBy(deps.db.query, viewer, async (tx) => {
        if (!(await isCustomer(tx, id))) throw new ProblemError('not-found');
        await audit(tx, { by, at: deps.clock(), action: 'consentsRead', subject: ofCustomers(id) });
        return wordsOf(tx, id);
      });
      return { words };
    },
  );
}
