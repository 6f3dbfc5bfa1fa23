// A disk that is full, notes of a newer version, a key that is gone: the agent is told what has happened and what to do, in either language,
// takes calls all the same, and nothing is lost.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDb } from '#data/db/driver';
import { silentLog } from '#data/log';
import { en } from '#shared/words/en';
import { it as italian } from '#shared/words/it';
import type { AppOptions, RunningApp } from '../support/app.ts';
import { type Desk, deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { mountSmallDisk, type SmallDisk } from '../support/smallDisk.ts';

const office = openOffice();
const longestMs = 180_000;
const languages = [
  ['it', italian],
  ['en', en],
] as const;

let disk: SmallDisk | null = null;
const running = new Set<RunningApp>();

afterEach(async () => {
  await Promise.all([...running].map(quit));
  disk?.remove();
  disk = null;
});

async function open(options: AppOptions): Promise<{ app: RunningApp; desk: Desk }> {
  const app = await office.apps.start(options);
  running.add(app);
  return { app, desk: deskOf(await app.page('desk')) };
}
async function quit(app: RunningApp): Promise<void> {
  running.delete(app);
  await app.quit();
}
const newProfile = () => mkdtempSync(join(tmpdir(), 'cornetta-profile-'));
const workFiles = (profile: string, beginning: string) =>
  readdirSync(join(profile, 'work')).filter((name) => name.startsWith(beginning) && !/-(wal|shm)$/.test(name));

/** Both halves of the sentence are to be read: what is wrong, and what to do about it. */
async function says({ page }: Desk, { what, todo }: { readonly what: string; readonly todo: string }): Promise<void> {
  await page.getByText(what).first().waitFor();
  await page.getByText(todo).first().waitFor();
}
const ofVersion = ({ what, todo }: { readonly what: string; readonly todo: string }, version: string) => ({
  what: what.replace('{{version}}', version),
  todo: todo.replace('{{version}}', version),
});

/** Elisa Grandi calls, and is spoken with. */
async function takesACall(app: RunningApp, desk: Desk, note: string): Promise<void> {
  await desk.setReady();
  await office.world.ring({ caller: '+390000000106', queue: 'welcome' });
  await desk.arrival().waitFor();
  await desk.answer();
  await desk.untilVoices(app);
  await desk.note().fill(note);
}
async function closesIt(desk: Desk, note: string): Promise<void> {
  await desk.hangUp();
  await desk.choose('reason', 'TEC-01');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
  await desk.untilIdle();
  await office.world.untilOnBackend((contact) => contact.note === note);
}

test.each(languages)('a full disk (%s)', { timeout: longestMs }, async (language, { failures }) => {
  const profile = newProfile();
  disk = mountSmallDisk(join(profile, 'work'), 24);
  const { app, desk } = await open({ profile, language });
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.untilLoaded();
  disk.fill();
  const note = `Disco pieno, ${language}.`;
  await takesACall(app, desk, note);
  await says(desk, failures.files.diskFull);
  // Hanging up and writing go on; what cannot be kept stays on the screen until it can.
  await desk.hangUp();
  await desk.untilNote(note);
  await desk.choose('reason', 'TEC-01');
  await desk.choose('outcome', 'RIS-1');
  await desk.page.getByTestId('wrap-up-save').click();
  await desk.untilNote(note);
  disk.free();
  await desk.saveWrapUp();
  await desk.untilIdle();
  await office.world.untilOnBackend((contact) => contact.note === note);
});

/** A profile in which a wrap-up is open with that note. */
async function withOpenNote(note: string, options: AppOptions = {}): Promise<string> {
  const profile = newProfile();
  const { app, desk } = await open({ profile, ...options });
  await desk.askAt(office.world.backendUrl);
  if (options.keyless === true) await desk.page.getByTestId('accept-file-key').click();
  await desk.signInAs(office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.untilLoaded();
  await takesACall(app, desk, note);
  await desk.hangUp();
  await desk.untilSaved();
  await quit(app);
  return profile;
}

/** As a program with a later shape of the notes leaves them, or (below 0) one with the shape before. */
function reshape(profile: string, name: string, by: number): void {
  const folder = join(profile, 'work');
  const key = readFileSync(join(folder, 'key.plain'), 'utf8').trim();
  const db = openDb({ file: join(folder, name), key, synchronous: 'FULL', log: silentLog });
  db.exec(`PRAGMA user_version = ${Number(db.pragma('user_version')) + by}`);
  db.close();
}

test.each(languages)('notes of a newer version (%s)', { timeout: longestMs }, async (language, { failures }) => {
  const before = `Scritta con la nuova, ${language}.`;
  const profile = await withOpenNote(before, { keyless: true, language });
  reshape(profile, 'work.db', 10);
  writeFileSync(join(profile, 'work', 'version'), '9.4.0\n');

  const second = await open({ profile, keyless: true, language });
  await says(second.desk, ofVersion(failures.files.newer, '9.4.0'));
  await second.desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await second.desk.untilRegistered();
  const meanwhile = `Scritta con la vecchia, ${language}.`;
  await takesACall(second.app, second.desk, meanwhile);
  await closesIt(second.desk, meanwhile);
  await quit(second.app);

  const [aside = ''] = workFiles(profile, 'work.db.newer-9.4.0-');
  reshape(profile, aside, -10);
  const updated = await open({ profile, keyless: true, language });
  await updated.desk.untilRegistered();
  await updated.desk.untilNote(before);
  await updated.desk.choose('reason', 'TEC-01');
  await updated.desk.choose('outcome', 'RIS-1');
  await updated.desk.saveWrapUp();
  await office.world.untilOnBackend((contact) => contact.note === before);
  expect(workFiles(profile, 'work.db.newer-')).toEqual([]);
});

test.each(languages)(
  'a key that the keyring does not give out (%s)',
  { timeout: longestMs },
  async (language, words) => {
    const before = `Scritta con la chiave di prima, ${language}.`;
    const profile = await withOpenNote(before, { language });
    const at = (name: string) => join(profile, 'work', name);
    cpSync(at('key.sealed'), at('kept'));
    writeFileSync(at('key.sealed'), 'of another account');

    const second = await open({ profile, language });
    await says(second.desk, words.failures.keyring.locked);
    await second.desk.page.getByTestId('accept-new-key').click();
    await second.desk.connect(office.world.backendUrl, office.world.agents.giulia);
    await says(second.desk, words.failures.files.keyLost);
    await second.desk.untilRegistered();
    const meanwhile = `Scritta con la chiave nuova, ${language}.`;
    await takesACall(second.app, second.desk, meanwhile);
    await closesIt(second.desk, meanwhile);
    await quit(second.app);

    // What the guide tells IT to do once the keyring is right again.
    const [keyAside = ''] = workFiles(profile, 'key.sealed.locked-');
    const [notesAside = ''] = workFiles(profile, 'work.db.locked-');
    expect([keyAside, notesAside]).not.toContain('');
    rmSync(at(keyAside));
    for (const part of ['', '-wal', '-shm']) {
      rmSync(at(`work.db${part}`), { force: true });
      if (existsSync(at(notesAside + part))) renameSync(at(notesAside + part), at(`work.db${part}`));
    }
    renameSync(at('kept'), at('key.sealed'));
    const third = await open({ profile, language });
    await third.desk.untilRegistered();
    await third.desk.untilNote(before);
  },
);
