// Killed while files are made, or brought to this program's shape: before each statement of it, in each file, from each earlier shape.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failure } from '#shared/contract/failure';
import { testKey } from '#test/support/dataProcess';
import { openProfile } from '#test/support/profileFiles';
import { rounds } from '#test/support/rounds';
import { openWatched } from '#test/support/watchedOpening';
import { silentLog } from '../log.ts';
import { openDb } from './driver.ts';
import { migrate } from './migrate.ts';
import { cacheSchema, workSchema } from './schemas.ts';

const program = fileURLToPath(import.meta.resolve('#test/support/mortalOpening'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string) => openDb({ file, key: testKey, synchronous: 'FULL', log: silentLog });

/** A program of its own, which is killed before that statement. */
function die(where: string, statement: number): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, where, String(statement)], (error, _stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve();
      else reject(new Error(`it was not killed: ${stderr}`));
    });
  });
}

const versions = workSchema.migrations.map(({ version }) => version);
const newest = Math.max(...versions);

/** What an agent has written, in the tables that every shape has had. */
const written = ['first', 'second', 'third'];

function workOf(where: string, version: number): void {
  const db = open(join(where, 'work.db'));
  migrate(db, { ...workSchema, migrations: workSchema.migrations.filter((step) => step.version <= version) });
  const add = db.query(
    'test.add',
    `INSERT INTO outbox (id, agent_id, kind, target, body, state, created_at) VALUES (?, 'A', 'interaction', ?, '{}', 'waiting', '2026-03-01')`,
  );
  for (const target of written) add.run(target, target);
  db.close();
}

function cacheOfEarlier(where: string): void {
  const db = open(join(where, 'cache.db'));
  db.exec(`CREATE TABLE customer (name TEXT) STRICT;
    PRAGMA application_id = ${cacheSchema.applicationId}; PRAGMA user_version = 10`);
  db.close();
}

function targetsIn(file: string): readonly unknown[] {
  const db = open(file);
  try {
    expect(db.pragma('integrity_check')).toBe('ok');
    return db
      .query<{ target: string }>('test.targets', 'SELECT target FROM outbox ORDER BY seq')
      .all()
      .map(({ target }) => target);
  } finally {
    db.close();
  }
}

/** Opens it as the next start does: nothing to be told, nothing set aside, all that was written there. */
async function opensWhole(where: string, expected: readonly string[]): Promise<void> {
  const notices: Failure[] = [];
  const files = openProfile(where, { onNotice: (notice) => notices.push(notice) });
  expect(notices).toEqual([]);
  expect(files.readWork((work) => work.outbox.heads('A')).map(({ target }) => target)).toEqual(expected);
  expect(files.readWork((work) => work.db.pragma('user_version'))).toBe(newest);
  expect(files.cache((cache) => cache.portfolios.customers())).toBe(0);
  expect(await files.write('standing', { target: 'cache' })).toMatchObject({ owner: null });
  await files.close();
  expect(readdirSync(where).filter((name) => /damaged|locked/.test(name))).toEqual([]);
}

async function holdsAfter(where: string, version: number | null): Promise<void> {
  const expected = version === null ? [] : written;
  const after = versions.filter((step) => version !== null && step > version);
  if (version !== null) {
    const db = open(join(where, 'work.db'));
    const found = db.pragma('user_version');
    db.close();
    expect([version, ...after]).toContain(found);
    expect(targetsIn(join(where, 'work.db'))).toEqual(written);
    // What was kept before the first step that is through.
    if (found !== version) expect(targetsIn(join(where, `work.db.before-${after[0]}`))).toEqual(written);
  }
  await opensWhole(where, expected);
  for (const step of after) expect(targetsIn(join(where, `work.db.before-${step}`))).toEqual(written);
}

const shapes: readonly (readonly [string, number | null])[] = [
  ['no files at all', null],
  ...versions
    .filter((version) => version < newest)
    .map((version) => [`a work file of step ${version}`, version] as const),
];

test.each(shapes)(
  'killed before any statement, from %s: the next start finds all of before or all of after',
  { timeout: 600_000 },
  async (_name, version) => {
    const from = join(folder, 'from');
    mkdirSync(from);
    if (version !== null) {
      workOf(from, version);
      cacheOfEarlier(from);
    }
    const copyOf = (name: string, source = from): string => {
      const copy = join(folder, name);
      cpSync(source, copy, { recursive: true });
      return copy;
    };
    // Whoever is killed leaves the files as they are in that moment: what lies there then is copied.
    const whole = copyOf('whole');
    const count = await openWatched(whole, (statement) => void copyOf(`seen ${statement}`, whole));
    expect(count).toBeGreaterThan(20);
    for (let statement = 0; statement < count; statement += 1)
      await holdsAfter(join(folder, `seen ${statement}`), version);

    const killed = rounds({ short: 2, long: count });
    for (let nth = 0; nth < killed; nth += 1) {
      const where = copyOf(`killed ${nth}`);
      await die(where, Math.floor(((nth + 0.5) * count) / killed));
      await holdsAfter(where, version);
    }
  },
);
