// The files on the disk: what every opening sets, and what happens when one is damaged, locked, newer, or has no room.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failure } from '#shared/contract/failure';
import type { Customer } from '#shared/model/customer';
import { interactionIdSchema } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import type { Change } from '#shared/protocol/sync';
import { bringRows } from '#test/support/bringRows';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { until } from '#test/support/until';
import { silentLog } from '../log.ts';
import type { StartWriter } from '../writer/contract.ts';
import { inlineWriter } from '../writer/inline.ts';
import { openDb } from './driver.ts';
import { type Files, openFiles } from './files.ts';
import { migrate } from './migrate.ts';
import { work0010 } from './migrations/work0010.ts';
import type { OutboxKind } from './outboxTable.ts';
import { cacheSchema, workSchema } from './schemas.ts';

let folder: string;
let files: Files | null = null;
let notices: Failure[] = [];
let cacheLost = 0;
let written: string[] = [];
const otherKey = 'f'.repeat(64);
let now: string;
const canary = 'Sempronio Canarino';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-files-'));
  notices = [];
  cacheLost = 0;
  written = [];
  now = '2026-03-02T08:00:00.000Z';
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(key = testKey, startWriter: StartWriter = inlineWriter, version = '1.0.0'): Promise<Files> {
  await close();
  files = openFiles({
    version,
    folder,
    key,
    startWriter,
    now: () => new Date(now),
    log: silentLog,
    onNotice: (notice) => notices.push(notice),
    onWritten: (file) => written.push(file),
    onCacheLost: () => {
      cacheLost += 1;
    },
  });
  return files;
}

async function close(): Promise<void> {
  await files?.close();
  files = null;
}

const bring = (to: Files, rows: readonly Customer[]) =>
  bringRows(
    to.write,
    rows.map((row): Change => ({ kind: 'customer', row })),
  );

const at = (name: string) => join(folder, name);
const entry = (note: string) => ({
  id: ulid(),
  agentId: 'A',
  kind: 'interaction' as const,
  target: note,
  baseVersion: null,
  base: null,
  body: { note },
});
const entries = (from: Files) => from.readWork((work) => work.outbox.heads('A')).map((row) => row.target);
const codes = () => notices.map((notice) => notice.code);

/** Overwrites a stretch in the middle of each of the file's last pages. */
function damage(name: string, pages: (count: number) => number[]): void {
  const bytes = readFileSync(at(name));
  for (const page of pages(bytes.length / 4096)) bytes.fill(0xa5, page * 4096 + 500, page * 4096 + 900);
  writeFileSync(at(name), bytes);
}

test('what every opening sets: full synchronisation for work, normal for the cache, and the rest', async () => {
  for (const round of ['made', 'opened again']) {
    const opened = await open();
    opened.work((work) => work.outbox.add(entry(round), new Date()));
    const settings = (pragma: string) => opened.readWork((work) => work.db.pragma(pragma));
    expect([settings('synchronous'), settings('journal_mode'), settings('trusted_schema')]).toEqual([2, 'wal', 0]);
    expect([settings('cell_size_check'), settings('temp_store'), settings('foreign_keys')]).toEqual([1, 2, 1]);
  }
});

test('nothing readable reaches the disk', async () => {
  const opened = await open();
  await bring(opened, [modelCustomer(1, { name: canary })]);
  opened.work((work) => work.outbox.add(entry(canary), new Date()));
  const names = readdirSync(folder);
  expect(names).toContain('work.db-wal');
  for (const name of names) expect(readFileSync(at(name)).includes('Canarino'), name).toBe(false);
});

