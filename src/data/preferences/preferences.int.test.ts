// What an agent has chosen, on several PCs: it stands without the backend, goes later, and the last word counts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend } from '#test/support/modelBackend';

let folders: string[];
let backend: ModelBackend;
let rigs: Rig[];
beforeEach(() => {
  [folders, rigs] = [[], []];
  backend = createModelBackend();
});
afterEach(async () => {
  for (const rig of rigs) await rig.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function pc(folder = mkdtempSync(join(tmpdir(), 'cornetta-preferences-'))) {
  folders.push(folder);
  const data = await startRig({ folder, fetch: backend.fetch, clock: createPatientClock() });
  rigs.push(data);
  const chosen = () => data.state().preferences.chosen;
  return {
    data,
    folder,
    chosen,
    told: () => data.until('the account is heard', () => data.state().preferences.told),
    change: (change: Parameters<typeof data.desk.changePreferences>[0]) => data.desk.changePreferences(change),
    shows: (theme: string) => data.until(`theme ${theme}`, () => chosen().theme === theme),
  };
}

test('what is chosen on one PC is in force on the other', async () => {
  const [one, two] = [await pc(), await pc()];
  await one.data.signIn();
  await two.data.signIn();
  await one.told();
  await two.told();
  await one.change({ theme: 'dark', favourites: ['1002'] });
  await two.shows('dark');
  expect(two.chosen()).toEqual({ theme: 'dark', favourites: ['1002'] });
  await two.change({ theme: 'light' });
  await one.shows('light');
  expect(one.chosen()).toEqual({ theme: 'light', favourites: ['1002'] });
});

test('what is chosen while the backend is away stands on the disk, and goes when it is back', async () => {
  const one = await pc();
  await one.data.signIn();
  await one.told();
  backend.fate = () => 'lost';
  await one.change({ theme: 'dark' });
  expect(one.chosen()).toEqual({ theme: 'dark' });
  await one.data.stop();
  rigs = [];
  const again = await pc(one.folder);
  expect(again.chosen()).toEqual({ theme: 'dark' });
  backend.fate = () => 'arrives';
  await again.data.until('the backend has heard of it', () => backend.choices.theme?.value === 'dark');
  const other = await pc();
  await other.data.signIn();
  await other.shows('dark');
});

test('choices of a version that is not known here are left as they are', async () => {
  backend.choices = { moons: { value: 3, at: '2026-03-02T09:00:00.000Z' } };
  const one = await pc();
  await one.data.signIn();
  await one.told();
  await one.change({ theme: 'dark' });
  await one.data.until('it is there', () => backend.choices.theme !== undefined);
  expect(one.chosen()).toEqual({ theme: 'dark' });
  expect(backend.choices).toMatchObject({ moons: { value: 3 } });
});
