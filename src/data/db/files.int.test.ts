// The files on the disk: what every opening sets, and what happens when one is damaged, locked, newer, or has no room.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failure } from '#shared/contract/failure';
import { interactionIdSchema } from '#shared/model/ids';
import { emptyDraft } from '#shared/model/interaction';
import { testKey } from '#test/support/dataProcess';
import { modelCustomer } from '#test/support/modelBackend';
import { silentLog } from '../log.ts';
import { openDb } from './driver.ts';
import { type Files, openFiles } from './files.ts';
import { migrate } from './migrate.ts';
import { work0010 } from './migrations/work0010.ts';
import type { OutboxKind } from './outboxTable.ts';
import { workSchema } from './schemas.ts';

let folder: string;
let files: Files | null = null;
let notices: Failure[] = [];
let cacheLost = 0;
const otherKey = 'f'.repeat(64);
const canary = 'Sempronio Canarino';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-files-'));
  notices = [];
  cacheLost = 0;
});
afterEach(() => {
  files?.close();
  files = null;
  rmSync(folder, { recursive: true, force: true });
});

function open(key = testKey): Files {
  files?.close();
  files = openFiles({
    folder,
    key,
    now: () => new Date('2026-03-02T08:00:00.000Z'),
    log: silentLog,
    onNotice: (notice) => notices.push(notice),
    onWritten: () => {},
    onCacheLost: () => {
      cacheLost += 1;
    },
  });
  return files;
}

function close(): void {
  files?.close();
  files = null;
}

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

test('what every opening sets: full synchronisation for work, normal for the cache, and the rest', () => {
  for (const round of ['made', 'opened again']) {
    const opened = open();
    opened.work((work) => work.outbox.add(entry(round), new Date()));
    const settings = (pragma: string) => opened.readWork((work) => work.db.pragma(pragma));
    expect([settings('synchronous'), settings('journal_mode'), settings('trusted_schema')]).toEqual([2, 'wal', 0]);
    expect([settings('cell_size_check'), settings('temp_store'), settings('foreign_keys')]).toEqual([1, 2, 1]);
  }
});

test('nothing readable reaches the disk', () => {
  const opened = open();
  opened.cache((cache) => cache.customers.put(modelCustomer(1, { name: canary })));
  opened.work((work) => work.outbox.add(entry(canary), new Date()));
  const names = readdirSync(folder);
  expect(names).toContain('work.db-wal');
  for (const name of names) expect(readFileSync(at(name)).includes('Canarino'), name).toBe(false);
});

test('another key: the files are kept aside, the agent is told, and work goes on with new ones', () => {
  open().work((work) => work.outbox.add(entry('a'), new Date()));
  const opened = open(otherKey);
  expect(entries(opened)).toEqual([]);
  expect(new Set(codes())).toEqual(new Set(['files.keyLost']));
  expect(readdirSync(folder).filter((name) => name.startsWith('work.db.locked-2026'))).not.toEqual([]);
  opened.work((work) => work.outbox.add(entry('b'), new Date()));
  notices = [];
  expect(entries(open(otherKey))).toEqual(['b']);
  expect(notices).toEqual([]);
});

test('a damaged cache is set aside and an empty one takes its place', () => {
  open().cache((cache) => cache.customers.put(modelCustomer(1)));
  close();
  damage('cache.db', () => [0]);
  const opened = open();
  expect(codes()).toEqual(['files.damaged']);
  expect(opened.cache((cache) => cache.customers.count())).toBe(0);
  expect(readdirSync(folder).some((name) => name.startsWith('cache.db.damaged-2026'))).toBe(true);
});

test('damage that shows only while reading: the read fails, the next one has an empty cache to fill', () => {
  open().cache((cache) =>
    cache.transact(() => {
      for (let n = 0; n < 2_000; n += 1) cache.customers.put(modelCustomer(n));
    }),
  );
  close();
  damage('cache.db', (count) => Array.from({ length: count - 40 }, (_none, page) => page + 40));
  const opened = open();
  const readAll = () => {
    for (let n = 0; n < 2_000; n += 1) opened.cache((cache) => cache.customers.byNumber(`+39000000${1000 + n}`));
  };
  expect(readAll).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'files.damaged' }) }));
  expect(cacheLost).toBe(1);
  expect(opened.cache((cache) => cache.customers.count())).toBe(0);
});

test('of a damaged work file every row that can be read is recovered, and the agent is told', () => {
  const opened = open();
  const notes = Array.from({ length: 400 }, (_none, n) => `note ${n} ${'x'.repeat(300)}`);
  opened.work((work) => {
    for (const note of notes) work.outbox.add(entry(note), new Date());
  });
  close();
  damage('work.db', (count) => [Math.floor(count / 2)]);
  const recovered = entries(open());
  expect(codes()).toEqual(['files.damaged']);
  expect(recovered.length).toBeGreaterThan(350);
  expect(notes).toEqual(expect.arrayContaining(recovered));
  notices = [];
  expect(entries(open())).toEqual(recovered);
  expect(notices).toEqual([]);
});

test('a work file whose first page is gone is set aside whole; a new one begins', () => {
  open().work((work) => work.outbox.add(entry('a'), new Date()));
  close();
  damage('work.db', () => [0]);
  expect(entries(open())).toEqual([]);
  expect(codes()).toEqual(['files.damaged']);
});

test('a write-ahead log that was cut short gives what was written up to the cut', () => {
  const opened = open();
  for (const note of ['a', 'b', 'c']) opened.work((work) => work.outbox.add(entry(note), new Date()));
  for (const part of ['', '-wal']) copyFileSync(at(`work.db${part}`), at(`copy.db${part}`));
  close();
  copyFileSync(at('copy.db'), at('work.db'));
  const log = readFileSync(at('copy.db-wal'));
  writeFileSync(at('work.db-wal'), log.subarray(0, log.length - 2_000));
  expect(['a,b', 'a,b,c']).toContain(entries(open()).join(','));
  expect(notices).toEqual([]);
});

test('a work file of an earlier program: every entry stays, in its order, and entries of new kinds are taken', () => {
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
  const opened = open();
  expect(opened.readWork((work) => work.outbox.heads('A'))).toMatchObject([
    { seq: 3, target: 'third', attempts: 3 },
    { seq: 7, target: 'seventh', attempts: 3 },
  ]);
  expect(opened.readWork((work) => work.outbox.counts('A'))).toEqual({ waiting: 2, setAside: 1 });
  opened.work((work) => work.outbox.add({ ...entry('new'), kind: 'ofALaterProgram' as OutboxKind }, new Date()));
  expect(entries(opened)).toEqual(['third', 'seventh', 'new']);
  expect(existsSync(at('work.db.before-20'))).toBe(true);
});

test('a file of a newer program is refused and left as it is', () => {
  open();
  close();
  const db = openDb({ file: at('work.db'), key: testKey, synchronous: 'FULL', log: silentLog });
  db.exec('PRAGMA user_version = 99999');
  db.close();
  expect(() => open()).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'files.newer' }) }));
  expect(existsSync(at('work.db'))).toBe(true);
});

test('a full disk: writing says so, reading goes on, and writing works again when there is room', () => {
  const opened = open();
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

test('a transaction that fails leaves nothing behind', () => {
  const opened = open();
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
