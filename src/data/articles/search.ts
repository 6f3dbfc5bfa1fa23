// Finding articles by words, as they are typed: on this disk, whether the backend is there or not.
import type { ArticleHit, ArticlesFound } from '#shared/contract/articles';
import { type ArticleHead, readIn, suggested } from '#shared/model/article';
import type { Language } from '#shared/model/ids';
import type { CacheReader } from '../db/cache.ts';
import { inOrder, markWords } from '../search/marks.ts';
import { fold, wordsIn } from '../search/text.ts';

export interface ArticleQuestion {
  readonly text: string;
  /** The reason first, then further ones. */
  readonly reasons: readonly string[];
  readonly language: Language;
  /** "2026-11-26" */
  readonly day: string;
  readonly limit: number;
}

export function findArticles(cache: Pick<CacheReader, 'articles' | 'mark'>, asked: ArticleQuestion): ArticlesFound {
  const { articles } = cache;
  const { text, reasons, language, day, limit } = asked;
  const groups = [...new Set(reasons.map((code) => code.slice(0, 3)))];
  const words = wordsIn(fold(text).replace(spacedCode, '$1$2'));
  const found = words.length === 0 ? articles.all(limit) : search(articles, words, language, limit);
  const hitOf = (head: ArticleHead): ArticleHit => ({
    head,
    marks: inOrder(markWords(readIn(head.title, language).text, (word) => words.some((typed) => isMeant(typed, word)))),
  });
  return {
    here: cache.mark('articles') !== null,
    all: articles.count(),
    suggested: suggested(articles.ofGroups(groups), reasons, day),
    found: found.map(hitOf),
  };
}

/** With all the words before those with any of them; of each the agent's language before the other. */
function search(
  articles: CacheReader['articles'],
  words: readonly string[],
  language: Language,
  limit: number,
): ArticleHead[] {
  const terms = words.map((word, n) => termOf(word, n === words.length - 1));
  const other = language === 'it' ? 'en' : 'it';
  const found = new Map<string, ArticleHead>();
  for (const match of words.length === 1 ? terms : [terms.join(' AND '), terms.join(' OR ')]) {
    if (found.size >= enough) break;
    for (const one of [language, other] as const) {
      if (found.size >= limit) break;
      for (const head of articles.found(match, one, limit)) if (!found.has(head.id)) found.set(head.id, head);
    }
  }
  return [...found.values()].slice(0, limit);
}

/** "KB 042", "kb-042": one word, as it is indexed. */
const spacedCode = /\b([a-z]{2})[\s-]+(\d{3,4})\b/g;

/** With so many that have all the words nobody looks for one that has only some. */
const enough = 8;

const longStem = 5;
/** Without its last vowel a word stands for its other endings too: "indennizzi" finds "indennizzo". */
const stemOf = (word: string): string => (word.length >= longStem ? word.replace(/[aeiou]$/, '') : word);

/** The last word may be in the middle of being typed. */
const termOf = (word: string, isLast: boolean): string =>
  word.length >= longStem || (isLast && word.length > 1) ? `"${stemOf(word)}"*` : `"${word}"`;

const isMeant = (typed: string, word: string): boolean =>
  typed.length >= longStem ? word.startsWith(stemOf(typed)) : word.startsWith(typed);
