import { describe, expect, test } from 'vitest';
import { lint, pairsFor, type WordsList, wordsListSchema } from './words.ts';

const list: WordsList = wordsListSchema.parse({
  pairs: [
    {
      avoid: { it: 'Deve / Deve mandare', en: 'You must' },
      prefer: { it: 'Le chiedo di inviare', en: 'Please' },
      phases: ['propose'],
    },
    { avoid: { it: 'Purtroppo', en: 'Unfortunately' }, prefer: { it: 'Al momento', en: 'At the moment' } },
    {
      avoid: { it: 'Chi parla?', en: 'Who is this?' },
      prefer: { it: 'Con chi parlo?', en: 'May I have your name?' },
      phases: ['welcome'],
    },
  ],
  positive: { it: ['volentieri'], en: ['gladly'] },
  flagged: { it: ['problem*', 'ma'], en: ['but'] },
});

const told = (text: string, language: 'it' | 'en' = 'it') =>
  lint(text, list, language).map(({ from, to, prefer }) => [text.slice(from, to), prefer]);

describe('words to prefer', () => {
  test('are told of whole words, however they are written', () => {
    expect(told('PURTROPPO c’è un problema, mamma')).toEqual([
      ['PURTROPPO', 'Al momento'],
      ['problema', null],
    ]);
  });

  test('are told of the longest expression where two overlap', () => {
    expect(told('Lei deve mandare il modulo, deve')).toEqual([
      ['deve mandare', 'Le chiedo di inviare'],
      ['deve', 'Le chiedo di inviare'],
    ]);
  });

  test('are those of the language alone', () => {
    expect(told('but purtroppo', 'en')).toEqual([['but', null]]);
    expect(told('You must, unfortunately', 'en')).toEqual([
      ['You must', 'Please'],
      ['unfortunately', 'At the moment'],
    ]);
  });

  test('come with those of the phase first, then those for any, then the others', () => {
    const avoided = (phase: string | null) => pairsFor(list, phase).map(({ avoid }) => avoid.en);
    expect(avoided('welcome')).toEqual(['Who is this?', 'Unfortunately', 'You must']);
    expect(avoided(null)).toEqual(['Unfortunately', 'You must', 'Who is this?']);
  });
});
