// Articles of the knowledge base for tests: as many as wanted, each with something of its own.
import { type Article, articleSchema } from '#shared/model/article';

export function madeArticle(n: number, differing: object = {}): Article {
  return articleSchema.parse({
    ...{ id: `01JZZZZZZZZZZZZZZZZZZ${String(n).padStart(5, '0')}`, code: `KB-${String(n).padStart(4, '0')}` },
    ...{ portfolioId: null, title: { it: `Procedura ${n}`, en: `Procedure ${n}` }, about: { it: '', en: '' } },
    ...{ body: { it: '', en: '' }, say: [], facts: [], steps: [], reasons: [], words: { it: [], en: [] } },
    ...{ validFrom: '2026-01-01', validTo: null, reviewBy: null, state: 'inForce' },
    ...{ edition: 1, byName: 'Sara Conti', at: '2026-01-01T08:00:00.000Z' },
    ...differing,
  });
}
