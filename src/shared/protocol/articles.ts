// The knowledge base between app and backend: what there is for this agent, what stands in it, a new edition, what is missing.
import { z } from 'zod';
import { articleIdSchema, articleSchema } from '../model/article.ts';
import { ulidSchema } from '../model/ids.ts';

/**
 * `GET /v1/articles`: all that this agent sees, in order of ids. What is not in it is not theirs (any more). Its mark is its ETag too: asked
 * for again with `If-None-Match`, 304 says that it is the same.
 */
export const articleManifestSchema = z.object({
  mark: z.string().regex(/^[\w-]{1,60}$/),
  articles: z.array(z.object({ id: articleIdSchema, edition: articleSchema.shape.edition })),
});
export type ArticleManifest = z.infer<typeof articleManifestSchema>;

/** So many can be asked for at once. */
export const bodiesAtOnce = 100;
/** `GET /v1/articles/bodies?ids=`: those of them that this agent sees. */
export const articleBodiesSchema = z.object({ articles: z.array(articleSchema) });

/** `POST /v1/article-gaps`: what was looked for and is nowhere, in the words that were typed. Nobody knows afterwards who has said so. */
export const articleGapSchema = z.object({
  id: ulidSchema,
  words: z.string().trim().min(2).max(80),
  reasonCode: z
    .string()
    .regex(/^[A-Z]{3}-\d{2}$/)
    .nullable(),
});
export type ArticleGap = z.infer<typeof articleGapSchema>;

/** `GET /v1/article-gaps`, for those who write articles: what was missed most comes first. */
export const articleGapsSchema = z.object({
  gaps: z.array(
    z.object({
      words: z.string(),
      /** With which the same was missed: without repetitions. */
      reasons: z.array(z.string()),
      times: z.number().int().positive(),
      lastOn: z.iso.date(),
    }),
  ),
});
export type ArticleGaps = z.infer<typeof articleGapsSchema>;