test('another key: the files are kept aside, the agent is told, and work goes on with new ones', async () => {
  (await open()).work((work) => work.outbox.add(entry('a'), new Date()));
  const opened = await open(otherKey);
  expect(entries(opened)).toEqual([]);
  expect(new Set(codes())).toEqual(new Set(['files.keyLost']));
  // Of both files in the same words: it is told once.
  expect(new Set(notices.map(({ message }) => message)).size).toBe(1);
  expect(readdirSync(folder).filter((name) => name.startsWith('work.db.locked-2026'))).not.toEqual([]);
  opened.work((work) => work.outbox.add(entry('b'), new Date()));
  notices = [];
  expect(entries(await open(otherKey))).toEqual(['b']);
  expect(notices).toEqual([]);
});

test('a damaged cache is set aside and an empty one takes its place', async () => {
  await bring(await open(), [modelCustomer(1)]);
  await close();
  damage('cache.db', () => [0]);
  const opened = await open();
  expect(codes()).toEqual(['files.cacheDamaged']);
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(0);
  expect(readdirSync(folder).some((name) => name.startsWith('cache.db.damaged-2026'))).toBe(true);
});

test('a cache of an earlier program is begun anew: all of it can be fetched', async () => {
  const db = openDb({ file: at('cache.db'), key: testKey, synchronous: 'NORMAL', log: silentLog });
  db.exec(
    `CREATE TABLE customer (name TEXT); PRAGMA application_id = ${cacheSchema.applicationId}; PRAGMA user_version = 10`,
  );
  db.close();
  const opened = await open();
  await bring(opened, [modelCustomer(1)]);
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(1);
  expect(notices).toEqual([]);
});

test('damage that shows only while reading: the read fails, the next one has an empty cache to fill', async () => {
  await bring(
    await open(),
    Array.from({ length: 2_000 }, (_none, n) => modelCustomer(n)),
  );
  await close();
  // The first pages hold the roots of all tables: without them it could not even be opened.
  damage('cache.db', (count) => Array.from({ length: count - 60 }, (_none, page) => page + 60));
  const opened = await open();
  const readAll = () => {
    for (let n = 0; n < 2_000; n += 1) opened.cache((cache) => cache.customers.byNumber(`+39000000${1000 + n}`));
  };
  expect(readAll).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'files.cacheDamaged' }) }),
  );
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(0);
  await until('another file has taken its place', () => cacheLost === 1);
  expect(readdirSync(folder).some((name) => name.startsWith('cache.db.damaged-2026'))).toBe(true);
  await bring(opened, [modelCustomer(1)]);
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(1);
});

test('of a damaged work file every row that can be read is recovered, and the agent is told', async () => {
  const opened = await open();
  const notes = Array.from({ length: 400 }, (_none, n) => `note ${n} ${'x'.repeat(300)}`);
  opened.work((work) => {
    for (const note of notes) work.outbox.add(entry(note), new Date());
  });
  await close();
  damage('work.db', (count) => [Math.floor(count / 2)]);
  const recovered = entries(await open());
  expect(codes()).toEqual(['files.damaged']);
  expect(recovered.length).toBeGreaterThan(350);
  expect(notes).toEqual(expect.arrayContaining(recovered));
  notices = [];
  expect(entries(await open())).toEqual(recovered);
  expect(notices).toEqual([]);
});

test('damage of a work file that shows while it is worked with: recovered at once, and what was to be written is', async () => {
  const opened = await open();
  const notes = Array.from({ length: 400 }, (_none, n) => `note ${n} ${'x'.repeat(300)}`);
  opened.work((work) => {
    for (const note of notes) work.outbox.add(entry(note), new Date());
  });
  // Everything is in the file, and nothing of it in memory.
  for (const pragma of ['wal_checkpoint(TRUNCATE)', 'shrink_memory']) opened.readWork((work) => work.db.pragma(pragma));
  const bytes = readFileSync(at('work.db'));
  const file = openSync(at('work.db'), 'r+');
  for (const page of [30, 31]) writeSync(file, Buffer.alloc(400, 0xa5), 0, 400, page * 4096 + 500);
  closeSync(file);
  expect(bytes.length).toBeGreaterThan(40 * 4096);
  const before = entries(opened);
  opened.work((work) => work.outbox.add(entry('after'), new Date()));
  expect(codes()).toEqual(['files.damaged']);
  expect(before.length).toBeGreaterThan(350);
  expect(entries(opened)).toEqual([...before, 'after']);
  expect(readdirSync(folder).filter((name) => name.startsWith('work.db.damaged-2026'))).not.toEqual([]);
});

