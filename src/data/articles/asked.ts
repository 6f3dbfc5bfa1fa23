// What the desk asks about the knowledge base: read from this disk; what is written goes to the backend, what is missing into the outbox.
import { z } from 'zod';
import type { articleMethods } from '#shared/contract/articles';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { articleIdSchema, articleSchema } from '#shared/model/article';
import type { Files } from '../db/files.ts';
import { valueOrThrow } from '../http/answer.ts';
import type { Backend } from '../http/backend.ts';
import { findArticles } from './search.ts';

export interface ArticlesAskedDeps {
  readonly files: Files;
  /** Throws while nobody is signed in. */
  readonly agentId: () => string;
  readonly reach: () => Backend;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Something is in the outbox. */
  readonly onOutbox: () => void;
  /** The backend has a new edition. */
  readonly onWritten: () => void;
}

const conflictSchema = z.object({ current: articleSchema });

export function articlesOf(
  deps: ArticlesAskedDeps,
): Pick<Implementation<typeof deskData>, keyof typeof articleMethods> {
  const { files, agentId, reach, newId, now } = deps;
  return {
    articles(asked) {
      agentId();
      return files.cache((cache) => findArticles(cache, asked));
    },
    article({ id }) {
      agentId();
      return files.cache((cache) => cache.articles.byId(id));
    },
    tellGap(gap) {
      const id = newId();
      const entry = { id, agentId: agentId(), kind: 'gap', target: id, baseVersion: null, base: null } as const;
      files.work(({ outbox }) => outbox.add({ ...entry, body: { id, ...gap } }, now()));
      deps.onOutbox();
      return null;
    },
    async saveArticle({ id, edition, content }, signal) {
      const answer = await reach().saveArticle(id ?? articleIdSchema.parse(newId()), edition, content, signal);
      if (answer.kind === 'refused' && answer.problem === 'taken') return { kind: 'taken' };
      const conflict = answer.kind === 'refused' ? conflictSchema.safeParse(answer.document) : null;
      if (conflict?.success) return { kind: 'conflict', current: conflict.data.current };
      const article = valueOrThrow(answer);
      deps.onWritten();
      return { kind: 'saved', article };
    },
    articleGaps: async (_, signal) => valueOrThrow(await reach().articleGaps(signal)),
  };
}
