// What the cache is filled from: the whole set in segments, then what changed since.
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { portfolioIdSchema, ulidSchema } from '#shared/model/ids';
import { problemSchema } from '#shared/protocol/errors';
import { bucketSchema, changesPageSchema, cursorSchema, digestsSchema, manifestSchema } from '#shared/protocol/sync';
import { identityOf } from '../identity/authenticate.ts';
import { ProblemError } from '../problems.ts';
import type { Digests } from '../sync/digests.ts';
import type { Feed, Reader } from '../sync/feed.ts';
import type { Segments } from '../sync/segments.ts';
import type { App } from './app.ts';
import { rangeOf } from './bytes.ts';

const mostChanges = 2_000;

export function syncRoutes(app: App, feed: Feed, segments: Segments, digests: Digests): void {
  app.get(
    '/v1/sync/manifest',
    {
      config: { audit: { hourly: 'cacheFed' } },
      schema: {
        summary: 'The segments to load, in this order, and where to pull the changes from afterwards',
        querystring: z.object({
          cursor: cursorSchema.optional().describe('Where the rows reach that are there already'),
          portfolios: z
            .string()
            .max(4_000)
            .transform((ids) => ids.split(','))
            .optional()
            .describe('Ids by commas: the segments of these alone'),
        }),
        response: { 200: manifestSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const { cursor = null, portfolios = null } = request.query;
      const manifest = await segments.manifest(readerOf(request), { cursor, portfolios });
      if (manifest === null) throw new ProblemError('cursor-expired');
      return manifest;
    },
  );
  app.get(
    '/v1/sync/segments/:generation/:number',
    {
      config: { audit: { hourly: 'cacheFed' } },
      schema: {
        summary: 'The bytes of a segment, whole or from one on (Range, If-Range)',
        params: z.object({ generation: ulidSchema, number: z.coerce.number().int().min(0).max(1_000_000) }),
        produces: ['application/vnd.cornetta.segment'],
        response: { '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { generation, number } = request.params;
      const segment = await segments.open(readerOf(request), generation, number);
      if (segment === null) throw new ProblemError('cursor-expired');
      const etag = `"${segment.etag}"`;
      const range = rangeOf(request.headers, etag);
      if (range !== null && range.from >= segment.length) {
        reply.header('content-range', `bytes */${segment.length}`);
        throw new ProblemError('invalid-request', { status: 416 });
      }
      const { from, to } = { from: range?.from ?? 0, to: Math.min(range?.to ?? segment.length, segment.length) };
      if (range !== null) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${segment.length}`);
      reply
        .header('content-type', 'application/vnd.cornetta.segment')
        .header('content-length', to - from)
        .header('accept-ranges', 'bytes')
        .header('etag', etag)
        // Compressed on the way it would be other bytes, and could not be gone on with.
        .header('cache-control', 'private, no-transform');
      return reply.send(Readable.from(segment.read(from, to), { objectMode: false }) as never);
    },
  );
  app.get(
    '/v1/sync/changes',
    {
      config: { audit: { hourly: 'cacheFed' } },
      // Each row has been checked against its schema as it came from the database: a second time costs more than all else of a page.
      serializerCompiler: () => JSON.stringify,
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
  app.get(
    '/v1/sync/digests',
    {
      config: { audit: { nothing: 'what ids and versions come to: nobody’s data' } },
      schema: {
        summary: 'What the rows come to that whoever reached the cursor has, by portfolio and bucket',
        querystring: z.object({ cursor: cursorSchema }),
        response: { 200: digestsSchema, '4xx': problemSchema },
      },
    },
    async (request) => {
      const found = await digests.at(readerOf(request), request.query.cursor);
      if (found === null) throw new ProblemError('cursor-expired');
      return found;
    },
  );
  app.get(
    '/v1/sync/buckets/:portfolio/:bucket',
    {
      config: { audit: { hourly: 'cacheFed' } },
      schema: {
        summary: 'All rows of a bucket as they are now, in blocks as in a segment: for whoever has others',
        params: z.object({ portfolio: portfolioIdSchema, bucket: z.coerce.number().pipe(bucketSchema) }),
        produces: ['application/vnd.cornetta.segment'],
        response: { '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { portfolio, bucket } = request.params;
      const bytes = await digests.bucket(readerOf(request), portfolio, bucket);
      if (bytes === null) throw new ProblemError('not-found');
      reply.header('content-type', 'application/vnd.cornetta.segment').header('cache-control', 'private, no-transform');
      return reply.send(bytes as never);
    },
  );
}

function readerOf(request: FastifyRequest): Reader {
  const { agent, viewer } = identityOf(request);
  return { agentId: agent.id, viewer };
}
