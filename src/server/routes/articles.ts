// The knowledge base: what there is for whoever asks, new editions by those who write articles, and what agents have missed in it. Who has read
// what is written nowhere: it would be a picture of somebody's work.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { civilDate } from '#shared/lib/civilDate';
import { articleContentSchema, articleIdSchema, articleSchema } from '#shared/model/article';
import {
  articleBodiesSchema,
  articleGapSchema,
  articleGapsSchema,
  articleManifestSchema,
  bodiesAtOnce,
} from '#shared/protocol/articles';
import { problemSchema } from '#shared/protocol/errors';
import { audit } from '../audit/audit.ts';
import { seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { invalidField, ProblemError } from '../problems.ts';
import {
  addArticle,
  addGap,
  articlesSeen,
  changeArticle,
  findArticles,
  listGaps,
  lockArticle,
} from '../repositories/articles.ts';
import { whoMay } from './abilities.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';
import { ifMatchHeader, versionIn } from './ifMatch.ts';

const refusals = { '4xx': problemSchema };
const conflictSchema = problemSchema.extend({ current: articleSchema });
const emptySchema = z.object({});
const compress = promisify(gzip);

export function articleRoutes(app: App, deps: ServerDeps): void {
  const { clock, config } = deps;
  const { query } = deps.db;

  app.get(
    '/v1/articles',
    {
      schema: {
        summary: 'All articles that the agent sees, by id and edition',
        headers: z.object({ 'if-none-match': z.string().optional() }),
        response: { 200: articleManifestSchema, 304: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const articles = await seenBy(query, identityOf(request).viewer, articlesSeen, { readOnly: true });
      const seen = articles.map(({ id, edition }) => `${id} ${edition}`).join('\n');
      const mark = createHash('sha256').update(seen).digest('base64url').slice(0, 22);
      const etag = `"${mark}"`;
      reply.header('etag', etag).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
      return reply.send({ mark, articles });
    },
  );

  app.get(
    '/v1/articles/bodies',
    {
      schema: {
        summary: `At most ${bodiesAtOnce} articles whole, gzipped where the client takes it; those that the agent does not see are left out`,
        querystring: z.object({
          ids: z
            .string()
            .transform((ids) => ids.split(','))
            .pipe(z.array(articleIdSchema).min(1).max(bodiesAtOnce)),
        }),
        response: { 200: articleBodiesSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { ids } = request.query;
      const articles = await seenBy(query, identityOf(request).viewer, (tx) => findArticles(tx, ids), {
        readOnly: true,
      });
      reply.header('cache-control', 'no-store').header('vary', 'accept-encoding');
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send({ articles });
      const bytes = await compress(JSON.stringify({ articles }));
      return reply
        .type('application/json')
        .header('content-encoding', 'gzip')
        .serializer(asItIs)
        .send(bytes as never);
    },
  );

  app.put(
    '/v1/articles/:id',
    {
      config: { audit: { each: ['articleChanged'] } },
      schema: {
        summary:
          'Write an article: each time is an edition, and If-Match says which one was read ("0": none, it is new)',
        params: z.object({ id: articleIdSchema }),
        headers: z.object({ 'if-match': ifMatchHeader }),
        body: articleContentSchema,
        response: { 200: articleSchema, 412: conflictSchema, ...refusals },
      },
    },
    async (request) => {
      const by = whoMay(request, 'editKnowledge');
      const { viewer } = identityOf(request);
      const { id } = request.params;
      const content = request.body;
      const read = versionIn(request.headers['if-match']);
      // Where its writer would not see it any more.
      if (content.portfolioId !== null && !viewer.portfolios.includes(content.portfolioId))
        throw invalidField('portfolioId', 'not among those that you see');
      return seenBy(query, viewer, async (tx) => {
        const current = await lockArticle(tx, id);
        if (current === null && read > 0) throw new ProblemError('not-found');
        if (current !== null && current.edition !== read)
          throw new ProblemError('version-conflict', { extension: { current } });
        const edition = { id, edition: read + 1, byName: by.name, at: clock() };
        if (current !== null) await changeArticle(tx, content, edition).catch(refuseTaken);
        else if (!(await addArticle(tx, content, edition).catch(refuseTaken))) throw new ProblemError('taken');
        const subject =
          content.portfolioId === null ? null : { kind: 'portfolio' as const, ids: [content.portfolioId] };
        const detail = { article: content.code, version: edition.edition };
        await audit(tx, { by, at: clock(), action: 'articleChanged', subject, detail });
        const [written] = await findArticles(tx, [id]);
        if (written === undefined) throw new ProblemError('not-found');
        return written;
      });
    },
  );

  app.post(
    '/v1/article-gaps',
    {
      schema: {
        summary: 'Say what is missing in the knowledge base; who has said it is not kept',
        headers: z.object({ 'idempotency-key': idempotencyKeyHeader }),
        body: articleGapSchema,
        response: { 201: emptySchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { body } = await idempotent(deps, request, emptySchema, async (tx) => {
        await addGap(tx, request.body, civilDate(clock(), config.timeZone));
        return { status: 201, body: {} };
      });
      return reply.code(201).send(body);
    },
  );

  app.get(
    '/v1/article-gaps',
    {
      schema: {
        summary: 'What agents have missed in the knowledge base, for those who write it',
        response: { 200: articleGapsSchema, ...refusals },
      },
    },
    async (request, reply) => {
      whoMay(request, 'editKnowledge');
      const gaps = await seenBy(query, identityOf(request).viewer, listGaps, { readOnly: true });
      return reply.header('cache-control', 'no-store').send({ gaps });
    },
  );
}

const asItIs = (payload: unknown) => payload as string;

/** Another article, perhaps one that its writer does not see, has that code. */
function refuseTaken(error: Error): never {
  throw 'code' in error && error.code === '23505' ? new ProblemError('taken') : error;
}
