// Letters at the agent's desk: what one lacks is said by name, nothing leaves without it, what is typed is kept, and nobody writes over another.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { full, letterOf, withLetters } from '#test/support/deskLetters';
import { asked, createDeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const found = () =>
  caseAfter(17, registration({ of: 'case', title: 'Bolletta doppia', backOffice: 'FL' }), { kind: 'work' });

async function opened(differing: Parameters<typeof letterOf>[1], situation: Parameters<typeof withLetters>[2] = {}) {
  const one = found();
  const programs = withLetters(withCases(createDeskPrograms(), [one]), letterOf(one.id, differing), situation);
  const desk = await showDesk(programs);
  await desk.agent.click(at('cases'));
  await desk.settled();
  await desk.agent.click(at('case-row'));
  await desk.settled();
  await desk.agent.click(at('letter-row'));
  await desk.settled();
  return { programs, ...desk };
}

it('one is begun from a case, in the language that is chosen, and opens to be written', async () => {
  const one = found();
  const programs = withLetters(withCases(createDeskPrograms(), [one]), null);
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('cases'));
  await settled();
  await agent.click(at('case-row'));
  await settled();
  await agent.click(at('write-letter'));
  await agent.click(at('begin-letter'));
  await settled();
  expect(at('letter-preview').textContent).toContain('Gentile Carlo Bassi');
  expect(asked(programs, 'beginLetter')).toEqual([{ caseId: one.id, template: 'ack', language: 'it' }]);
  await agent.keyboard('{Escape}');
  await settled();
  expect(at('case-whole')).toBeDefined();
});

it('is written and looked at in its own language, which a screen reader is told', async () => {
  await opened({ parts: full, language: 'en' });
  for (const one of ['part-facts', 'letter-preview']) expect(at(one).getAttribute('lang'), one).toBe('en');
});

it('what it lacks stands there by name, and nothing may be done with it until it is there', async () => {
  const { agent, settled, programs } = await opened({ parts: { ...full, facts: '' } });
  expect(at('letter-lacks').textContent).toBe('Manca ancora: Fatti.');
  expect(at('ask-confirmation')).toHaveProperty('disabled', true);
  expect(at('save-letter')).toHaveProperty('disabled', true);
  expect(at('copy-letter')).toHaveProperty('disabled', true);
  await agent.click(at('part-facts'));
  await agent.paste('Troppo poco.');
  expect(screen.getByText('Troppo breve: almeno 60 caratteri.')).toBeDefined();
  await agent.clear(at('part-facts'));
  await agent.paste(full.facts);
  expect(at('letter-lacks').textContent).toBe('Tutte le parti obbligatorie ci sono.');
  expect(at('letter-preview').textContent).toContain(full.facts);
  await agent.click(at('ask-confirmation'));
  await settled();
  // With what was typed a moment ago at the service first.
  expect(asked(programs, 'saveLetter').length).toBeGreaterThan(0);
  expect(asked(programs, 'askForLetter')).toMatchObject([{ version: 2 }]);
  expect(screen.queryByTestId('part-facts')).toBeNull();
  expect(screen.queryByTestId('record-sending')).toBeNull();
});

it('what was typed is on this computer’s disk and at the service when the letter is left', async () => {
  const { agent, settled, programs } = await opened({ parts: full });
  await agent.click(at('part-basis'));
  await agent.paste(' e 8');
  await agent.click(at('letter-back'));
  await settled();
  const kept = asked(programs, 'keepLetter').at(-1) as { draft: { parts: Record<string, string>; base: number } };
  expect(kept.draft).toMatchObject({ base: 1, parts: { basis: `${full.basis} e 8` } });
  expect(asked(programs, 'saveLetter')).toHaveLength(1);
});

