// Desk and data about the knowledge base: found and read from this disk, with or without the backend; written with it.
import { z } from 'zod';
import { articleContentSchema, articleHeadSchema, articleIdSchema, articleSchema } from '../model/article.ts';
import { languageSchema } from '../model/ids.ts';
import { articleGapSchema, articleGapsSchema } from '../protocol/articles.ts';
import type { Contract } from './envelope.ts';
import { markSchema } from './mark.ts';

const articleHitSchema = z.object({
  head: articleHeadSchema,
  /** Which letters of the title were typed, as it is read in the language that was asked for. */
  marks: z.array(markSchema),
});
export type ArticleHit = z.infer<typeof articleHitSchema>;

const articlesFoundSchema = z.object({
  /** False: they have not come from the backend yet. */
  here: z.boolean(),
  /** How many there are on this PC. */
  all: z.number().int().nonnegative(),
  /** For the contact reasons, as `suggested` says. */
  suggested: z.array(articleHeadSchema),
  /** Best first; where nothing was typed all of them by code, up to the limit. */
  found: z.array(articleHitSchema),
});
export type ArticlesFound = z.infer<typeof articlesFoundSchema>;

export const articleMethods = {
  articles: {
    params: z.object({
      text: z.string().max(200),
      /** The contact reason first, then further ones. */
      reasons: z.array(z.string()).max(4),
      language: languageSchema,
      day: z.iso.date(),
      limit: z.number().int().min(1).max(200),
    }),
    result: articlesFoundSchema,
  },
  /** Null: there is none of that id here (any more). */
  article: { params: z.object({ id: articleIdSchema }), result: articleSchema.nullable() },
  /** Says that something is missing: on its way when it resolves. */
  tellGap: { params: articleGapSchema.omit({ id: true }), result: z.null() },

  // For those who write articles; refused while the backend is away.
  /** `edition`: the one that was read, 0 for a new article (then `id` is null). `taken`: another article has this code. */
  saveArticle: {
    params: z.object({
      id: articleIdSchema.nullable(),
      edition: z.number().int().nonnegative(),
      content: articleContentSchema,
    }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('saved'), article: articleSchema }),
      /** Somebody else has written an edition meanwhile. */
      z.object({ kind: z.literal('conflict'), current: articleSchema }),
      z.object({ kind: z.literal('taken') }),
    ]),
  },
  articleGaps: { params: z.null(), result: articleGapsSchema },
} satisfies Contract['methods'];
