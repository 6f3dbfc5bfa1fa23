// Searching five thousand articles of the knowledge base as they are typed, beside the full text alone on the same file.
import { join } from 'node:path';
import { findArticles } from '../../src/data/articles/search.ts';
import { openCache, openCacheReader } from '../../src/data/db/cache.ts';
import { openDb } from '../../src/data/db/driver.ts';
import { silentLog } from '../../src/data/log.ts';
import { seeded } from '../../src/shared/lib/seeded.ts';
import { testKey } from '../../test/support/dataProcess.ts';
import { madeArticle } from '../../test/support/madeArticles.ts';
import { type Figure, figure, percentile } from '../figures.ts';

const articles = 5_000;
/** Made-up words of Italian sounds: as many as articles of one company may have. */
const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo', 'tra', 'sto'];
const vocabulary = 4_000;

export function articleFigures(folder: string): Figure[] {
  const random = seeded(408);
  const pick = (below: number) => Math.floor(random() * below);
  const words = Array.from({ length: vocabulary }, () =>
    Array.from({ length: 2 + pick(3) }, () => syllables[pick(syllables.length)]).join(''),
  );
  /** Few words are everywhere, most are seldom. */
  const some = (count: number) =>
    Array.from({ length: count }, () => words[Math.floor(vocabulary * random() ** 3)]).join(' ');
  const both = (count: number) => ({ it: some(count), en: some(count) });
  const file = join(folder, 'articles.db');
  const cache = openCache(file, testKey, silentLog);
  cache.transact(() => {
    for (let n = 0; n < articles; n += 1)
      cache.articles.put(
        madeArticle(n, { title: both(6), about: both(12), body: both(300), say: [both(20), both(20)] }),
      );
  });
  cache.close();
  const typed = Array.from({ length: 400 }, () => {
    const text = some(1 + pick(3));
    return text.slice(0, 2 + pick(text.length));
  });
  const timed = (work: (text: string) => unknown): number[] =>
    typed.map((text) => {
      const began = performance.now();
      work(text);
      return performance.now() - began;
    });
  const reader = openCacheReader(file, testKey, silentLog);
  const found = timed((text) =>
    findArticles(reader, { text, reasons: [], language: 'it', day: '2026-03-02', limit: 40 }),
  );
  reader.close();
  const db = openDb({ file, key: testKey, synchronous: 'NORMAL', log: silentLog });
  const bare = db.query('bare', 'SELECT rowid FROM article_words WHERE article_words MATCH ? LIMIT 40');
  const alone = timed((text) =>
    bare.all(
      text
        .trim()
        .split(/\s+/)
        .map((word) => `"${word}"*`)
        .join(' AND '),
    ),
  );
  db.close();
  return [
    figure('search among 5 000 articles, p95', 'ms', percentile(found, 0.95), 16, {
      what: 'the full text alone, unordered',
      value: percentile(alone, 0.95),
    }),
  ];
}
