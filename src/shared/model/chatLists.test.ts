import { describe, expect, it } from 'vitest';
import { cannedAnswersSchema, cannedText, openPlaces } from './chatLists.ts';

describe('a canned answer', () => {
  it('is filled in, and shows what the agent has still to write', () => {
    const answer = 'Riepilogando: {what}, {sconto}. Il numero della pratica è {case}.';
    const names = { visitor: 'nome', agent: 'nome', company: 'azienda', case: 'numero', minutes: 'minuti' };
    const text = cannedText(answer, { case: '260 118 401' }, (place) => ({ ...names, what: 'che cosa' })[place]);
    expect(text).toBe('Riepilogando: {che cosa}, {sconto}. Il numero della pratica è 260 118 401.');
    expect(openPlaces(text)).toEqual(['che cosa', 'sconto']);
  });

  it('is refused where nobody fills in a place', () =>
    expect(
      cannedAnswersSchema.safeParse([
        { code: 'a', phase: 'farewell', text: { it: '{sconto}', en: '{sconto}' }, edit: [] },
      ]).success,
    ).toBe(false));
});
