import fc from 'fast-check';
import { expect, test } from 'vitest';
import { articleContentSchema, type Step } from '#shared/model/article';
import { madeArticle } from '#test/support/madeArticles';
import { contentOf, type Read, type Written, writtenOf } from './written.ts';

const today = '2026-11-26';
const written = (changed: Partial<Written> = {}, it: Partial<Written['it']> = {}, en: Partial<Written['en']> = {}) => {
  const fresh = writtenOf(null, today);
  return {
    ...{ ...fresh, code: 'kb-042', ...changed },
    ...{ it: { ...fresh.it, title: 'Subentro', ...it }, en: { ...fresh.en, ...en } },
  };
};
const contentIn = (read: Read) => {
  if (read.kind !== 'content') throw new Error(read.what);
  return read.content;
};

test('lines of both languages belong together by their place', () => {
  const content = contentIn(
    contentOf(
      written(
        { reasons: 'inf-01, FAT-03' },
        {
          say: 'Buongiorno.\n\nArrivederci.',
          facts: 'Costo = 0 €',
          words: 'trasloco, casa nuova',
          steps: 'Documento visto',
        },
        { say: 'Good morning.', facts: 'Cost = €0' },
      ),
      [],
    ),
  );
  expect(content).toMatchObject({
    code: 'KB-042',
    state: 'draft',
    validFrom: today,
    reasons: ['INF-01', 'FAT-03'],
    say: [
      { it: 'Buongiorno.', en: 'Good morning.' },
      { it: 'Arrivederci.', en: '' },
    ],
    facts: [{ name: { it: 'Costo', en: 'Cost' }, value: { it: '0 €', en: '€0' } }],
    words: { it: ['trasloco', 'casa nuova'], en: [] },
    steps: [{ kind: 'tick', code: 'passo-1', ask: { it: 'Documento visto', en: '' } }],
  });
});

test.each([
  ['title', written({}, { title: ' ' })],
  ['code', written({ code: 'KB 42' })],
  ['reasons', written({ reasons: 'orari' })],
  ['dates', written({ validTo: '2026-01-01' })],
  ['dates', written({ validFrom: null })],
  ['facts', written({}, { facts: 'zero euro' })],
  ['long', written({}, { body: 'a'.repeat(12_001) })],
])('what is wrong is named: %s', (what, typed) => {
  expect(contentOf(typed, [])).toEqual({ kind: 'wrong', what });
});

test('what was ticked stays ticked where its line stays, and a tree of questions stays as it is', () => {
  const before: Step[] = [
    { kind: 'tick', code: 'passo-1', ask: { it: 'Uno', en: '' } },
    { kind: 'tick', code: 'passo-2', ask: { it: 'Due', en: '' } },
  ];
  const { steps } = contentIn(contentOf(written({}, { steps: 'Due\nTre' }), before));
  expect(steps.map(({ code }) => code)).toEqual(['passo-2', 'passo-3']);
  const option = (code: string) => ({ code, name: { it: code, en: '' }, next: null, end: null });
  const tree: Step[] = [
    { kind: 'choice', code: 'luci', ask: { it: 'Luci?', en: '' }, options: [option('si'), option('no')] },
  ];
  expect(contentIn(contentOf(written({}, { steps: 'altro' }), tree)).steps).toEqual(tree);
});

test('an article that is opened and saved untouched is the same', () => {
  const line = fc.stringMatching(/^[a-zà]{1,12}( [a-z]{1,8}){0,3}$/);
  const both = fc.record({ it: line, en: line });
  const contents = fc.record({
    title: both,
    about: both,
    body: both,
    say: fc.array(both, { maxLength: 4 }),
    facts: fc.array(fc.record({ name: both, value: both }), { maxLength: 4 }),
    words: fc.record({ it: fc.array(line, { maxLength: 3 }), en: fc.array(line, { maxLength: 3 }) }),
    reasons: fc.array(fc.constantFrom('INF-01', 'TEC-02'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(contents, (some) => {
      const content = articleContentSchema.parse(madeArticle(1, some));
      expect(contentIn(contentOf(writtenOf(content, today), content.steps))).toEqual(content);
    }),
  );
});
