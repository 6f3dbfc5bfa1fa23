// Both languages say the same things, with the same placeholders, and every failure has its sentence.
import { describe, expect, it as test } from 'vitest';
import { failureCodes } from '../contract/failure.ts';
import { en } from './en.ts';
import { it } from './it.ts';
import { createWords } from './words.ts';

function sentences(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value]] : sentences(value as object, here);
  });
}

const placeholders = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort();

describe('the words', () => {
  const italian = sentences(it);
  const english = new Map(sentences(en));

  test('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual(italian.map(([key]) => key).sort());
  });

  test('have the same placeholders in both languages', () => {
    for (const [key, sentence] of italian) {
      if (/_(one|many|other)$/.test(key)) continue;
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(sentence));
    }
  });

  test('are never empty', () => {
    for (const [key, sentence] of [...italian, ...english]) expect(sentence.trim(), key).not.toBe('');
  });

  test('never call the agent "tu"', () => {
    for (const [key, sentence] of italian) expect(sentence, key).not.toMatch(/\b(tu|tuo|tua|tuoi|tue)\b/i);
  });

  test('say of every failure what is wrong and what to do', () => {
    for (const language of ['it', 'en'] as const) {
      const { t } = createWords(language);
      for (const code of failureCodes) {
        expect(t(`failures.${code}.what`), code).not.toContain('failures.');
        expect(t(`failures.${code}.todo`), code).not.toContain('failures.');
      }
    }
  });

  test('count with the plural of the language, also by the million', () => {
    const { t } = createWords('it');
    expect(t('arrival.openCases', { count: 1 })).toBe('1 pratica aperta');
    expect(t('arrival.openCases', { count: 2 })).toBe('2 pratiche aperte');
    expect(t('arrival.openCases', { count: 1_000_000 })).toBe('1000000 pratiche aperte');
  });
});