test('a folder that may not be written any more: said as that, reading goes on, and so does writing once it may be', async () => {
  const opened = await open();
  opened.work((work) => work.outbox.add(entry('a'), new Date()));
  const readOnly = (on: boolean) => opened.readWork((work) => work.db.exec(`PRAGMA query_only = ${on}`));
  readOnly(true);
  const write = () => opened.work((work) => work.outbox.add(entry('b'), new Date()));
  expect(write).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'files.unwritable' }) }));
  expect(codes()).toEqual(['files.unwritable']);
  expect(entries(opened)).toEqual(['a']);
  readOnly(false);
  written = [];
  write();
  expect(written).toEqual(['work.db']);
  expect(entries(opened)).toEqual(['a', 'b']);
});

test('without the index of its log everything is there that was written', async () => {
  const opened = await open();
  for (const note of ['a', 'b', 'c']) opened.work((work) => work.outbox.add(entry(note), new Date()));
  const left = join(folder, 'left');
  mkdirSync(left);
  for (const name of ['work.db', 'work.db-wal', 'cache.db', 'cache.db-wal', 'key.check'])
    if (existsSync(at(name))) copyFileSync(at(name), join(left, name));
  await close();
  folder = left;
  expect(entries(await open())).toEqual(['a', 'b', 'c']);
  expect(notices).toEqual([]);
});

test('a work file whose first page is gone is set aside whole; a new one begins', async () => {
  (await open()).work((work) => work.outbox.add(entry('a'), new Date()));
  await close();
  damage('work.db', () => [0]);
  expect(entries(await open())).toEqual([]);
  expect(codes()).toEqual(['files.damaged']);
});

test('a write-ahead log that was cut short gives what was written up to the cut', async () => {
  const opened = await open();
  for (const note of ['a', 'b', 'c']) opened.work((work) => work.outbox.add(entry(note), new Date()));
  for (const part of ['', '-wal']) copyFileSync(at(`work.db${part}`), at(`copy.db${part}`));
  await close();
  copyFileSync(at('copy.db'), at('work.db'));
  const log = readFileSync(at('copy.db-wal'));
  writeFileSync(at('work.db-wal'), log.subarray(0, log.length - 2_000));
  expect(['a,b', 'a,b,c']).toContain(entries(await open()).join(','));
  expect(notices).toEqual([]);
});

test('a work file of an earlier program: every entry stays, in its order, and entries of new kinds are taken', async () => {
  const db = openDb({ file: at('work.db'), key: testKey, synchronous: 'FULL', log: silentLog });
  migrate(db, { ...workSchema, migrations: [work0010] });
  const add = db.query(
    'test.add',
    `INSERT INTO outbox (seq, id, agent_id, kind, target, body, attempts, state, created_at)
     VALUES (?, ?, 'A', 'interaction', ?, '{}', 3, ?, '2026-03-01')`,
  );
  add.run(7, ulid(), 'seventh', 'waiting');
  add.run(3, ulid(), 'third', 'inFlight');
  add.run(9, ulid(), 'ninth', 'setAside');
  db.close();
  const opened = await open();
  expect(opened.readWork((work) => work.outbox.heads('A'))).toMatchObject([
    { seq: 3, target: 'third', attempts: 3 },
    { seq: 7, target: 'seventh', attempts: 3 },
  ]);
  expect(opened.readWork((work) => work.outbox.counts('A'))).toEqual({ waiting: 2, setAside: 1 });
  opened.work((work) => work.outbox.add({ ...entry('new'), kind: 'ofALaterProgram' as OutboxKind }, new Date()));
  expect(entries(opened)).toEqual(['third', 'seventh', 'new']);
  expect(existsSync(at('work.db.before-20'))).toBe(true);
});

