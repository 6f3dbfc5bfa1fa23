// What Cornetta proposes before a company has edited anything: complete, in both languages, courteous, and true to its own advice.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import classification from '../../../../assets/demo/classification.json' with { type: 'json' };
import alphabets from '../../../../assets/lists/alphabets.json' with { type: 'json' };
import behaviours from '../../../../assets/lists/behaviours.json' with { type: 'json' };
import calming from '../../../../assets/lists/calming.json' with { type: 'json' };
import guide from '../../../../assets/lists/guide.json' with { type: 'json' };
import hints from '../../../../assets/lists/hints.json' with { type: 'json' };
import identification from '../../../../assets/lists/identification.json' with { type: 'json' };
import words from '../../../../assets/lists/words.json' with { type: 'json' };
import { circumstances, linesToSay, placeholdersIn } from './guide.ts';
import { type ListCode, listCodes, listSchemas } from './lists.ts';
import type { Text } from './text.ts';
import { lint } from './words.ts';

const shipped: Record<ListCode, unknown> = { alphabets, behaviours, calming, guide, hints, identification, words };

const isText = (value: object): value is Text =>
  'it' in value && 'en' in value && typeof value.it === 'string' && typeof value.en === 'string';

/** Every pair of sentences of a list, with where it stands. */
function textsIn(value: unknown, path: string): [string, Text][] {
  if (typeof value !== 'object' || value === null) return [];
  if (isText(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${path}.${key}`));
}

/** Objects with but one of the languages. */
function oneSided(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = 'it' in value !== 'en' in value ? [path] : [];
  return [...here, ...Object.entries(value).flatMap(([key, each]) => oneSided(each, `${path}.${key}`))];
}

const texts = listCodes.flatMap((code) => textsIn(shipped[code], code));
const parsedGuide = listSchemas.guide.parse(guide);
/** Every sentence of the guide that is said to a customer. */
const guideLines = [...parsedGuide.phases, parsedGuide.hold].flatMap(({ lines }) =>
  lines.flatMap(({ say, otherwise }) => (otherwise === undefined ? [say] : [say, otherwise])),
);
const parsedWords = listSchemas.words.parse(words);

describe('the shipped lists', () => {
  test.each(listCodes)('%s has the shape of its schema', (code) => {
    expect(listSchemas[code].safeParse(shipped[code]).error?.message).toBeUndefined();
  });

  test('say everything in both languages, with the same placeholders', () => {
    expect(texts.length).toBeGreaterThan(200);
    expect(listCodes.flatMap((code) => oneSided(shipped[code], code))).toEqual([]);
    for (const [where, { it, en }] of texts) {
      expect(placeholdersIn(en).sort(), where).toEqual(placeholdersIn(it).sort());
    }
  });

  test('never say "tu" to the agent, nor to the customer', () => {
    const familiar =
      /(?<!\p{L})(tu|te|ti|tuo|tua|tuoi|tue|puoi|devi|vuoi|hai|sei|fai|dai|stai|sai|mettiti|ricordati|dimmi|scusami|ascoltami)(?!\p{L})/iu;
    for (const [where, { it }] of texts) expect(it, where).not.toMatch(familiar);
  });

  test('write the courteous pronouns with a capital letter where the customer is spoken to', () => {
    const lines = guideLines.map(({ it }) => it);
    for (const line of [...lines, ...behaviours.behaviours.map(({ say }) => say.it)]) {
      expect(line).not.toMatch(/(?<!\p{L})(suo|sua|suoi|sue|lei)(?!\p{L})/u);
      expect(line).not.toMatch(/(?<!^)(?<![.!?…:«] ?)(?<!\p{L})(aiutarla|darle|metterla|richiamarla)(?!\p{L})/u);
    }
  });

  test('are as complete as the trade asks: eight phases, 28 pairs of words, 15 behaviours, seven calming steps', () => {
    expect(parsedGuide.phases.map(({ code }) => code)).toEqual([
      'welcome',
      'identify',
      'listen',
      'support',
      'propose',
      'recap',
      'farewell',
    ]);
    expect(parsedWords.pairs).toHaveLength(28);
    expect(behaviours.behaviours).toHaveLength(15);
    expect(calming.steps).toHaveLength(7);
    expect(alphabets.alphabets.map(({ code }) => code)).toEqual(['italian', 'nato']);
  });

  test('propose no word that they advise against', () => {
    const all = [
      ...guideLines,
      ...behaviours.behaviours.map(({ say }) => say),
      ...parsedWords.pairs.map((pair) => pair.prefer),
    ];
    for (const language of ['it', 'en'] as const) {
      const told = all.flatMap((each) => {
        const text = each[language];
        return lint(text, parsedWords, language).map(({ from, to }) => `${text.slice(from, to)}: ${text}`);
      });
      expect(told).toEqual([]);
    }
  });

  test('name phases and reasons that there are', () => {
    const phases = parsedGuide.phases.map(({ code }) => code);
    for (const pair of parsedWords.pairs) for (const phase of pair.phases) expect(phases).toContain(phase);
    const reasons = classification.reasons.flatMap((group) => group.reasons.map(({ code }) => code));
    for (const action of identification.actions) for (const reason of action.reasons) expect(reasons).toContain(reason);
  });

  test('have something to say in every phase of every call', () => {
    fc.assert(
      fc.property(
        fc.subarray([...circumstances]),
        fc.constantFrom('it' as const, 'en' as const),
        (holding, language) => {
          const level = holding.includes('identified') ? [] : (['notIdentified'] as const);
          const telling = {
            circumstances: new Set([...holding.filter((each) => each !== 'notIdentified'), ...level]),
            values: { it: {}, en: {} },
            language,
          };
          for (const section of [...parsedGuide.phases, parsedGuide.hold]) {
            expect(linesToSay(section, telling).length, section.name.en).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('begin a spelling word with its letter', () => {
    for (const { letters } of alphabets.alphabets) {
      for (const [letter, word] of Object.entries(letters)) expect(word[0]).toBe(letter);
    }
  });
});
