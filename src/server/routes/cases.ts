// Cases: what is done to them, numbers for those that are still to be registered, and one of them with all of its log.
import { z } from 'zod';
import { refusalSchema } from '#shared/model/caseActs';
import { caseIdSchema, ulidSchema } from '#shared/model/ids';
import {
  actDraftSchema,
  actedSchema,
  numbersGivenSchema,
  numbersWantedSchema,
  wholeCaseSchema,
} from '#shared/protocol/cases';
import { problemSchema } from '#shared/protocol/errors';
import { audit, ofCustomers } from '../audit/audit.ts';
import { actOn, numbersFor } from '../cases/act.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { seesRestricted } from '../privacy/restricted.ts';
import { invalidField, ProblemError } from '../problems.ts';
import { isRestricted } from '../repositories/attachments.ts';
import { findCase, logOf } from '../repositories/cases.ts';
import { sendersClock, sentAtHeader } from '../sendersClock.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

const params = z.object({ id: caseIdSchema });
const cannotActSchema = problemSchema.extend({ refusal: refusalSchema.optional() });

export function caseRoutes(app: App, deps: ServerDeps): void {
  const { query } = deps.db;

  app.post(
    '/v1/cases/:id/acts',
    {
      config: { audit: { each: ['caseRegistered', 'caseStepped'] } },
      schema: {
        summary: 'Do something to a case, or register one under an id of one’s own; sent again it is done once',
        headers: z.object({ 'sent-at': sentAtHeader }),
        params,
        body: actDraftSchema,
        response: { 200: actedSchema, 409: cannotActSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { agent, viewer } = identityOf(request);
      const { id } = request.params;
      const draft = request.body;
      if (draft.act.kind === 'register' && !ulidSchema.safeParse(id).success)
        throw invalidField('id', 'a new case has a ULID');
      const toOurs = sendersClock(request.headers['sent-at'], deps.clock);
      return seenBy(query, viewer, (tx) => actOn({ deps, tx, agent }, id, draft, toOurs));
    },
  );

  app.post(
    '/v1/cases/numbers',
    {
      config: { audit: { nothing: 'numbers name nobody until there is a case of them, which is on record' } },
      schema: {
        summary:
          'Numbers for cases that are still to be registered, by this agent alone; there with the backend away too',
        headers: z.object({ 'idempotency-key': idempotencyKeyHeader }),
        body: numbersWantedSchema,
        response: { 201: numbersGivenSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const { body } = await idempotent(deps, request, numbersGivenSchema, async (tx) => ({
        status: 201,
        body: { numbers: await numbersFor({ deps, tx, agent }, request.body.count) },
      }));
      return reply.code(201).send(body);
    },
  );

  app.get(
    '/v1/cases/:id',
    {
      config: { audit: { each: ['caseRead'] } },
      schema: {
        summary: 'A case with all of its log',
        params,
        response: { 200: wholeCaseSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { agent: by, viewer } = identityOf(request);
      return seenBy(query, viewer, async (tx) => {
        const found = await findCase(tx, request.params.id);
        if (found === null) throw new ProblemError('not-found');
        if (!seesRestricted(by) && (await isRestricted(tx, found.customerId))) throw new ProblemError('restricted');
        const subject = ofCustomers(found.customerId);
        await audit(tx, { by, at: deps.clock(), action: 'caseRead', subject, detail: { case: found.id } });
        return { case: found, log: await logOf(tx, found.id) };
      });
    },
  );
}
