// What follows the account: in force on whatever PC its agent sits at, and nobody else's.
import { expect, test } from 'vitest';
import type { Settings } from '#shared/contract/main';
import type { Chosen } from '#shared/model/preferences';
import { ulid, workstation } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData } from '#test/support/deskPrograms';
import { showDesk } from '../../../test/support/deskUnderTest.tsx';

const { agent } = workstation(false);
const someoneElse = ulid('A', 99) as Settings['account'];

function atPc(settings: Partial<Settings>, chosen: Chosen | null, practice = false): DeskPrograms {
  const programs = createDeskPrograms({ data: quietData(practice) });
  const { state } = programs;
  state.main = { ...state.main, settings: { ...state.main.settings, theme: 'system', ...settings } };
  state.data = { ...state.data, preferences: { told: chosen !== null, chosen: chosen ?? {} } };
  return programs;
}
const asked = ({ wishes }: DeskPrograms) =>
  wishes.filter(({ method }) => method === 'changeSettings' || method === 'changePreferences');

test('what was chosen elsewhere is in force here, and the PC is known to be this agent’s', async () => {
  const programs = atPc({ account: agent.id, density: 'compact' }, { theme: 'dark', density: 'compact' });
  const { settled } = await showDesk(programs);
  expect(asked(programs)).toEqual([{ method: 'changeSettings', params: { theme: 'dark' } }]);
  programs.wishes.length = 0;
  programs.tellData({
    kind: 'preferencesChanged',
    preferences: { told: true, chosen: { contrast: 'more', theme: 'dark' } },
  });
  await settled();
  expect(asked(programs)).toContainEqual({
    method: 'changeSettings',
    params: expect.objectContaining({ contrast: 'more' }),
  });
});

test('what somebody else had chosen at this PC is not taken over', async () => {
  const programs = atPc({ account: someoneElse, theme: 'dark', favourites: ['1002'], dock: 'right' }, {});
  await showDesk(programs);
  expect(asked(programs)).toEqual([
    { method: 'changeSettings', params: { theme: 'system', favourites: [], account: agent.id } },
  ]);
});

test('what was chosen at a PC before anybody’s account was known goes to the first one', async () => {
  const programs = atPc({ theme: 'dark', language: 'en' }, { language: 'it' });
  await showDesk(programs);
  expect(asked(programs)).toEqual([
    { method: 'changePreferences', params: { theme: 'dark' } },
    { method: 'changeSettings', params: { language: 'it', account: agent.id } },
  ]);
});

test.each([
  ['the account has not been heard yet', atPc({ account: someoneElse, theme: 'dark' }, null)],
  ['somebody practises', atPc({ account: someoneElse, theme: 'dark' }, { theme: 'light' }, true)],
])('nothing changes while %s', async (_why, programs) => {
  await showDesk(programs);
  expect(asked(programs)).toEqual([]);
});

test('a choice is in force at once and goes to the account; what belongs to the PC does not', async () => {
  const programs = atPc({ account: agent.id }, {});
  const { desk } = await showDesk(programs);
  await desk.intents.changeSettings({ theme: 'dark', dock: 'right' });
  expect(asked(programs)).toEqual([
    { method: 'changePreferences', params: { theme: 'dark' } },
    { method: 'changeSettings', params: { theme: 'dark', dock: 'right' } },
  ]);
});

test('what is heard of the account while a choice is on its way does not undo it', async () => {
  const programs = atPc({ account: agent.id }, { theme: 'light' });
  programs.state.main.settings.theme = 'light';
  const { desk, settled } = await showDesk(programs);
  const there = Promise.withResolvers<null>();
  programs.answers.data.changePreferences = () => there.promise as never;
  void desk.intents.changeSettings({ theme: 'dark' });
  programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, theme: 'dark' } };
  programs.publish();
  const heard = (theme: 'light' | 'dark') =>
    programs.tellData({ kind: 'preferencesChanged', preferences: { told: true, chosen: { theme } } });
  heard('light');
  await settled();
  heard('dark');
  there.resolve(null);
  await settled();
  const themes = programs.wishes.filter(
    ({ method, params }) => method === 'changeSettings' && Object.hasOwn(Object(params), 'theme'),
  );
  expect(themes).toEqual([{ method: 'changeSettings', params: { theme: 'dark' } }]);
});
