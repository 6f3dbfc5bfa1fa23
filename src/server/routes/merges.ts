// Customers who may be one and the same: shown to everybody, reported by everybody, made one (and two again) by who may.
import { z } from 'zod';
import { customerSchema } from '#shared/model/customer';
import { customerIdSchema, ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import {
  duplicatesSchema,
  mergedSchema,
  mergeObstacleSchema,
  mergeSchema,
  openPairsSchema,
  type Pair,
  pairSchema,
  unmergedSchema,
} from '#shared/protocol/merges';
import type { Agent } from '#shared/protocol/sessions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { merge, notThere, undoMerge } from '../merges/merge.ts';
import { invalidField } from '../problems.ts';
import { isCustomer } from '../repositories/customers.ts';
import { duplicatesOf, openPairs, partPair, placeOfPair, reportPair } from '../repositories/duplicates.ts';
import { undoableMerges } from '../repositories/merges.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

/** Merged away: `current` is whom it is one with now. */
const conflictSchema = problemSchema.extend({
  why: mergeObstacleSchema.optional(),
  current: customerSchema.optional(),
});
const headers = z.object({ 'idempotency-key': idempotencyKeyHeader });
const nothing = z.object({});

export function mergeRoutes(app: App, deps: ServerDeps): void {
  const { query } = deps.db;

  app.get(
    '/v1/customers/:id/duplicates',
    {
      config: { audit: { each: ['duplicatesRead'] } },
      schema: {
        summary: 'With whom a customer may be one and the same, and what was made one with them and can be undone',
        params: z.object({ id: customerIdSchema }),
        response: { 200: duplicatesSchema, 409: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { agent: by, viewer } = identityOf(request);
      return seenBy(query, viewer, async (tx) => {
        if (!(await isCustomer(tx, id))) throw await notThere(tx, id);
        const pairs = await duplicatesOf(tx, id);
        const subject = ofCustomers(id, ...pairs.map(({ customer }) => customer.id));
        await audit(tx, { by, at: deps.clock(), action: 'duplicatesRead', subject });
        return { pairs, merges: await undoableMerges(tx, id, deps.clock()) };
      });
    },
  );

  app.get(
    '/v1/duplicates',
    {
      config: { audit: { each: ['duplicatesRead'] } },
      schema: {
        summary: 'Pairs that somebody has to look at: those that agents have reported first, then the likeliest',
        querystring: z.object({ after: z.string().max(200).optional() }),
        response: { 200: openPairsSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const by = whoMay(request, 'mergeCustomers');
      const after = request.query.after === undefined ? null : placeOfPair(request.query.after);
      if (after === undefined) throw invalidField('after', 'no place in this list');
      return seenBy(query, identityOf(request).viewer, async (tx) => {
        const found = await openPairs(tx, after);
        const ids = new Set(found.pairs.flatMap(({ one, other }) => [one.id, other.id]));
        await audit(tx, { by, at: deps.clock(), action: 'duplicatesRead', subject: ofCustomers(...ids) });
        return found;
      });
    },
  );

  /** What somebody says about two whom they see. */
  const judge = (
    path: string,
    summary: string,
    judged: string,
    who: (request: Parameters<typeof identityOf>[0]) => Agent,
    say: (tx: Seen, pair: Pair, said: { by: string; at: Date }) => Promise<void>,
  ) =>
    app.post(
      path,
      {
        config: { audit: { each: ['duplicateJudged'] } },
        schema: {
          summary,
          headers,
          body: pairSchema,
          response: { 200: nothing, 409: conflictSchema, '4xx': problemSchema },
        },
      },
      async (request) => {
        const by = who(request);
        const { one, other } = request.body;
        await idempotent(deps, request, nothing, async (tx) => {
          for (const id of [one, other]) if (!(await isCustomer(tx, id))) throw await notThere(tx, id);
          const at = deps.clock();
          await say(tx, request.body, { by: by.id, at });
          const subject = ofCustomers(one, other);
          await audit(tx, { by, at, action: 'duplicateJudged', subject, detail: { judged } });
          return { status: 200, body: {} };
        });
        return {};
      },
    );
  const anybody = (request: Parameters<typeof identityOf>[0]) => identityOf(request).agent;
  judge('/v1/duplicates/report', 'Take two customers for one', 'reported', anybody, reportPair);
  judge(
    '/v1/duplicates/not-same',
    'Say that two customers are not the same: nobody is asked about them again',
    'notSame',
    (request) => whoMay(request, 'mergeCustomers'),
    partPair,
  );

  app.post(
    '/v1/merges',
    {
      config: { audit: { each: ['customersMerged'] } },
      schema: {
        summary: 'Make one of two customers, as both were read; what hangs on the one who goes hangs on the kept one',
        headers,
        body: mergeSchema,
        response: { 201: mergedSchema, 409: conflictSchema, 412: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const by = whoMay(request, 'mergeCustomers');
      const { body } = await idempotent(deps, request, mergedSchema, async (tx) => ({
        status: 201,
        body: await merge(tx, request.body, { by, at: deps.clock() }),
      }));
      return reply.code(201).send(body);
    },
  );

  app.post(
    '/v1/merges/:id/undo',
    {
      config: { audit: { each: ['mergeUndone'] } },
      schema: {
        summary: 'Make them two again, within thirty days: what has come to the kept one since stays there',
        params: z.object({ id: ulidSchema }),
        headers,
        response: { 200: unmergedSchema, 409: conflictSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const by = whoMay(request, 'mergeCustomers');
      const { body } = await idempotent(deps, request, unmergedSchema, async (tx) => ({
        status: 200,
        body: await undoMerge(tx, request.params.id, { by, at: deps.clock() }),
      }));
      return body;
    },
  );
}
