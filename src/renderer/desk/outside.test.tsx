// Keys over other programs and the system's word that it rings, as the agent chooses them.
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function settingsOf(programs: DeskPrograms = createDeskPrograms()) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('settings'));
  return { ...desk, programs };
}
const chosen = ({ wishes }: DeskPrograms) =>
  wishes.filter(({ method }) => method === 'changeSettings').map(({ params }) => params);
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(window, { key, code: `Key${key.toUpperCase()}`, ...more });

test('a key is chosen by pressing it, and nothing else hears it meanwhile', async () => {
  const { agent, programs, desk, settled } = await settingsOf();
  await agent.click(at('answerKey'));
  expect(at('answerKey').textContent).toBe('Premere i tasti…');
  press('n', { altKey: true });
  await settled();
  expect(chosen(programs)).toEqual([{ answerKey: 'Alt+N' }]);
  expect(desk.store.getState().sheet).toBe('none');
  expect(at('answerKey').dataset.listening).toBe('false');
});

test('a letter alone is no key; Esc leaves what was, and Canc takes it away', async () => {
  const { agent, programs, settled } = await settingsOf();
  await agent.click(at('muteKey'));
  press('x');
  expect(at('muteKey').dataset.listening).toBe('true');
  press('Escape');
  await settled();
  expect(chosen(programs)).toEqual([]);
  screen.getByTestId('settings-page');
  await agent.click(at('muteKey'));
  press('Delete');
  await settled();
  expect(chosen(programs)).toEqual([{ muteKey: null }]);
});

test('what cannot work is said: a key that another program has, one for two things, a system without such keys', async () => {
  const programs = createDeskPrograms();
  const { main } = programs.state;
  programs.state.main = {
    ...main,
    globalKeys: { known: true, refused: ['answerKey', 'hangUpKey'] },
    settings: { ...main.settings, hangUpKey: main.settings.muteKey },
  };
  const { settled } = await settingsOf(programs);
  screen.getByText('Un altro programma o il sistema lo tiene già: non arriva a Cornetta.');
  screen.getByText('È già di «Muto».');
  programs.state.main = { ...programs.state.main, globalKeys: { known: false, refused: [] } };
  programs.publish();
  await settled();
  screen.getByText(/Wayland/);
  expect(screen.queryByTestId('answerKey')).toBeNull();
});

test('main is told once what the company calls its queues and reasons', async () => {
  const programs = createDeskPrograms();
  const told: unknown[] = [];
  programs.answers.main.tellNames = (names) => {
    told.push(names);
    return null;
  };
  const { settled } = await showDesk(programs);
  programs.publish();
  await settled();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ queues: expect.arrayContaining([expect.objectContaining({ id: 'welcome' })]) });
});
