// What hangs on a customer by its time: for what a PC does not hold.
import { z } from 'zod';
import { customerIdSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import { placeSchema, timelineKindSchema, timelineKinds, timelinePageSchema } from '#shared/protocol/timeline';
import { audit, ofCustomers } from '../audit/audit.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { refuseRestricted } from '../privacy/restricted.ts';
import { ProblemError } from '../problems.ts';
import { isCustomer } from '../repositories/customers.ts';
import { timelineOf } from '../repositories/timeline.ts';
import type { App } from './app.ts';

const page = 50;

const querySchema = z
  .object({
    kinds: z
      .string()
      .default(timelineKinds.join(','))
      .transform((text) => text.split(','))
      .pipe(z.array(timelineKindSchema).min(1).max(timelineKinds.length))
      .describe('Of these alone: contact, note, case'),
    at: placeSchema.shape.at.optional().describe('Older than this moment, together with `id`'),
    id: placeSchema.shape.id.optional(),
  })
  .refine(({ at, id }) => (at === undefined) === (id === undefined), {
    message: 'both at and id, or none',
    path: ['at'],
  });

export function timelineRoutes(app: App, deps: ServerDeps): void {
  app.get(
    '/v1/customers/:id/timeline',
    {
      config: { audit: { each: ['timelineRead'] } },
      schema: {
        summary: 'Contacts, notes and cases of a customer, newest first',
        params: z.object({ id: customerIdSchema }),
        querystring: querySchema,
        response: { 200: timelinePageSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { kinds, at, id: beforeId } = request.query;
      const before = at === undefined || beforeId === undefined ? null : { at, id: beforeId };
      const { agent: by, viewer } = identityOf(request);
      const items = await seenBy(deps.db.query, viewer, async (tx) => {
        if (!(await isCustomer(tx, id))) throw new ProblemError('not-found');
        await refuseRestricted(tx, by, id);
        await audit(tx, { by, at: deps.clock(), action: 'timelineRead', subject: ofCustomers(id) });
        return timelineOf(tx, id, { kinds: [...new Set(kinds)], before, limit: page + 1 });
      });
      return { items: items.slice(0, page), more: items.length > page };
    },
  );
}
