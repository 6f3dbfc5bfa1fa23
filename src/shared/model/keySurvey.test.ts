import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/lists/surveys.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { beginTalk, type KeyTurn, keySurveyOf, nextTurn, prompts } from './keySurvey.ts';
import { readGiven, surveyOn, surveysSchema } from './survey.ts';

const surveys = surveysSchema.parse(shipped);
const byKeys = must(surveyOn(surveys, 'keys'), 'by keys');
const survey = keySurveyOf(byKeys, surveys);

/** The caller presses one key after the other for as long as they are asked. */
const pressed = (keys: readonly string[], of = survey): KeyTurn[] => {
  const turns = [beginTalk(of)];
  for (const key of keys) {
    const talk = turns.at(-1)?.talk ?? null;
    if (talk === null) break;
    turns.push(nextTurn(talk, key));
  }
  return turns;
};
const said = (turns: readonly KeyTurn[]) => turns.map(({ say }) => say.join(' '));
const scores = (turns: readonly KeyTurn[]) => turns.at(-1)?.scores;

describe('a survey by keys', () => {
  test('greets, asks one question after the other, and says goodbye', () => {
    const turns = pressed(['5', '1']);
    expect(said(turns)).toEqual(['hello csat', 'fcr', 'bye']);
    expect(turns.at(-1)).toEqual({ talk: null, say: ['bye'], scores: { csat: 5, fcr: 1 }, wish: null });
  });

  test('a key that is no answer is asked for once more, then they are let go; what was answered stays', () => {
    expect(said(pressed(['', '3', '7', '#']))).toEqual(['hello csat', 'again csat', 'fcr', 'again fcr', 'bye']);
    expect(scores(pressed(['', '3', '7', '#']))).toEqual({ csat: 3 });
    expect(said(pressed(['0', '*']))).toEqual(['hello csat', 'again csat', 'bye']);
  });

  test('whoever is little satisfied is asked whether they want to be called back; only one key means yes', () => {
    expect(said(pressed(['2', '3', '1']))).toEqual(['hello csat', 'fcr', 'call-back', 'will-call bye']);
    expect(pressed(['2', '3', '1']).at(-1)?.wish).toBe('callBack');
    for (const key of ['2', '', '9', '5']) expect(pressed(['1', '3', key]).at(-1)).toMatchObject({ wish: null });
    expect(said(pressed(['3', '3']))).toEqual(['hello csat', 'fcr', 'bye']);
  });

  test('nobody is asked that where the company calls nobody back', () => {
    const never = { ...survey, callBack: { ...survey.callBack, atMost: 0 } };
    expect(said(pressed(['1', '3'], never))).toEqual(['hello csat', 'fcr', 'bye']);
  });

  test('nine at any question: never again', () => {
    expect(pressed(['9']).at(-1)).toMatchObject({ talk: null, say: ['never', 'bye'], wish: 'never' });
    expect(pressed(['4', '9']).at(-1)?.wish).toBe('never');
  });

  test('whatever is pressed, it ends soon, and what was answered fits the survey', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'0123456789*#', ''), { minLength: 10, maxLength: 10 }), (keys) => {
        const turns = pressed(keys);
        expect(turns.at(-1)?.talk).toBeNull();
        expect(turns.length).toBeLessThanOrEqual(2 * survey.codes.length + 2);
        for (const { say } of turns) for (const prompt of say) expect(prompts).toContain(prompt);
        const given = scores(turns) ?? {};
        if (Object.keys(given).length > 0)
          expect(readGiven(byKeys, surveys, { scores: given, comment: '' })).toMatchObject({ ok: true });
      }),
    ));
});
