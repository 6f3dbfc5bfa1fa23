// A disk that fills or breaks while customers come in: what is there goes on answering, the agent is told, and it goes on by itself.
import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPatientClock, type PatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';
import { catchWritersConnection, type WritersConnection } from '#test/support/writersConnection';

let folder: string;
let backend: ModelBackend;
let clock: PatientClock;
let writer: WritersConnection;
let rig: Rig;

/** With so much about each that the file grows with every few of them. */
const people = Array.from({ length: 60 }, (_none, n) =>
  modelCustomer(n, { address: { street: `Via ${'lunga '.repeat(15)}${n}`, postcode: '27100', city: 'Pavia' } }),
);
const [first, last] = [people[0], people[59]] as [(typeof people)[0], (typeof people)[0]];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-disk-'));
  backend = createModelBackend();
  for (const person of people) backend.put(person);
  clock = createPatientClock();
});
afterEach(async () => {
  writer.stop();
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

const notices = () => rig.state().sync.notices.map(({ code }) => code);
const load = () => rig.state().sync.load;
const isLoaded = () => load().kind === 'complete';

test('a disk that is full in the middle of a first load: it rests and says so, what is here is found, and it goes on when there is room', async () => {
  let room = 8;
  writer = catchWritersConnection((connection) => connection.limit((now) => now + room));
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  await rig.until('it says so', () => notices().length > 0);
  expect(notices()).toEqual(['files.cacheFull']);
  expect(load()).toMatchObject({ kind: 'loading', total: 60, perSecond: null, secondsLeft: null });
  expect(rig.state().sync.link.kind).toBe('online');

  expect((await rig.desk.search({ text: first.code, limit: 1 }))[0]?.customer.id).toBe(first.id);
  await rig.desk.editCustomer({ id: first.id, base: first.version, details: { preference: 'la sera' } });
  expect((await rig.desk.getCustomer({ id: first.id }))?.customer.preference).toBe('la sera');

  // Hints come all the time: as long as there is no room nothing is asked for.
  await rig.quiet();
  const asked = backend.asked.length;
  backend.poke({ kind: 'changes' });
  await rig.quiet();
  expect(backend.asked.slice(asked)).not.toContain('GET /v1/sync/manifest');
  expect(backend.asked.slice(asked).filter((one) => one.startsWith('GET /v1/sync/seg'))).toEqual([]);

  room = 1_000_000;
  writer.limit(() => null);
  await rig.until('all are here', isLoaded);
  expect(notices()).toEqual([]);
  expect((await rig.desk.getCustomer({ id: last.id }))?.customer.name).toBe(last.name);
  await rig.until('the edit is sent', () => backend.patches.length === 1);
});

test('a disk that is full while changes come in: said until they are written', async () => {
  writer = catchWritersConnection();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  await rig.until('all are here', isLoaded);
  writer.limit((now) => now);
  for (const { id } of people) backend.edit(id, { email: `${'x'.repeat(60)}@esempio.it`, preference: 'y'.repeat(150) });
  await rig.until('it says so', () => notices().includes('files.cacheFull'));
  expect(isLoaded()).toBe(true);
  expect((await rig.desk.getCustomer({ id: last.id }))?.customer.name).toBe(last.name);
  writer.limit(() => null);
  await rig.until(
    'the changes are here',
    async () => (await rig.desk.getCustomer({ id: last.id }))?.customer.version === 2,
  );
  expect(notices()).toEqual([]);
});

/** Overwrites the middle of each page of the file as it lies there, from the fourth on. */
function damageCache(): void {
  const file = openSync(join(folder, 'cache.db'), 'r+');
  for (let at = 3 * 4096; at < fstatSync(file).size; at += 4096)
    writeSync(file, Buffer.alloc(400, 0xa5), 0, 400, at + 500);
  closeSync(file);
}

test('damage that the writer finds: an empty cache takes its place, is filled again, and the agent is told that nothing is lost', async () => {
  writer = catchWritersConnection();
  rig = await startRig({ folder, fetch: backend.fetch, clock });
  await rig.signIn();
  await rig.until('all are here', isLoaded);
  writer.forget();
  damageCache();
  backend.edit(last.id, { preference: 'la mattina' });
  await rig.until('it says so', () => notices().length > 0);
  expect(load().kind).not.toBe('complete');
  await rig.until('all are here again', isLoaded);
  expect(notices()).toEqual(['files.cacheDamaged']);
  expect((await rig.desk.getCustomer({ id: last.id }))?.customer.preference).toBe('la mattina');
  expect(readdirSync(folder).filter((name) => name.startsWith('cache.db.damaged-'))).not.toEqual([]);
});
