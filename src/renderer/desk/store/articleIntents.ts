// The knowledge base: found, read, reported missing, written. A refusal is shown like any other, and answers null.
import type { ArticlesFound } from '#shared/contract/articles';
import type { Article, ArticleContent } from '#shared/model/article';
import type { Language } from '#shared/model/ids';
import type { Ask } from './ask.ts';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';

const mostShown = 60;

interface ArticleQuestion {
  readonly text: string;
  readonly reasons: readonly string[];
  readonly language: Language;
  readonly day: string;
}

export function articleIntents({ data }: Programs, ask: Ask) {
  return {
    /** Null: withdrawn, or not to be had now. */
    findArticles: (question: ArticleQuestion, signal: AbortSignal): Promise<ArticlesFound | null> =>
      had(data.articles({ ...question, reasons: [...question.reasons], limit: mostShown }, signal)),
    readArticle: (id: Article['id']): Promise<Article | null> => had(data.article({ id })),
    tellGap: async (words: string, reasonCode: string | null): Promise<boolean> => {
      let isTold = false;
      const telling = data.tellGap({ words, reasonCode }).then(() => {
        isTold = true;
      });
      await ask(telling);
      return isTold;
    },
    saveArticle: (id: Article['id'] | null, edition: number, content: ArticleContent) =>
      ask(data.saveArticle({ id, edition, content })),
    articleGaps: () => ask(data.articleGaps(null)),
  };
}
