import { expect, test } from 'vitest';
import { identificationLevels, levelPassedOn, standingLevel } from './identification.ts';

test.each(identificationLevels)('%s stays with an attended transfer and falls to none with a blind one', (level) => {
  expect(levelPassedOn(level, 'attended')).toBe(level);
  expect(levelPassedOn(level, 'blind')).toBe('none');
});

test('the agent’s own word counts before a colleague’s, also when it takes the level back', () => {
  expect(standingLevel(null, null)).toBe('none');
  expect(standingLevel(null, 'standard')).toBe('standard');
  expect(standingLevel('strong', 'basic')).toBe('strong');
  expect(standingLevel('none', 'standard')).toBe('none');
});
