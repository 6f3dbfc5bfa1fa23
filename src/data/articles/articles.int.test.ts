// The knowledge base on a PC: what the backend shows this agent, found by words, whether the backend is there or not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Article } from '#shared/model/article';
import type { Language } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from '#test/support/calls';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { madeArticle } from '#test/support/madeArticles';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';

let folder: string;
let backend: ModelBackend;
let data: Rig;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-articles-'));
  backend = createModelBackend();
});
afterEach(async () => {
  await data.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  data = await startRig({ folder, fetch: backend.fetch, clock: createPatientClock() });
};
const ask = (text: string, more: { language?: Language; reasons?: string[] } = {}) =>
  data.desk.articles({ text, reasons: [], language: 'it', day: '2026-03-02', limit: 200, ...more });
const codes = async (text = '', more = {}) => (await ask(text, more)).found.map(({ head }) => head.code);
const here = (what: string, count: number) =>
  data.until(what, async () => data.state().articles !== null && (await ask('')).all === count);
const keep = (...articles: Article[]) => {
  for (const article of articles) backend.articles.set(article.id, article);
};
const bodiesAsked = () => backend.asked.filter((one) => one.includes('/articles/bodies')).length;

describe('what is on the disk', () => {
  test('articles come once the customers are here, and are there without the backend', async () => {
    backend.put(modelCustomer(1));
    keep(madeArticle(1), madeArticle(2));
    await start();
    await data.signIn();
    expect((await ask('')).here).toBe(false);
    await here('both', 2);
    const first = backend.asked.findIndex((one) => one.includes('/v1/articles'));
    expect(backend.asked.slice(0, first).some((one) => one.includes('/segments/'))).toBe(true);
    await data.stop();
    backend.fate = () => 'lost';
    await start();
    expect(await codes()).toEqual(['KB-0001', 'KB-0002']);
    expect((await data.desk.article({ id: madeArticle(1).id }))?.title.it).toBe('Procedura 1');
    expect(data.state().articles).not.toBeNull();
    expect(data.refused).toEqual([]);
  });

  test('a new edition comes on a hint, and only what is different is asked for', async () => {
    keep(madeArticle(1), madeArticle(2));
    await start();
    await data.signIn();
    await here('both', 2);
    const before = bodiesAsked();
    keep(madeArticle(2, { edition: 2, title: { it: 'Resi', en: 'Returns' } }));
    backend.poke({ kind: 'articles' });
    await data.until('the new one', async () => (await codes('resi')).length === 1);
    expect(await codes('procedura')).toEqual(['KB-0001']);
    expect(bodiesAsked()).toBe(before + 1);
    backend.poke({ kind: 'articles' });
    await data.quiet();
    expect(bodiesAsked()).toBe(before + 1);
  });

  test('what this agent may not see any more is gone from the disk, with its words', async () => {
    keep(madeArticle(1), madeArticle(2, { title: { it: 'Contatore di Borea', en: '' } }));
    await start();
    await data.signIn();
    await here('both', 2);
    backend.articles.delete(madeArticle(2).id);
    backend.poke({ kind: 'articles' });
    await here('one', 1);
    expect(await codes('contatore')).toEqual([]);
    expect(await data.desk.article({ id: madeArticle(2).id })).toBeNull();
  });

  test('cut off between two writes, it goes on where it was: nothing is missing, nothing is there twice', async () => {
    keep(...Array.from({ length: 230 }, (_none, n) => madeArticle(n + 1)));
    let bodies = 0;
    backend.fate = ({ path }) => (path === '/v1/articles/bodies' && ++bodies > 1 ? 'lost' : 'arrives');
    await start();
    await data.signIn();
    await data.until('some are here', async () => (await ask('')).all === 100);
    expect(data.state().articles).toBeNull();
    await data.stop();
    backend.fate = () => 'arrives';
    const asked = bodiesAsked();
    await start();
    await here('all', 230);
    expect(bodiesAsked() - asked).toBe(2);
    expect(new Set(await codes()).size).toBe(200);
    expect((await codes('procedura 117'))[0]).toBe('KB-0117');
  });

  test('a backend that knows nothing of articles is asked for nothing else, and work goes on', async () => {
    backend.fate = ({ path }) => (path.startsWith('/v1/articles') ? { status: 404 } : 'arrives');
    await start();
    await data.signIn();
    await data.until('the customers are here', () => data.state().sync.load.kind === 'complete');
    expect(await ask('orari')).toMatchObject({ here: false, found: [] });
    expect(data.state().sync.link.kind).toBe('online');
  });
});

describe('what is found', () => {
  const text = (it: string, en = '') => ({ it, en });
  beforeEach(async () => {
    keep(
      madeArticle(11, { title: text('Sportello di via Verdi: orari', 'Via Verdi branch: hours'), reasons: ['INF-01'] }),
      madeArticle(42, {
        title: text('Subentro: documenti e costi', 'Taking over a contract'),
        words: { it: ['trasloco'], en: ['moving'] },
        reasons: ['CTR-03', 'INF-03'],
      }),
      madeArticle(210, {
        title: text('Indennizzi per il servizio', 'Compensation'),
        body: text('Il **rimborso** arriva in bolletta: nessun orario.', ''),
        validTo: '2026-02-01',
        reasons: ['REC-04'],
      }),
      madeArticle(300, { title: text('', 'Roaming abroad'), about: text('', 'Prices outside the EU') }),
    );
    await start();
    await data.signIn();
    await here('all', 4);
  });

  test.each([
    ['as it is being typed', 'sport', ['KB-0011']],
    ['whatever its ending', 'indennizzo', ['KB-0210']],
    ['without accents and in capitals', 'INDENNÌZZI', ['KB-0210']],
    ['as customers call it', 'trasloco', ['KB-0042']],
    ['by its code, however it is written', 'kb 0042', ['KB-0042']],
    ['by its code, in one word', 'kb0042', ['KB-0042']],
    ['in what stands in it', 'rimborso', ['KB-0210']],
    ['in its title before what stands in it', 'orari', ['KB-0011', 'KB-0210']],
    ['with all words before some of them', 'orari sportello', ['KB-0011', 'KB-0210']],
    ['in the other language', 'roaming', ['KB-0300']],
    ['not at all', 'astronave', []],
  ])('%s: %s', async (_how, typed, expected) => {
    expect(await codes(typed)).toEqual(expected);
  });

  test('the letters that were typed are marked in the title as it is read', async () => {
    const marked = async (typed: string, language: Language) => {
      const [hit] = (await ask(typed, { language })).found;
      const title = hit?.head.title[language] ?? '';
      return hit?.marks.map(([from, to]) => title.slice(from, to));
    };
    expect(await marked('sport', 'it')).toEqual(['Sportello']);
    expect(await marked('compens', 'en')).toEqual(['Compensation']);
  });

  test('nothing that is typed is ever syntax', async () => {
    for (const typed of ['"', '*', 'NEAR(', 'title: x', 'a AND', '()', 'sport"*', '^', '-']) await ask(typed);
    expect(await codes('"sportello"')).toEqual(['KB-0011']);
  });

  test('for a contact reason its articles are suggested, those of its group behind, what has expired last', async () => {
    const suggested = async (...reasons: string[]) => (await ask('', { reasons })).suggested.map(({ code }) => code);
    expect(await suggested('INF-01')).toEqual(['KB-0011', 'KB-0042']);
    expect(await suggested('REC-04', 'CTR-03')).toEqual(['KB-0042', 'KB-0210']);
    expect(await suggested()).toEqual([]);
  });
});

test('what was checked is kept with the call, goes along when it is passed on, and is reported', async () => {
  await start();
  await data.signIn();
  await data.until('online', () => data.state().sync.load.kind === 'complete');
  const call = ringingCall('withheld');
  const { interactionId } = call;
  await data.phone.callArrived({ call, event: fact('ringing') });
  await data.phone.recordEvent({ interactionId, event: fact('answered') });
  const checks = [
    { articleId: madeArticle(1).id, edition: 2, step: 'luci', answer: 'rossa', at: '2026-03-02T08:00:00.000Z' },
  ];
  await data.desk.saveDraft({ interactionId, draft: { checks } });
  expect(data.state().open[0]?.interaction.draft.checks).toEqual(checks);
  const target = { kind: 'person', name: 'Sara Conti', number: '1100' } as const;
  await data.desk.prepareHandover({ interactionId, target, manner: 'attended' });
  await data.until('it is passed on', () => backend.handovers.has(interactionId));
  expect(backend.handovers.get(interactionId)?.checks).toEqual(checks);
  await data.phone.recordEvent({ interactionId, event: fact('ended', 'hungUpThere') });
  const draft = { ...emptyDraft, reasonCode: 'TEC-01', outcomeCode: 'RIS-1', checks };
  await data.desk.closeInteraction({ interactionId, draft });
  await data.until('it is reported', () => backend.reports.length === 1);
  expect(backend.reports[0]?.checks).toEqual(checks);
});

test('what is missing is on its way without the backend, and arrives once', async () => {
  await start();
  await data.signIn();
  await data.until('online', () => data.state().sync.load.kind === 'complete');
  backend.fate = ({ path }) => (path === '/v1/article-gaps' ? 'unheard' : 'arrives');
  await data.desk.tellGap({ words: 'bonus sociale', reasonCode: 'INF-04' });
  await data.until('it was heard', () => backend.gaps.length === 1);
  backend.fate = () => 'arrives';
  await data.until('nothing waits', () => data.state().sync.outbox.waiting === 0);
  expect(backend.gaps).toMatchObject([{ words: 'bonus sociale', reasonCode: 'INF-04' }]);
});

test('whoever writes sees what somebody else has written meanwhile, and what is saved is here', async () => {
  keep(madeArticle(1));
  await start();
  await data.signIn();
  await here('it', 1);
  const { id, edition, byName, at, ...content } = madeArticle(1, { title: { it: 'Nuovo titolo', en: '' } });
  expect(await data.desk.saveArticle({ id, edition: 1, content })).toMatchObject({
    kind: 'saved',
    article: { edition: 2 },
  });
  await data.until('it is here', async () => (await codes('nuovo')).length === 1);
  expect(await data.desk.saveArticle({ id, edition: 1, content })).toMatchObject({
    kind: 'conflict',
    current: { edition: 2 },
  });
  expect(await data.desk.saveArticle({ id: null, edition: 0, content })).toEqual({ kind: 'taken' });
  expect([edition, byName, at]).toBeDefined();
});
