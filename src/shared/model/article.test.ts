import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Article,
  answered,
  articleContentSchema,
  type Check,
  done,
  isThrough,
  openSteps,
  readIn,
  type Step,
  standing,
  suggested,
} from './article.ts';

const text = (it: string) => ({ it, en: '' });
const content = {
  ...{
    code: 'KB-042',
    portfolioId: null,
    title: text('Subentro'),
    about: text(''),
    body: text(''),
    say: [],
    facts: [],
  },
  ...{ steps: [] as unknown[], reasons: [], words: { it: [], en: [] }, validFrom: '2026-01-01', validTo: null },
  ...{ reviewBy: null, state: 'inForce' },
};
const option = (code: string, next: string | null = null, end: string | null = null) => ({
  ...{ code, name: text(code), next, end: end === null ? null : text(end) },
});
const choice = (code: string, ...options: ReturnType<typeof option>[]): Step => ({
  ...{ kind: 'choice', code, ask: text(`${code}?`), options },
});
const tick = (code: string): Step => ({ kind: 'tick', code, ask: text(code) });

const id = '01JZZZZZZZZZZZZZZZZZZZZZK1' as Article['id'];
const at = '2026-11-26T10:00:00.000Z';
/** Lights, then the cable, then a restart. */
const noInternet = {
  id,
  edition: 3,
  steps: [
    tick('guasto-di-zona'),
    choice('luci', option('rossa', 'cavo'), option('spente', null, 'Controllare la presa di corrente.')),
    choice('cavo', option('spostato', 'riavvio'), option('giusto', 'riavvio')),
    choice('riavvio', option('funziona'), option('non-funziona', null, 'Aprire una pratica al tecnico.')),
  ],
};
const check = (step: string, answer: string): Check => ({ articleId: id, edition: 3, step, answer, at });
const codes = (checks: readonly Check[]) => openSteps(noInternet, checks).map(({ step }) => step.code);

describe('what may be written', () => {
  const issues = (changed: object) => articleContentSchema.safeParse({ ...content, ...changed }).error?.issues ?? [];

  test('one language is enough, and none is too little', () => {
    expect(issues({ title: { it: '', en: 'Taking over' } })).toEqual([]);
    expect(issues({ title: { it: ' ', en: '' } })[0]).toMatchObject({ path: ['title'] });
  });

  test('it does not end before it begins', () => {
    expect(issues({ validTo: '2025-12-31' })[0]).toMatchObject({ path: ['validTo'] });
    expect(issues({ validTo: '2026-01-01' })).toEqual([]);
  });

  test('questions may meet again, and never lead back to where they came from', () => {
    expect(issues({ steps: noInternet.steps })).toEqual([]);
    const back = [choice('a', option('x', 'b'), option('y')), choice('b', option('x', 'a'), option('y'))];
    expect(issues({ steps: back }).map(({ path }) => path)).toEqual([
      ['steps', 0],
      ['steps', 1],
    ]);
    expect(issues({ steps: [choice('a', option('x', 'a'), option('y'))] })).toHaveLength(1);
  });

  test('nothing leads to a question that is not there, and no code means two things', () => {
    expect(issues({ steps: [choice('a', option('x', 'gone'), option('y'))] })[0]).toMatchObject({
      path: ['steps', 0, 'options', 0, 'next'],
    });
    expect(issues({ steps: [tick('a'), tick('a')] })[0]).toMatchObject({ path: ['steps', 1, 'code'] });
    expect(issues({ steps: [choice('a', option('x'), option('x'))] })[0]).toMatchObject({
      path: ['steps', 0, 'options', 1, 'code'],
    });
  });
});

test('an article holds from its first day to its last, and is marked from the day on which somebody should look at it', () => {
  const dates = { validFrom: '2026-03-01', validTo: '2026-06-30', reviewBy: '2026-06-01' };
  const on = (day: string) => standing(dates, day);
  expect(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map(on)).toEqual([
    ...['coming', 'valid', 'valid', 'toReview', 'toReview', 'expired'],
  ]);
  expect(standing({ validFrom: '2026-03-01', validTo: null, reviewBy: null }, '2099-01-01')).toBe('valid');
});

describe('what is suggested', () => {
  const head = (code: string, reasons: string[], more: object = {}) => ({
    ...{ code, reasons, validFrom: '2026-01-01', validTo: null, reviewBy: null, state: 'inForce' as const },
    ...more,
  });
  const of = (articles: ReturnType<typeof head>[], ...reasons: string[]) =>
    suggested(articles, reasons, '2026-11-26').map(({ code }) => code);

  test('the same reason comes before its group, what holds before what is to be looked at, the rest not at all', () => {
    const articles = [
      head('KB-001', ['FAT-03']),
      head('KB-002', ['FAT-02'], { reviewBy: '2026-11-01' }),
      head('KB-003', ['FAT-02']),
      head('KB-004', ['TEC-01']),
      head('KB-005', []),
    ];
    expect(of(articles, 'FAT-02')).toEqual(['KB-003', 'KB-002', 'KB-001']);
    expect(of(articles)).toEqual([]);
  });

  test('what has expired is still there for its own reason, and last; of the group it is not', () => {
    const articles = [head('KB-001', ['FAT-02'], { validTo: '2026-10-31' }), head('KB-002', ['FAT-02'])];
    expect(of(articles, 'FAT-02')).toEqual(['KB-002', 'KB-001']);
    expect(of(articles, 'FAT-01')).toEqual(['KB-002']);
  });

  test('a further reason counts like the first; never more than four, and no draft', () => {
    const many = ['001', '002', '003', '004', '005'].map((n) => head(`KB-${n}`, ['INF-01']));
    expect(of([...many, head('KB-006', ['TEC-01'])], 'TEC-01', 'INF-01')).toEqual([
      ...['KB-001', 'KB-002', 'KB-003', 'KB-004'],
    ]);
    expect(of([head('KB-001', ['INF-01'], { state: 'draft' })], 'INF-01')).toEqual([]);
  });
});

