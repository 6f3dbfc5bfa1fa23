// What Cornetta proposes before a company has edited anything: complete, in both languages, courteous, and true to its own advice.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import company from '../../../../assets/demo/company.json' with { type: 'json' };
import classification from '../../../../assets/lists/classification.json' with { type: 'json' };
import consents from '../../../../assets/privacy/consents.json' with { type: 'json' };
import { circumstances, linesToSay, placeholdersIn } from './guide.ts';
import { type ListCode, type Lists, listCodes, listSchemas } from './lists.ts';
import { type NamedKind, namedIn } from './names.ts';
import type { Text } from './text.ts';
import { lint } from './words.ts';

const folder = new URL('../../../../assets/lists/', import.meta.url);
const written = (code: ListCode): unknown => JSON.parse(readFileSync(new URL(`${code}.json`, folder), 'utf8'));
const shipped = <Code extends ListCode>(code: Code): Lists[Code] =>
  listSchemas[code].schema.parse(written(code)) as Lists[Code];
const { behaviours } = shipped('behaviours');
const { alphabets } = shipped('alphabets');

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

const texts = listCodes.flatMap((code) => textsIn(written(code), code));
const guide = shipped('guide');
/** Every sentence of the guide that is said to a customer. */
const guideLines = [...guide.phases, guide.hold].flatMap(({ lines }) =>
  lines.flatMap(({ say, otherwise }) => (otherwise === undefined ? [say] : [say, otherwise])),
);
const words = shipped('words');

describe('the shipped lists', () => {
  test.each(listCodes)('%s has the shape of its schema', (code) => {
    expect(listSchemas[code].schema.safeParse(written(code)).error?.message).toBeUndefined();
  });

  test('are those that there are', () => {
    const files = readdirSync(folder).map((file) => file.replace('.json', ''));
    expect(files.toSorted()).toEqual(listCodes.toSorted());
  });

  test('say everything in both languages, with the same placeholders', () => {
    expect(texts.length).toBeGreaterThan(200);
    expect(listCodes.flatMap((code) => oneSided(written(code), code))).toEqual([]);
    for (const [where, { it, en }] of texts) {
      expect(placeholdersIn(en).sort(), where).toEqual(placeholdersIn(it).sort());
    }
  });

  test('never say "tu" to the agent, nor to the customer', () => {
    const familiar =
      /(?<!\p{L})(tu|te|ti|tuo|tua|tuoi|tue|puoi|devi|vuoi|hai|sei|fai|dai|stai|sai|mettiti|ricordati|dimmi|scusami|ascoltami|scrivi|clicca|vostr[oaie])(?!\p{L})/iu;
    for (const [where, { it }] of texts) expect(it, where).not.toMatch(familiar);
  });

  test('write the courteous pronouns with a capital letter where the customer is spoken to', () => {
    const lines = guideLines.map(({ it }) => it);
    for (const line of [...lines, ...behaviours.map(({ say }) => say.it)]) {
      expect(line).not.toMatch(/(?<!\p{L})(suo|sua|suoi|sue|lei)(?!\p{L})/u);
      expect(line).not.toMatch(/(?<!^)(?<![.!?…:«] ?)(?<!\p{L})(aiutarla|darle|metterla|richiamarla)(?!\p{L})/u);
    }
  });

  test('are as complete as the trade asks: eight phases, 28 pairs of words, 15 behaviours, seven calming steps', () => {
    expect(guide.phases.map(({ code }) => code)).toEqual([
      'welcome',
      'identify',
      'listen',
      'support',
      'propose',
      'recap',
      'farewell',
    ]);
    expect(words.pairs).toHaveLength(28);
    expect(behaviours).toHaveLength(15);
    expect(shipped('calming').steps).toHaveLength(7);
    expect(alphabets.map(({ code }) => code)).toEqual(['italian', 'nato']);
  });

  test('propose no word that they advise against', () => {
    const all = [...guideLines, ...behaviours.map(({ say }) => say), ...words.pairs.map((pair) => pair.prefer)];
    for (const language of ['it', 'en'] as const) {
      const told = all.flatMap((each) => {
        const text = each[language];
        return lint(text, words, language).map(({ from, to }) => `${text.slice(from, to)}: ${text}`);
      });
      expect(told).toEqual([]);
    }
  });

  test('write with a real apostrophe', () => {
    for (const [where, { it, en }] of texts) expect(it + en, where).not.toContain("'");
  });

  test('name phases, reasons, queues and calendars that there are', () => {
    const known: Record<NamedKind, readonly string[]> = {
      phase: guide.phases.map(({ code }) => code),
      reason: classification.reasons.flatMap((group) => group.reasons.map(({ code }) => code)),
      queue: company.queues.map(({ id }) => id),
      calendar: shipped('calendars').map(({ code }) => code),
      client: company.clients.map(({ id }) => id),
    };
    const named = listCodes.flatMap((code) => namedIn(code, shipped(code)));
    expect(new Set(named.map(({ kind }) => kind))).toEqual(new Set(['phase', 'reason', 'queue', 'calendar']));
    expect(named.filter(({ kind, name }) => !known[kind].includes(name))).toEqual([]);
  });

  test.each(listCodes)('%s, once read, reads as itself', (code) => {
    expect(listSchemas[code].schema.parse(shipped(code))).toEqual(shipped(code));
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
          for (const section of [...guide.phases, guide.hold]) {
            expect(linesToSay(section, telling).length, section.name.en).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('begin a spelling word with its letter', () => {
    for (const { letters } of alphabets) {
      for (const [letter, word] of Object.entries(letters)) expect(word[0]).toBe(letter);
    }
  });
});

describe('lists that name each other', () => {
  const offices = new Set(shipped('backOffices').map(({ code }) => code));

  test('back offices: those of every reason exist', () => {
    const desks = classification.reasons.flatMap(({ reasons }) => reasons.map(({ desk }) => desk));
    expect(desks.filter((desk) => !offices.has(desk))).toEqual([]);
  });

  test('surveys: the purpose one may object to exists', () => {
    const { never } = shipped('surveys');
    expect(consents.texts.map(({ purpose }) => purpose)).toContain(never.objected);
  });

  test('breaks: their reasons for not being ready exist', () => {
    const reasons = classification.notReadyReasons.map(({ code }) => code);
    for (const reason of shipped('breaks').reasons) expect(reasons).toContain(reason);
  });
});
