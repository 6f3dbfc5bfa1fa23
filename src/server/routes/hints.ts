// Where CRMs say that something has changed there. No session and no data: whoever knows the address can have that CRM read now, and nothing else.
import { z } from 'zod';
import { connectorIdSchema } from '#shared/protocol/connectors';
import { problemSchema } from '#shared/protocol/errors';
import { hintAddress, isCrms, isHintKey } from '../connectors/hints.ts';
import type { Connectors } from '../connectors/runner.ts';
import { house, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { findConnector } from '../repositories/connectors.ts';
import { type Gathered, gathered } from '../sync/gathered.ts';
import type { App } from './app.ts';

const bodyLimit = 1024 * 1024;
/** Among the doors that need no token. */
export function hintRoutes(app: App, deps: ServerDeps, connectors: Connectors): void {
  const { db, clock, config } = deps;
  /** By connector: many hints together are one, and after the last of them it is read. */
  const hinted = new Map<string, Gathered>();
  function wake(id: string): void {
    const known = hinted.get(id) ?? gathered(config.hintGapMs, () => connectors.readNow(id));
    hinted.set(id, known);
    known.tell();
  }
  app.addHook('onClose', async () => {
    for (const { stop } of hinted.values()) stop();
  });
  // As it was sent: that is what is signed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.post(
    '/v1/connectors/:id/hints/:key',
    {
      bodyLimit,
      schema: {
        summary: 'A CRM’s hint to read it now; what is in it is not looked at',
        security: [],
        params: z.object({ id: connectorIdSchema, key: z.string().max(100) }),
        response: { 204: z.null(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { id, key } = request.params;
      const { connectors: outside } = deps;
      if (outside === undefined || !isHintKey(outside, id, key)) throw new ProblemError('not-found');
      const row = await seenBy(db.query, house, (tx) => findConnector(tx, id));
      const description = row && outside.descriptions.get(row.kind);
      const address = row && hintAddress({ config }, outside, row);
      if (!row || !description || address === null) throw new ProblemError('not-found');
      const hint = {
        ...{ method: request.method, url: address, headers: request.headers },
        body: typeof request.body === 'string' ? request.body : '',
      };
      if (!isCrms(outside, description, row, hint, clock().getTime())) throw new ProblemError('not-found');
      wake(id);
      return reply.code(204).send(null);
    },
  );
}
