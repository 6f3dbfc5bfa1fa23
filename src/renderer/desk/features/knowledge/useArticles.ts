// Articles asked of this PC as the agent types, and one of them whole; asked again when the knowledge base here is another.
import { useEffect, useState } from 'react';
import type { ArticlesFound } from '#shared/contract/articles';
import type { Article } from '#shared/model/article';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { useToday } from './useToday.ts';

/** Null: not answered yet. What was found for the letters before stays until the next answer, and is said not to be current. */
export function useArticles(
  text: string,
  reasons: readonly string[],
): (ArticlesFound & { readonly isCurrent: boolean }) | null {
  const { findArticles } = useIntents();
  const { language } = useWords();
  const day = useToday();
  const here = useDeskState((state) => state.data?.articles ?? null);
  const [found, setFound] = useState<{ readonly text: string; readonly answer: ArticlesFound } | null>(null);
  const wanted = reasons.join(' ');
  useEffect(() => {
    const asking = new AbortController();
    const asked = { text: text.trim(), reasons: wanted === '' ? [] : wanted.split(' '), language, day };
    void findArticles(asked, asking.signal).then((answer) => {
      if (answer !== null && !asking.signal.aborted) setFound({ text, answer });
    });
    return () => asking.abort();
  }, [text, wanted, language, day, here, findArticles]);
  return found === null ? null : { ...found.answer, isCurrent: found.text === text };
}

/** Undefined: not answered yet; null: it is gone. */
export function useArticle(id: Article['id'] | null): Article | null | undefined {
  const { readArticle } = useIntents();
  const here = useDeskState((state) => state.data?.articles ?? null);
  const [read, setRead] = useState<{ readonly id: string; readonly article: Article | null } | null>(null);
  useEffect(() => {
    if (id === null) return;
    const reading = new AbortController();
    void readArticle(id).then((article) => {
      if (!reading.signal.aborted) setRead({ id, article });
    });
    return () => reading.abort();
  }, [id, here, readArticle]);
  return id !== null && read?.id === id ? read.article : undefined;
}