/** As another program leaves it. */
function setVersion(name: string, change: (newest: number) => number): void {
  const db = openDb({ file: at(name), key: testKey, synchronous: 'FULL', log: silentLog });
  const newest = Math.max(...workSchema.migrations.map(({ version }) => version));
  db.exec(`PRAGMA user_version = ${change(newest)}`);
  db.close();
}
const aside = () => readdirSync(folder).filter((name) => /^work\.db\.newer-[^-]+-2026[\dTZ-]+$/.test(name));

test('notes of a newer program are kept aside, its version is said at each start, and one works with new ones', async () => {
  (await open(testKey, inlineWriter, '1.4.0')).work((work) => work.outbox.add(entry('theirs'), new Date()));
  await close();
  setVersion('work.db', (newest) => newest + 10);
  for (const round of ['first', 'second']) {
    notices = [];
    const opened = await open();
    expect(notices).toMatchObject([{ code: 'files.newer', version: '1.4.0' }]);
    expect(opened.isSomeAside()).toBe(true);
    opened.work((work) => work.outbox.add(entry(round), new Date()));
  }
  expect(entries(await open())).toEqual(['first', 'second']);
  expect(aside()).toHaveLength(1);
});

test('they come back with the program that knows them, behind what was written meanwhile, and no row comes twice', async () => {
  const theirs = { ...entry('theirs'), id: ulid() };
  (await open(testKey, inlineWriter, '1.4.0')).work((work) => {
    work.outbox.add(theirs, new Date());
    work.outbox.add(entry('theirs too'), new Date());
    work.keep('session', { of: 'theirs' });
  });
  await close();
  setVersion('work.db', (newest) => newest + 10);
  (await open()).work((work) => {
    work.outbox.add(entry('mine'), new Date());
    work.keep('session', { of: 'mine' });
  });
  await close();
  const [name = ''] = aside();
  setVersion(name, (newest) => newest);
  for (const part of ['', '-wal', '-shm'])
    if (existsSync(at(name + part))) copyFileSync(at(name + part), at(`copy${part}`));

  notices = [];
  const all = ['mine', 'theirs', 'theirs too'];
  expect(entries(await open(testKey, inlineWriter, '1.4.0'))).toEqual(all);
  expect([aside(), notices]).toEqual([[], []]);
  await close();
  // Cut off before the file was taken away.
  copyFileSync(at('copy'), at(name));
  const again = await open(testKey, inlineWriter, '1.4.0');
  expect(entries(again)).toEqual(all);
  expect(again.readWork((work) => work.kept('session'))).toEqual({ of: 'mine' });
  expect([aside(), again.isSomeAside()]).toEqual([[], false]);
});

test('one kept aside that is damaged gives what can be read of it, is told of once, and is awaited no more', async () => {
  (await open(testKey, inlineWriter, '1.4.0')).work((work) => work.outbox.add(entry('theirs'), new Date()));
  await close();
  setVersion('work.db', (newest) => newest + 10);
  await open();
  await close();
  const [name = ''] = aside();
  writeFileSync(at(name), Buffer.alloc(8_192, 0xa5));
  notices = [];
  expect((await open()).isSomeAside()).toBe(false);
  expect(codes()).toEqual(['files.damaged']);
  expect(readdirSync(folder).filter((one) => one.startsWith('work.db.damaged-newer-1.4.0-2026'))).toHaveLength(1);
  notices = [];
  await open();
  expect([notices, aside()]).toEqual([[], []]);
});

