// The knowledge base's articles and their editions, and what agents did not find in it.
import { sql } from 'kysely';
import { type Article, type ArticleContent, articleSchema } from '#shared/model/article';
import type { ArticleGap, ArticleGaps, ArticleManifest } from '#shared/protocol/articles';
import type { Seen } from '../db/seenBy.ts';

/** All that the reader sees. */
export async function articlesSeen(tx: Seen): Promise<ArticleManifest['articles']> {
  const rows = await tx.selectFrom('articles').select(['id', 'edition']).orderBy('id').execute();
  return rows as ArticleManifest['articles'];
}

const rowsOf = (tx: Seen) =>
  tx
    .selectFrom('articles')
    .select(['id', 'code', 'portfolio_id as portfolioId', 'state', 'edition', 'content', 'by_name as byName', 'at']);
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

const toArticle = ({ content, at, ...row }: Row): Article =>
  articleSchema.parse({ ...(content as object), ...row, at: at.toISOString() });

export async function findArticles(tx: Seen, ids: readonly string[]): Promise<Article[]> {
  if (ids.length === 0) return [];
  return (await rowsOf(tx).where('id', 'in', ids).orderBy('id').execute()).map(toArticle);
}

/** The article, which stays as it is until the end of this transaction; null: the reader sees none of that id, or may not change it. */
export async function lockArticle(tx: Seen, id: string): Promise<Article | null> {
  const row = await rowsOf(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : toArticle(row);
}

interface Edition {
  readonly id: string;
  readonly edition: number;
  readonly byName: string;
  readonly at: Date;
}

const valuesOf = ({ code, portfolioId, state, ...content }: ArticleContent, { edition, byName, at }: Edition) => ({
  ...{ code, portfolio_id: portfolioId, state, edition, by_name: byName, at },
  content: JSON.stringify(content),
});

/** False: there is one of that id or code already. */
export async function addArticle(tx: Seen, content: ArticleContent, edition: Edition): Promise<boolean> {
  const { rows } = await sql`select 1 from articles where id = ${edition.id} or code = ${content.code}`.execute(tx);
  if (rows.length > 0) return false;
  await tx
    .insertInto('articles')
    .values({ id: edition.id, ...valuesOf(content, edition) })
    .execute();
  return true;
}

export async function changeArticle(tx: Seen, content: ArticleContent, edition: Edition): Promise<void> {
  await tx.updateTable('articles').set(valuesOf(content, edition)).where('id', '=', edition.id).execute();
}

export async function addGap(tx: Seen, { words, reasonCode }: Omit<ArticleGap, 'id'>, day: string): Promise<void> {
  await tx.insertInto('article_gaps').values({ words, reason_code: reasonCode, on_day: day }).execute();
}

const mostGaps = 200;

/** Words that differ in capitals alone are the same. */
export async function listGaps(tx: Seen): Promise<ArticleGaps['gaps']> {
  const { rows } = await sql<ArticleGaps['gaps'][number]>`
    select min(words) as words, array_remove(array_agg(distinct reason_code), null) as reasons, count(*)::int as times,
      max(on_day)::text as "lastOn"
    from article_gaps group by lower(words) order by times desc, "lastOn" desc, words limit ${mostGaps}`.execute(tx);
  return rows;
}
