// What stands of what customers have said, whatever order the words arrive in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentText, type ConsentWord, hasConsented, lastWords, standingWord, textsInForce } from './consent.ts';

const minute = (n: number): string => new Date(Date.UTC(2026, 10, 26, 9, n)).toISOString();
const word = (kind: ConsentWord['word'], n: number, purpose = 'marketing'): ConsentWord => ({
  ...{ purpose, word: kind, at: minute(n), channel: 'call' },
  edition: kind === 'given' ? '2026-1' : null,
});

const said = fc.array(
  fc
    .tuple(
      fc.constantFrom<ConsentWord['word']>('given', 'withdrawn', 'objected'),
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom('marketing', 'survey'),
    )
    .map(([kind, n, purpose]) => word(kind, n, purpose)),
  { maxLength: 12 },
);

/** As a person would tell it: word after word in the order in which they were said, and of the same moment the refusal last. */
function told(words: readonly ConsentWord[], purpose: string): ConsentWord['word'] | null {
  const rank = { given: 0, withdrawn: 1, objected: 2 };
  const inOrder = words
    .filter((one) => one.purpose === purpose)
    .toSorted((a, b) => a.at.localeCompare(b.at) || rank[a.word] - rank[b.word]);
  return inOrder.reduce<ConsentWord['word'] | null>(
    (stands, { word: next }) => (stands === 'objected' && next === 'withdrawn' ? 'objected' : next),
    null,
  );
}

describe('what stands', () => {
  it('nothing, where nothing was said', () => {
    expect(standingWord([], 'marketing')).toBeNull();
    expect(hasConsented([word('given', 1, 'survey')], 'marketing')).toBe(false);
  });

  it('is the customer’s last word, whichever arrives last', () => {
    fc.assert(
      fc.property(said, fc.constantFrom('marketing', 'survey'), (words, purpose) => {
        expect(standingWord(words, purpose)?.word ?? null).toBe(told(words, purpose));
        expect(standingWord(words.toReversed(), purpose)?.word ?? null).toBe(told(words, purpose));
      }),
    );
  });

  it('is the same from the last words of each kind alone, with whatever comes late', () => {
    fc.assert(
      fc.property(said, said, fc.constantFrom('marketing', 'survey'), (known, late, purpose) => {
        const whole = standingWord([...known, ...late], purpose);
        expect(standingWord([...lastWords(known), ...late], purpose)?.word).toBe(whole?.word);
        expect(lastWords([...lastWords(known), ...late])).toEqual(lastWords([...known, ...late]));
        expect(lastWords(known).length).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('never is consent where a refusal was said later, or at the same moment', () => {
    fc.assert(
      fc.property(said, (words) => {
        const mine = words.filter(({ purpose }) => purpose === 'marketing');
        const last = mine
          .map(({ at }) => at)
          .sort()
          .at(-1);
        const refused = mine.some((one) => one.at === last && one.word !== 'given');
        if (refused) expect(hasConsented(words, 'marketing')).toBe(false);
      }),
    );
  });

  it('an objection stands whatever is withdrawn after it, until consent is given', () => {
    const words = [word('given', 1), word('objected', 2), word('withdrawn', 3)];
    expect(standingWord(words, 'marketing')).toMatchObject({ word: 'objected', at: minute(2) });
    expect(standingWord([...words, word('given', 4)], 'marketing')).toMatchObject({ word: 'given', at: minute(4) });
  });

  it('moments are compared, not how they are written', () => {
    const given = { ...word('given', 1), at: '2026-11-26T09:01:00Z' };
    const withdrawn = { ...word('withdrawn', 1), at: '2026-11-26T09:01:00.500Z' };
    expect(hasConsented([withdrawn, given], 'marketing')).toBe(false);
  });
});

describe('the text to be read out', () => {
  const text = (purpose: string, edition: string, fromDay: string): ConsentText => ({
    ...{ purpose, edition, fromDay },
    name: { it: purpose, en: purpose },
    text: { it: edition, en: edition },
  });
  const texts = [
    text('marketing', '1', '2026-01-01'),
    text('survey', '1', '2026-01-01'),
    text('survey', '2', '2026-01-01'),
    text('marketing', '2', '2026-06-01'),
    text('marketing', '3', '2027-01-01'),
  ];

  it('is the latest edition that counts on the day, the last of those of one day, for each purpose in the company’s order', () => {
    const editions = (day: string) => textsInForce(texts, day).map(({ purpose, edition }) => `${purpose} ${edition}`);
    expect(editions('2025-12-31')).toEqual([]);
    expect(editions('2026-05-31')).toEqual(['marketing 1', 'survey 2']);
    expect(editions('2026-06-01')).toEqual(['marketing 2', 'survey 2']);
    expect(editions('2027-01-01')).toEqual(['marketing 3', 'survey 2']);
  });
});