it('somebody else’s text stands beside one’s own, and one of them is chosen: neither is lost unseen', async () => {
  const one = found();
  const theirs = letterOf(one.id, { parts: { ...full, basis: 'Art. 9' }, version: 2, by: 'Sara Conti' });
  const draft = { parts: letterOf(one.id, { parts: { ...full, basis: 'Art. 8' } }).parts, base: 1 };
  const { agent, settled, programs } = await opened({ ...theirs, parts: theirs.parts }, { draft });
  expect(at('part-basis')).toHaveProperty('value', 'Art. 8');
  expect(at('theirs-basis').textContent).toContain('Art. 9');
  expect(screen.queryByTestId('theirs-facts')).toBeNull();
  expect(at('ask-confirmation')).toHaveProperty('disabled', true);
  await agent.click(at('keep-mine'));
  await settled();
  const kept = asked(programs, 'keepLetter').at(-1) as { draft: { base: number } };
  expect(kept.draft.base).toBe(2);
  expect(screen.queryByTestId('theirs-basis')).toBeNull();
  expect(at('part-basis')).toHaveProperty('value', 'Art. 8');
});

it('that it was sent is recorded with the way and the day, and an answer with how it decides', async () => {
  const { agent, settled, programs } = await opened({ parts: full, state: 'confirmed' });
  await agent.click(at('record-sending'));
  await agent.type(at('letter-how'), 'PEC');
  await agent.click(at('record-now'));
  await settled();
  expect(asked(programs, 'letterSent')).toMatchObject([
    { version: 1, sending: { channel: 'email', how: 'PEC', answer: { verdict: 'upheld' } } },
  ]);
  expect(at('letter-sent').textContent).toContain('Il PDF è tra i file della pratica.');
});

it('what an earlier time left on this computer goes to the service when the letter is opened', async () => {
  const draft = { parts: letterOf(found().id, { parts: { ...full, basis: 'Art. 8' } }).parts, base: 1 };
  const { settled, programs } = await opened({ parts: full }, { draft });
  await settled();
  expect(asked(programs, 'saveLetter')).toHaveLength(1);
  expect(at('part-basis')).toHaveProperty('value', 'Art. 8');
});

it('what was filled in of a sending is there after a call; Esc gives it up, and only then leaves the letter', async () => {
  const { agent, settled, desk } = await opened({ parts: full, state: 'confirmed' });
  const { page } = desk.store.getState();
  await agent.click(at('record-sending'));
  await agent.type(at('letter-how'), 'PEC');
  act(() => desk.intents.show({ kind: 'desk' }));
  act(() => desk.intents.show(page));
  await settled();
  await agent.click(at('record-sending'));
  expect(at('letter-how')).toHaveProperty('value', 'PEC');
  await agent.keyboard('{Escape}');
  expect(screen.queryByTestId('recording')).toBeNull();
  expect(at('letter-page')).toBeDefined();
  await agent.click(at('record-sending'));
  expect(at('letter-how')).toHaveProperty('value', '');
});

it('confirmed meanwhile, it says so by itself', async () => {
  const { settled, programs } = await opened({ parts: full, state: 'asked' });
  expect(screen.queryByTestId('record-sending')).toBeNull();
  programs.answers.data.openLetter = () => ({
    letter: letterOf(found().id, { parts: full, state: 'confirmed' }),
    draft: null,
  });
  await act(async () => programs.tellData({ kind: 'customersChanged', ids: [] }));
  await settled();
  expect(at('record-sending')).toBeDefined();
});

it('a draft that nobody wants is discarded after a question, and the case is there again', async () => {
  const { agent, settled, programs } = await opened({ parts: full });
  await agent.click(at('discard'));
  expect(document.activeElement).toBe(at('discard-now'));
  await agent.keyboard('{Escape}');
  expect(asked(programs, 'discardLetter')).toEqual([]);
  await agent.click(at('discard'));
  await agent.click(at('discard-now'));
  await settled();
  expect(asked(programs, 'discardLetter')).toMatchObject([{ version: 1 }]);
  expect(at('case-whole')).toBeDefined();
  expect(screen.queryByTestId('letter-row')).toBeNull();
});

it('confirmed with a sum that the case has no more, it says so and does not leave', async () => {
  await opened({
    parts: { ...full, compensation: 'Le riconosciamo 40,00 €.' },
    state: 'confirmed',
    indemnityCents: 6_000,
  });
  expect(at('letter-lacks').textContent).toBe(
    'Non può più partire così: Indennizzo. Riprendere il testo, o rimandarla indietro.',
  );
  expect(at('record-sending')).toHaveProperty('disabled', true);
});
