import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import classification from '../../../assets/lists/classification.json' with { type: 'json' };
import { wrapUp as english } from '../words/en/wrapUp.ts';
import { wrapUp as italian } from '../words/it/wrapUp.ts';
import { classificationSchema } from './classification.ts';
import { type Known, mostSuggested, type SuggestibleReason, suggestReasons } from './suggesting.ts';

const reason = (code: string, it: string[], differing: Partial<SuggestibleReason> = {}): SuggestibleReason => ({
  code,
  queueId: null,
  words: { it, en: [] },
  active: true,
  ...differing,
});

const reasons = [
  reason('FAT-02', ['doppia fatturazione', 'importo']),
  reason('FAT-05', ['rimborso', 'nota di credito']),
  reason('TEC-01', ['non funziona', 'guasto'], { queueId: 'support' }),
  reason('TEC-02', ['lento', 'intermittente'], { queueId: 'support' }),
  reason('REC-06', []),
  reason('OLD-01', ['rimborso'], { active: false }),
];

const nothing: Known = { noticed: [], queueId: null, caseReasons: [], lastReasons: [], used: new Map() };
const suggested = (note: string, known: Partial<Known> = {}) =>
  suggestReasons(note, { ...nothing, ...known }, reasons, 'it');

describe('suggested reasons', () => {
  test('are those whose words are in the note, whatever their ending', () => {
    expect(suggested('Chiede rimborsi')).toEqual(['FAT-05']);
    expect(suggested('NON  FUNZIONA da ieri')).toEqual(['TEC-01']);
    expect(suggested('funziona')).toEqual([]);
  });

  test('are those for silent and cut calls when the phone has noticed one, by the lists that come with the program', () => {
    const shipped = classificationSchema.parse(classification).reasons.flatMap((group) => group.reasons);
    for (const [language, { noticed }] of [
      ['it', italian.classification],
      ['en', english.classification],
    ] as const)
      for (const words of [noticed.silent, noticed.cut])
        expect(suggestReasons('', { ...nothing, noticed: [words] }, shipped, language)).toEqual(['ALT-02']);
  });

  test('are none where nothing speaks for any', () => {
    expect(suggested('Buongiorno')).toEqual([]);
  });

  test('are an open case’s and the queue’s too, after those of the words', () => {
    expect(suggested('rimborso', { caseReasons: ['REC-06'], queueId: 'support' })).toEqual([
      'FAT-05',
      'REC-06',
      'TEC-01',
    ]);
  });

  test('are of several as likely the one that this agent uses more', () => {
    expect(suggested('', { queueId: 'support', used: new Map([['TEC-02', 3]]) })).toEqual(['TEC-02', 'TEC-01']);
  });

  test('are never one that is not in use any more', () => {
    expect(suggested('rimborso', { caseReasons: ['OLD-01'] })).toEqual(['FAT-05']);
  });

  test('follow what was written last', () => {
    expect(suggested(`rimborso ${'. '.repeat(250)} guasto`)).toEqual(['TEC-01']);
  });

  test('are at most three, each once, of those in use', () => {
    const some = fc.array(fc.constantFrom('rimborso', 'importo', 'guasto', 'lento', 'è', 'non', 'funziona'));
    const codes = fc.subarray(reasons.map(({ code }) => code));
    fc.assert(
      fc.property(some, codes, codes, (words, caseReasons, lastReasons) => {
        const found = suggested(words.join(' '), { caseReasons, lastReasons });
        expect(found.length).toBeLessThanOrEqual(mostSuggested);
        expect(new Set(found).size).toBe(found.length);
        for (const code of found) expect(reasons.find((each) => each.code === code)?.active).toBe(true);
      }),
    );
  });
});
