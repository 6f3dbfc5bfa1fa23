import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Article, articleContentSchema, articleSchema, standing } from '#shared/model/article';
import { articleBodiesSchema, articleGapsSchema, articleManifestSchema } from '#shared/protocol/articles';
import { problemUrn } from '#shared/protocol/errors';
import { type Ask, startTestServer, type TestServer } from '#test/support/testServer';
import { newId } from '../deps.ts';
import { grantPortfolios } from '../repositories/portfolios.ts';

let server: TestServer;
let giulia: Ask;
let luca: Ask;
let sara: Ask;
beforeAll(async () => {
  server = await startTestServer({ answersForOthers: true });
  [giulia, luca, sara] = [await server.as('giulia'), await server.as('luca'), await server.as('sara')];
});
afterAll(() => server.stop());

const manifest = async (ask: Ask) => articleManifestSchema.parse((await ask({ url: '/v1/articles' })).json()).articles;
async function bodies(ask: Ask, ids?: readonly string[]): Promise<Article[]> {
  const wanted = ids ?? (await manifest(ask)).map(({ id }) => id);
  const answer = await ask({ url: '/v1/articles/bodies', query: { ids: wanted.join(',') } });
  return articleBodiesSchema.parse(answer.json()).articles;
}
const codes = async (ask: Ask) => (await bodies(ask)).map(({ code }) => code).sort();
const find = async (code: string) =>
  must(
    (await bodies(sara)).find((article) => article.code === code),
    code,
  );
const contentOf = (article: Article) => articleContentSchema.parse(article);
const save = (ask: Ask, id: string, edition: number, payload: object) =>
  ask({ method: 'PUT', url: `/v1/articles/${id}`, headers: { 'if-match': `"${edition}"` }, payload });
const fresh = (differing: object = {}) => ({
  ...{ code: 'KB-500', portfolioId: 'company', title: { it: 'Prova', en: '' }, about: { it: '', en: '' } },
  ...{ body: { it: '', en: '' }, say: [], facts: [], steps: [], reasons: [], words: { it: [], en: [] } },
  ...{ validFrom: '2026-01-01', validTo: null, reviewBy: null, state: 'inForce', ...differing },
});

test('the exercise company’s articles are there for those who answer for whom they are: Borea’s for Giulia and not for Luca, drafts for their lead', async () => {
  const companys = ['KB-011', 'KB-042', 'KB-043', 'KB-115', 'KB-118', 'KB-120', 'KB-130', 'KB-210', 'KB-301', 'KB-900'];
  expect(await codes(luca)).toEqual(companys);
  expect(await codes(giulia)).toEqual(['BO-101', ...companys]);
  expect(await codes(sara)).toEqual(['BO-101', ...companys.slice(0, 9), 'KB-302', 'KB-900']);
  const today = server.deps.clock().toISOString().slice(0, 10);
  expect(standing(await find('KB-011'), today)).toBe('valid');
  expect(standing(await find('KB-043'), today)).toBe('toReview');
  expect(standing(await find('KB-118'), today)).toBe('expired');
  for (const article of await bodies(sara)) {
    for (const { it, en } of [article.title, article.about, article.body, ...article.say]) {
      expect([article.code, it !== '', en !== '']).toEqual([article.code, true, true]);
    }
  }
});

test('what somebody does not see is not told by its id either, and what has not changed is not sent again', async () => {
  const boreas = await find('BO-101');
  expect(await bodies(luca, [boreas.id])).toEqual([]);
  const { headers } = await luca({ url: '/v1/articles' });
  const again = () => luca({ url: '/v1/articles', headers: { 'if-none-match': must(headers.etag, 'etag') } });
  expect((await again()).statusCode).toBe(304);
  const { id, edition } = await find('KB-011');
  expect((await save(sara, id, edition, contentOf(await find('KB-011')))).statusCode).toBe(200);
  expect((await again()).statusCode).toBe(200);
});

test('bodies go zipped to whoever takes that', async () => {
  const { id } = await find('KB-011');
  const headers = { 'accept-encoding': 'gzip' };
  const answer = await luca({ url: '/v1/articles/bodies', query: { ids: id }, headers });
  expect(answer.headers['content-encoding']).toBe('gzip');
  const { articles } = articleBodiesSchema.parse(JSON.parse(gunzipSync(answer.rawPayload).toString()));
  expect(articles).toMatchObject([{ code: 'KB-011' }]);
});

test('each time that it is saved an article is one edition further, by whoever has saved it, on record without its words', async () => {
  const id = newId(server.deps);
  const first = articleSchema.parse((await save(sara, id, 0, fresh())).json());
  expect(first).toMatchObject({ id, edition: 1, byName: 'Sara Conti', at: server.deps.clock().toISOString() });
  expect(await codes(luca)).toContain('KB-500');
  const second = await save(sara, id, 1, fresh({ title: { it: 'Prova due', en: 'Trial two' } }));
  expect(second.json()).toMatchObject({ edition: 2, title: { it: 'Prova due' } });
  const { rows } = await server.write((tx) =>
    sql`select edition, content -> 'title' ->> 'it' as title, by_agent is not null as known
      from article_editions where article_id = ${id} order by 1`.execute(tx),
  );
  expect(rows).toEqual([
    { edition: 1, title: 'Prova', known: true },
    { edition: 2, title: 'Prova due', known: true },
  ]);
  const entries = await server.write((tx) =>
    sql`select detail, subjects from audit_entries where action = 'articleChanged' order by id desc limit 1`.execute(
      tx,
    ),
  );
  expect(entries.rows).toEqual([{ detail: { article: 'KB-500', version: 2 }, subjects: ['company'] }]);
});

