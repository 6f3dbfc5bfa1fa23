import { describe, expect, it } from 'vitest';
import { cannedAnswersSchema, cannedText, openPlaces } from './chatLists.ts';

describe('a canned answer', () => {
  it('is filled in, and shows what the agent has still to write', () => {
    const text = cannedText('Riepilogando: {what}. Il numero della pratica è {case}.', { case: '260 118 401' });
    expect(text).toBe('Riepilogando: {what}. Il numero della pratica è 260 118 401.');
    expect(openPlaces(text)).toEqual(['what']);
  });

  it('is refused where nobody fills in a place', () =>
    expect(
      cannedAnswersSchema.safeParse([
        { code: 'a', phase: 'farewell', text: { it: '{sconto}', en: '{sconto}' }, edit: [] },
      ]).success,
    ).toBe(false));
});
