import { expect, test } from 'vitest';
import { portfolioIdSchema } from '../ids.ts';
import type { Hints } from './hints.ts';
import { type KeptList, listsFor } from './lists.ts';

const borea = portfolioIdSchema.parse('borea');
const other = portfolioIdSchema.parse('other');
const hints = (word: string): Hints => ({ judgement: { it: [word], en: [] }, health: { it: [], en: [] } });
const words = { pairs: [], positive: { it: [], en: [] }, flagged: { it: [], en: [] } };

const kept: KeptList[] = [
  { code: 'hints', clientId: borea, body: hints('di Borea') },
  { code: 'hints', clientId: null, body: hints('di tutti') },
  { code: 'words', clientId: null, body: words },
];

test('a client company’s own list stands before everybody’s, list by list, in whatever order they come', () => {
  expect(listsFor(kept, borea)).toEqual({ hints: hints('di Borea'), words });
  expect(listsFor(kept.toReversed(), borea)).toEqual({ hints: hints('di Borea'), words });
});

test('nobody gets another client company’s list', () => {
  expect(listsFor(kept, other).hints).toEqual(hints('di tutti'));
  expect(listsFor(kept, null).hints).toEqual(hints('di tutti'));
});

test('what nobody has decided is not there', () => {
  expect(listsFor(kept, null).guide).toBeUndefined();
});