test('whoever writes over what they have not read is shown what stands there', async () => {
  const id = newId(server.deps);
  await save(sara, id, 0, fresh({ code: 'KB-501' }));
  await save(sara, id, 1, fresh({ code: 'KB-501', about: { it: 'Di un’altra persona', en: '' } }));
  const late = await save(sara, id, 1, fresh({ code: 'KB-501' }));
  expect(late.statusCode).toBe(412);
  expect(late.json()).toMatchObject({ current: { edition: 2, about: { it: 'Di un’altra persona' } } });
  expect((await save(sara, id, 0, fresh({ code: 'KB-501' }))).statusCode).toBe(412);
  const headers = {};
  expect((await sara({ method: 'PUT', url: `/v1/articles/${id}`, headers, payload: fresh() })).statusCode).toBe(428);
});

test('a draft and what is retired are there for those who write; agents lose it', async () => {
  const id = newId(server.deps);
  await save(sara, id, 0, fresh({ code: 'KB-502' }));
  expect(await codes(luca)).toContain('KB-502');
  await save(sara, id, 1, fresh({ code: 'KB-502', state: 'retired' }));
  expect(await codes(luca)).not.toContain('KB-502');
  expect(await codes(sara)).toContain('KB-502');
});

test('agents write none; nobody writes for a company that they do not see, or takes another’s code', async () => {
  const id = newId(server.deps);
  expect((await save(luca, id, 0, fresh({ code: 'KB-503' }))).statusCode).toBe(403);
  expect((await save(sara, id, 0, fresh({ code: 'KB-503', portfolioId: 'nowhere' }))).json().errors).toMatchObject([
    { field: 'portfolioId' },
  ]);
  expect((await save(sara, id, 0, fresh({ code: 'KB-011' }))).json().type).toBe(problemUrn('taken'));
  await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: ['company'] }]));
  const boreas = (await bodies(giulia)).find(({ code }) => code === 'BO-101');
  expect(boreas).toBeDefined();
  const answers = [
    await save(sara, boreas?.id ?? '', 1, fresh({ code: 'BO-101', portfolioId: 'company' })),
    await save(sara, boreas?.id ?? '', 0, fresh({ code: 'KB-504' })),
    await save(sara, id, 0, fresh({ code: 'BO-101' })),
  ];
  // That a code is taken is all that is told.
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 409, 409]);
  for (const { body } of answers) expect(body).not.toContain('contatore');
  await server.write((tx) => grantPortfolios(tx, [{ username: 'sara', portfolios: ['company', 'borea', 'legal'] }]));
  expect(await codes(sara)).toContain('BO-101');
});

test('questions that lead in a circle are refused, and the field is named', async () => {
  const options = (next: string) => [
    { code: 'si', name: { it: 'Sì', en: '' }, next },
    { code: 'no', name: { it: 'No', en: '' }, next: null },
  ];
  const step = (code: string, next: string) => ({
    ...{ kind: 'choice', code, ask: { it: code, en: '' }, options: options(next) },
  });
  const steps = [step('uno', 'due'), step('due', 'uno')];
  const answer = await save(sara, newId(server.deps), 0, fresh({ code: 'KB-505', steps }));
  expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'steps.0']);
});

test('what is missing is told once, by nobody, and counted for those who write', async () => {
  const tell = (ask: Ask, words: string, key = newId(server.deps), reasonCode: string | null = 'INF-01') =>
    ask({
      method: 'POST',
      url: '/v1/article-gaps',
      headers: { 'idempotency-key': key },
      payload: { id: key, words, reasonCode },
    });
  const key = newId(server.deps);
  expect((await tell(luca, 'bonus sociale', key)).statusCode).toBe(201);
  expect((await tell(luca, 'bonus sociale', key)).statusCode).toBe(201);
  await tell(giulia, 'Bonus sociale', undefined, 'INF-04');
  await tell(giulia, 'fibra in campagna', undefined, null);
  expect((await luca({ url: '/v1/article-gaps' })).statusCode).toBe(403);
  const { gaps } = articleGapsSchema.parse((await sara({ url: '/v1/article-gaps' })).json());
  expect(gaps).toMatchObject([
    { times: 2, reasons: ['INF-01', 'INF-04'], lastOn: '2026-03-02' },
    { words: 'fibra in campagna', times: 1, reasons: [] },
  ]);
  const { rows } = await server.write((tx) =>
    sql<{ name: string }>`select attname as name from pg_attribute
      where attrelid = 'article_gaps'::regclass and attnum > 0 order by 1`.execute(tx),
  );
  expect(rows.map(({ name }) => name)).toEqual(['id', 'on_day', 'reason_code', 'words']);
});

test('a company that answers for nobody else has no article of others', async () => {
  const alone = await startTestServer();
  expect(await codes(await alone.as('luca'))).toHaveLength(10);
  expect(await codes(await alone.as('sara'))).not.toContain('BO-101');
  await alone.stop();
});