test('one kept aside under a key that is lost is told of once, and stays under another name', async () => {
  (await open(testKey, inlineWriter, '1.4.0')).work((work) => work.outbox.add(entry('theirs'), new Date()));
  await close();
  setVersion('work.db', (newest) => newest + 10);
  await open();
  await close();
  notices = [];
  await open(otherKey);
  expect(new Set(codes())).toEqual(new Set(['files.keyLost']));
  expect(aside()).toEqual([]);
  expect(readdirSync(folder).some((one) => one.startsWith('work.db.locked-newer-1.4.0-2026'))).toBe(true);
  notices = [];
  await open(otherKey);
  expect(notices).toEqual([]);
});

test('what another key has locked lies there for 90 days, and then nobody waits for it any more', async () => {
  await bring(await open(), [modelCustomer(1)]);
  await open(otherKey);
  const locked = () => readdirSync(folder).filter((name) => name.includes('.locked-'));
  expect(locked().filter((name) => name.startsWith('cache.db'))).not.toEqual([]);
  now = '2026-05-30T08:00:00.000Z';
  expect((await open(otherKey)).isSomeAside()).toBe(true);
  now = '2026-06-01T08:00:00.000Z';
  expect((await open(otherKey)).isSomeAside()).toBe(false);
  expect(locked()).toEqual([]);
});

test('a damaged file and a copy from before a newer shape lie there for 90 days; what a newer program wrote, until it comes back', async () => {
  (await open(testKey, inlineWriter, '1.4.0')).work((work) => work.outbox.add(entry('theirs'), new Date()));
  await close();
  setVersion('work.db', (newest) => newest + 10);
  await open();
  await close();
  writeFileSync(at('work.db.before-40'), '');
  utimesSync(at('work.db.before-40'), new Date(now), new Date(now));
  writeFileSync(at('cache.db.damaged-2026-03-02T08-00-00-000Z'), '');
  const [newer = ''] = aside();
  const lying = () => readdirSync(folder).filter((name) => /^(?:work|cache)\.db\.(?!newer.*-(?:wal|shm)$)/.test(name));
  await open();
  expect(lying().sort()).toEqual(['cache.db.damaged-2026-03-02T08-00-00-000Z', 'work.db.before-40', newer]);
  now = '2027-03-02T08:00:00.000Z';
  await open();
  expect(lying()).toEqual([newer]);
});

test('a cache of a newer program is begun anew, and nobody has to know', async () => {
  await bring(await open(), [modelCustomer(1)]);
  await close();
  const db = openDb({ file: at('cache.db'), key: testKey, synchronous: 'NORMAL', log: silentLog });
  db.exec('PRAGMA user_version = 9999');
  db.close();
  const opened = await open();
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(0);
  await bring(opened, [modelCustomer(1)]);
  expect(opened.cache((cache) => cache.portfolios.customers())).toBe(1);
  expect(notices).toEqual([]);
});

test('a full disk: writing says so, reading goes on, and writing works again when there is room', async () => {
  const opened = await open();
  opened.work((work) => work.outbox.add(entry('a'), new Date()));
  const limit = (pages: number) => opened.readWork((work) => work.db.pragma(`max_page_count = ${pages}`));
  limit(Number(opened.readWork((work) => work.db.pragma('page_count'))));
  const fill = () => opened.work((work) => work.outbox.add(entry('x'.repeat(100_000)), new Date()));
  expect(fill).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'files.diskFull' }) }));
  expect(codes()).toEqual(['files.diskFull']);
  expect(entries(opened)).toEqual(['a']);
  limit(1_000_000);
  fill();
  expect(entries(opened)).toHaveLength(2);
});

test('a transaction that fails leaves nothing behind', async () => {
  const opened = await open();
  const id = interactionIdSchema.parse(ulid());
  expect(() =>
    opened.work((work) => {
      work.interactions.saveDraft(id, emptyDraft);
      work.outbox.add(entry('a'), new Date());
      throw new Error('in the middle');
    }),
  ).toThrow('in the middle');
  expect(entries(opened)).toEqual([]);
});