describe('checks with the customer', () => {
  test('at first stand those to which no other leads, each answer brings the next', () => {
    expect(codes([])).toEqual(['guasto-di-zona', 'luci']);
    expect(codes([check('luci', 'rossa')])).toEqual(['guasto-di-zona', 'luci', 'cavo']);
    expect(codes([check('luci', 'rossa'), check('cavo', 'giusto')])).toEqual([
      ...['guasto-di-zona', 'luci', 'cavo', 'riavvio'],
    ]);
  });

  test('an answer after which nothing is asked says what is to be done', () => {
    const [, lights] = openSteps(noInternet, [check('luci', 'spente')]);
    expect(lights?.end?.it).toBe('Controllare la presa di corrente.');
    expect(isThrough(openSteps(noInternet, [check('luci', 'spente')]))).toBe(false);
    expect(isThrough(openSteps(noInternet, [check('luci', 'spente'), check('guasto-di-zona', done)]))).toBe(true);
    expect(isThrough(openSteps({ id, steps: [] }, []))).toBe(false);
  });

  test('an answer that is changed takes with it what it had led to, and nothing of another article', () => {
    const other: Check = { ...check('luci', 'rossa'), articleId: '01JZZZZZZZZZZZZZZZZZZZZZK2' as Article['id'] };
    const before = [other, check('luci', 'rossa'), check('cavo', 'giusto'), check('guasto-di-zona', done)];
    const after = answered(noInternet, before, { step: 'luci', answer: 'spente', at });
    expect(after).toEqual([other, check('guasto-di-zona', done), check('luci', 'spente')]);
    expect(answered(noInternet, after, { step: 'luci', answer: null, at })).toEqual([
      other,
      check('guasto-di-zona', done),
    ]);
  });

  test('answers that an article does not know any more are not answers', () => {
    expect(openSteps(noInternet, [check('luci', 'gialla'), check('guasto-di-zona', 'forse')])).toMatchObject([
      { answer: null },
      { answer: null },
    ]);
  });

  /** Any questions whatever, also ones that lead back: what may be kept of them is the schema's to say. */
  const steps = fc.integer({ min: 1, max: 7 }).chain((count) => {
    const code = (n: number) => `s${n}`;
    const next = fc.option(fc.integer({ min: 0, max: count - 1 }).map(code), { nil: null });
    const options = fc
      .array(next, { minLength: 2, maxLength: 3 })
      .map((those) => those.map((one, n) => option(`o${n}`, one)));
    return fc
      .array(fc.option(options, { nil: null }), { minLength: count, maxLength: count })
      .map((all) => all.map((those, n) => (those === null ? tick(code(n)) : choice(code(n), ...those))));
  });
  const answers = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.constantFrom('o0', 'o1', 'o2', done, null)), {
    maxLength: 12,
  });

  test('whatever is answered in whatever order, questions end, none stands twice, and every check stands', () => {
    fc.assert(
      fc.property(steps, answers, (some, given) => {
        const article = { id, edition: 1, steps: some };
        let checks: Check[] = [];
        for (const [n, answer] of given) {
          checks = answered(article, checks, { step: `s${n}`, answer, at });
          const open = openSteps(article, checks);
          expect(new Set(open.map(({ step }) => step.code)).size).toBe(open.length);
          const standing = open.filter((one) => one.answer !== null).map(({ step, answer: kept }) => [step.code, kept]);
          expect(standing.sort()).toEqual(checks.map((one) => [one.step, one.answer]).sort());
        }
      }),
    );
  });

  test('of an article that may be kept, whoever answers each question that stands comes to an end', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat({ max: 2 })), (some, picks) => {
        fc.pre(articleContentSchema.safeParse({ ...content, steps: some }).success);
        const article = { id, edition: 1, steps: some };
        let checks: Check[] = [];
        for (let asked = 0; ; asked += 1) {
          expect(asked).toBeLessThanOrEqual(some.length);
          const next = openSteps(article, checks).find(({ answer }) => answer === null)?.step;
          if (next === undefined) break;
          const pick = picks.next().value ?? 0;
          const answer = next.kind === 'tick' ? done : (next.options[pick % next.options.length]?.code ?? null);
          checks = answered(article, checks, { step: next.code, answer, at });
        }
        expect(isThrough(openSteps(article, checks))).toBe(true);
      }),
    );
  });
});

test('what is written in one language alone is read in that one, and says so', () => {
  expect(readIn({ it: 'Orari', en: 'Hours' }, 'en')).toEqual({ text: 'Hours', language: 'en' });
  expect(readIn({ it: 'Orari', en: '' }, 'en')).toEqual({ text: 'Orari', language: 'it' });
  expect(readIn({ it: '', en: '' }, 'en')).toEqual({ text: '', language: 'en' });
});
