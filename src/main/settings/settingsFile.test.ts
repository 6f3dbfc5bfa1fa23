import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultSettings } from '#shared/contract/main';
import { loadSettings, saveSettings } from './settingsFile.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'cornetta-settings-'));

test('a PC without settings starts with the defaults, silently', () => {
  expect(loadSettings(join(folder(), 'settings.json'), 'x')).toEqual({ settings: defaultSettings, notice: null });
});

test('what was saved is read again', () => {
  const file = join(folder(), 'settings.json');
  const settings = { ...defaultSettings, language: 'en' as const, door: { kind: 'practise' as const } };
  saveSettings(file, settings);
  expect(loadSettings(file, 'x').settings).toEqual(settings);
});

test('a file of an older version keeps what it says, and starts with the defaults of what it does not know', () => {
  const file = join(folder(), 'settings.json');
  const { callAs: _callAs, favourites: _favourites, ...older } = { ...defaultSettings, theme: 'dark' };
  writeFileSync(file, JSON.stringify(older));
  expect(loadSettings(file, 'x')).toEqual({ settings: { ...defaultSettings, theme: 'dark' }, notice: null });
});

test.each([
  ['cut off in the middle', '{"door":{"kind":"prac'],
  ['of another shape', '{"door":"left"}'],
  ['empty', ''],
])('a file that is %s is set aside, told, and loses nothing', (_case, text) => {
  const where = folder();
  const file = join(where, 'settings.json');
  writeFileSync(file, text);
  const loaded = loadSettings(file, '2026-11-24');
  expect(loaded.settings).toEqual(defaultSettings);
  expect(loaded.notice).toMatchObject({
    code: 'settings.broken',
    message: expect.stringContaining('settings.json.broken-2026-11-24'),
  });
  expect(readdirSync(where)).toEqual(['settings.json.broken-2026-11-24']);
  expect(readFileSync(join(where, 'settings.json.broken-2026-11-24'), 'utf8')).toBe(text);
});

test('a broken file that cannot be set aside keeps nobody from starting', () => {
  const file = join(folder(), 'settings.json');
  writeFileSync(file, '{');
  const loaded = loadSettings(file, 'no/such/folder');
  expect(loaded.settings).toEqual(defaultSettings);
  expect(loaded.notice?.message).not.toContain('kept as');
  expect(readFileSync(file, 'utf8')).toBe('{');
});

test('settings that were saved before there were headset buttons are read, and take them automatically', () => {
  const file = join(folder(), 'settings.json');
  const { headset: _headset, ...older } = { ...defaultSettings, language: 'en' as const };
  writeFileSync(file, JSON.stringify(older));
  expect(loadSettings(file, 'x')).toEqual({
    settings: { ...older, headset: { kind: 'automatic' } },
    notice: null,
  });
});
