// What the cache is filled from: the snapshot in pages of NDJSON, then what changed since.
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import { changesPageSchema, cursorSchema, type SnapshotLine, snapshotLineSchema } from '#shared/protocol/sync';
import { identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';
import type { Feed, Reader } from '../sync/feed.ts';
import type { App } from './app.ts';

const mostChanges = 2_000;

export function syncRoutes(app: App, feed: Feed): void {
  app.get(
    '/v1/sync/snapshot',
    {
      schema: {
        summary: 'A page of the whole set: NDJSON, one row a line, the last line being the end of the page',
        querystring: z.object({ cursor: cursorSchema.optional() }),
        response: {
          200: { content: { 'application/x-ndjson': { schema: snapshotLineSchema } } },
          '4xx': problemSchema,
        },
      },
    },
    async (request, reply) => {
      const lines = await feed.snapshotPage(readerOf(request), request.query.cursor ?? null);
      if (lines === null) throw new ProblemError('cursor-expired');
      reply.header('content-type', 'application/x-ndjson').header('vary', 'accept-encoding');
      const text = Readable.from(asText(lines), { objectMode: false });
      if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(text as never);
      return reply.header('content-encoding', 'gzip').send(text.pipe(createGzip()) as never);
    },
  );
  app.get(
    '/v1/sync/changes',
    {
      schema: {
        summary: 'What changed since the cursor, in an order that skips nothing',
        querystring: z.object({
          cursor: cursorSchema,
          limit: z.coerce.number().int().min(1).max(mostChanges).default(500),
        }),
        response: { 200: changesPageSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const page = await feed.changesPage(readerOf(request), cursor, limit);
      if (page === null) throw new ProblemError('cursor-expired');
      return page;
    },
  );
}

function readerOf(request: FastifyRequest): Reader {
  const { agent, viewer } = identityOf(request);
  return { agentId: agent.id, viewer };
}

/** In pieces of about 64 rows, so that neither the compressor nor the network waits for the whole page. */
function* asText(lines: readonly SnapshotLine[]): Generator<string> {
  for (let start = 0; start < lines.length; start += 64) {
    const piece = lines.slice(start, start + 64);
    yield piece.map((line) => `${JSON.stringify(snapshotLineSchema.parse(line))}\n`).join('');
  }
}
