// Keys over other programs, and the system's word that it rings or that somebody waits, as the agent chooses them.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { boards, helpOf } from '#test/support/deskBoards';
import { lineOf, tellChats, withChats } from '#test/support/deskChats';
import { secondsAgo, ulid } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const notReady = { kind: 'notReady', reasonCode: null } as const;

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

test('main is told who waits for the agent, and nothing of who that is: a chat, a promised call, help', async () => {
  const programs = withChats({ waiting: [lineOf(2), lineOf(1)] });
  const told: unknown[] = [];
  programs.answers.main.tellAwaiting = (awaiting) => {
    told.push(awaiting);
    return null;
  };
  const { settled } = await showDesk(programs);
  const chat = { kind: 'chat', id: lineOf(2).id, queueId: 'support' };
  expect(told).toEqual([[chat]]);
  const [due] = boards().callbacks?.callbacks ?? [];
  const come = (help: unknown[]) =>
    programs.tellData({
      kind: 'boardsChanged',
      boards: boards({
        ringing: due === undefined ? [] : [due.id],
        help: { asOf: secondsAgo(0), help, listening: [] } as never,
      }),
    });
  const answered = {
    kind: 'answered',
    by: { id: ulid('S', 9), name: 'Sara Villa' },
    manner: 'whisper',
    at: secondsAgo(0),
  };
  come([helpOf({ kind: 'open' })]);
  come([helpOf(answered)]);
  await settled();
  const callback = { kind: 'callback', id: due?.id };
  const help = { kind: 'helpAnswered', id: `${ulid('X', 1)} ${helpOf(answered).askedAt}` };
  expect(told.slice(1)).toEqual([
    [chat, callback],
    [chat, callback, help],
  ]);
  tellChats(programs, { waiting: [lineOf(1)] });
  programs.state.phone = { ...readyPhone(), availability: { ...readyPhone().availability, wish: notReady } };
  programs.publish();
  await settled();
  expect(told.at(-1)).toEqual([callback, help]);
});

test.each(['lead', 'agent'] as const)('that a colleague asks for help is told to who leads (%s)', async (role) => {
  const byLuca = { ...helpOf({ kind: 'open' }), agent: { id: ulid('A', 2), name: 'Luca Moro' } };
  const data = {
    ...quietData(),
    boards: boards({ help: { asOf: secondsAgo(0), help: [byLuca], listening: [] } as never }),
  };
  const { session } = data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  const programs = createDeskPrograms({ data });
  let told: readonly unknown[] = [];
  programs.answers.main.tellAwaiting = (awaiting) => {
    told = awaiting;
    return null;
  };
  await showDesk(programs);
  expect(told).toEqual(role === 'lead' ? [{ kind: 'helpAsked', id: `${byLuca.interactionId} ${byLuca.askedAt}` }] : []);
});

test('whether the system says so is the agent’s to choose', async () => {
  const { agent, programs, settled } = await settingsOf();
  await agent.click(within(at('awaiting-notices')).getByRole('radio', { name: 'No' }));
  await settled();
  expect(chosen(programs)).toEqual([{ awaitingNotices: false }]);
});
