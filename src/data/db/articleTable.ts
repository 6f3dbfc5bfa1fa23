// The knowledge base on this PC: articles whole, what lists show of them, and their full text, once for each language.
import { type Article, type ArticleHead, articleHeadSchema, articleSchema } from '#shared/model/article';
import type { Language } from '#shared/model/ids';
import { withoutMarkup } from '#shared/model/plainMarkup';
import type { Db } from './driver.ts';

export interface ArticleReader {
  /** Ids with their editions. */
  editions(): ReadonlyMap<string, number>;
  byId(id: string): Article | null;
  /** By code. */
  all(limit: number): ArticleHead[];
  count(): number;
  /** Those of contact reasons of these groups ("FAT"). */
  ofGroups(groups: readonly string[]): ArticleHead[];
  /** Best first; `match`: an FTS5 expression. */
  found(match: string, language: Language, limit: number): ArticleHead[];
}

export interface ArticleTable extends ArticleReader {
  /** In place of what was there, where that is not as new. */
  put(article: Article): void;
  /** Takes away all others; whether there were any. */
  keepOnly(ids: ReadonlySet<string>): boolean;
}

const languages = ['it', 'en'] as const satisfies readonly Language[];
/** Title, words, what to say, text: what a hit in each is worth. */
const weights = '10.0, 8.0, 3.0, 1.0';

export function createArticleTable(db: Db): ArticleTable {
  const editions = db.query<{ id: string; edition: number }>('article.editions', 'SELECT id, edition FROM article');
  const byId = db.query<{ body: string }>('article.byId', 'SELECT body FROM article WHERE id = ?');
  const all = db.query<{ head: string }>('article.all', 'SELECT head FROM article ORDER BY code LIMIT ?');
  const count = db.query<{ n: number }>('article.count', 'SELECT count(*) AS n FROM article');
  const ofGroup = db.query<{ row: number; head: string }>(
    'article.ofGroup',
    `SELECT DISTINCT row, head FROM article_reason JOIN article USING (row) WHERE reason >= ? AND reason < ?`,
  );
  // Each article is there twice, once for each language: the even numbers are the Italian ones. What is shown of it is fetched for
  // those that are left: sorted along with all the others it would take ten times as long.
  const found = db.query<{ head: string }>(
    'article.found',
    `SELECT head FROM
       (SELECT rowid AS found, bm25(article_words, ${weights}) AS score FROM article_words
        WHERE article_words MATCH ? AND rowid & 1 = CAST(? AS INTEGER) ORDER BY score LIMIT ?)
     JOIN article ON article.row = found >> 1 ORDER BY score, code`,
  );
  const stored = db.query<{ row: number; edition: number }>(
    'article.stored',
    'SELECT row, edition FROM article WHERE id = ?',
  );
  const insert = db.query(
    'article.insert',
    'INSERT INTO article (id, code, edition, head, body) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.query('article.remove', 'DELETE FROM article WHERE row = ?');
  const removeReasons = db.query('article.removeReasons', 'DELETE FROM article_reason WHERE row = ?');
  const removeWords = db.query('article.removeWords', 'DELETE FROM article_words WHERE rowid = ?');
  const addReason = db.query('article.addReason', 'INSERT INTO article_reason (reason, row) VALUES (?, ?)');
  const addWords = db.query(
    'article.addWords',
    'INSERT INTO article_words (rowid, title, words, say, body) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?)',
  );

  function take(row: number): void {
    remove.run(row);
    removeReasons.run(row);
    for (const n of languages.keys()) removeWords.run(row * 2 + n);
  }

  return {
    editions: () => new Map(editions.all().map(({ id, edition }) => [id, edition])),
    byId(id) {
      const kept = byId.get(id);
      return kept === undefined ? null : articleSchema.parse(JSON.parse(kept.body));
    },
    all: (limit) => all.all(limit).map(headIn),
    count: () => count.get()?.n ?? 0,
    ofGroups(groups) {
      const rows = new Map<number, string>();
      for (const group of groups) for (const { row, head } of ofGroup.all(group, `${group}~`)) rows.set(row, head);
      return [...rows.values()].map((head) => headIn({ head }));
    },
    found: (match, language, limit) => found.all(match, languages.indexOf(language), limit).map(headIn),
    put(article) {
      const before = stored.get(article.id);
      if (before !== undefined && before.edition >= article.edition) return;
      if (before !== undefined) take(before.row);
      const { id, code, edition } = article;
      const head = JSON.stringify(articleHeadSchema.parse(article));
      const row = insert.insert(id, code, edition, head, JSON.stringify(article));
      if (row === null) return;
      for (const reason of new Set(article.reasons)) addReason.run(reason, row);
      for (const [n, language] of languages.entries()) addWords.run(row * 2 + n, ...wordsOf(article, language));
    },
    keepOnly(ids) {
      const gone = editions.all().filter(({ id }) => !ids.has(id));
      for (const { id } of gone) {
        const row = stored.get(id)?.row;
        if (row !== undefined) take(row);
      }
      return gone.length > 0;
    },
  };
}

const headIn = ({ head }: { readonly head: string }): ArticleHead => articleHeadSchema.parse(JSON.parse(head));

/** In the order of the full text's columns. */
function wordsOf(article: Article, language: Language): [string, string, string, string] {
  const { code, title, about, words, say, facts, steps, body } = article;
  const asked = steps.flatMap((step) => [
    step.ask[language],
    ...(step.kind === 'choice' ? step.options.map(({ name }) => name[language]) : []),
  ]);
  return [
    title[language],
    [code, code.replace('-', ''), ...words[language]].join('\n'),
    [about, ...say].map((one) => one[language]).join('\n'),
    [
      withoutMarkup(body[language]),
      ...facts.flatMap(({ name, value }) => [name[language], value[language]]),
      ...asked,
    ].join('\n'),
  ];
}
