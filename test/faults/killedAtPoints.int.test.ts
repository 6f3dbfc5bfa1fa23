// The data process is killed at each point at which it matters: before and after each commit, between an answer and the commit of what it says,
// in the middle of a segment, between a rename and what follows it, before a piece of a file is on the disk. Whatever the point: nothing is lost,
// nothing comes twice, and both sides end equal.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { bytesOf } from '#server/repositories/attachments';
import { must } from '#shared/lib/must';
import { seeded } from '#shared/lib/seeded';
import { type Backend, startBackend } from '../support/backend.ts';
import { checkDay } from '../support/dayAfter.ts';
import type { KilledDay } from '../support/killedDay.ts';
import { rounds } from '../support/rounds.ts';
import { prepareShortDays, type ShortDay, shortDay } from '../support/shortDay.ts';

const preload = fileURLToPath(import.meta.resolve('../support/deathPoint.ts'));
/** Of all points, and how often each is passed. */
const kills = rounds({ short: 12, long: 1_000 });

let backend: Backend;
beforeAll(async () => {
  const segments = { hours: 24, drift: 0.05, customers: 40, recentCustomers: 10, recentDays: 30 };
  backend = await startBackend({ customers: 120, config: { segments } });
  await prepareShortDays(backend);
});
afterAll(() => backend.stop());

const notes = new Map<string, string>();
const preferences = new Map<Parameters<KilledDay['preferences']['get']>[0], string[]>();
let nth = 0;

/** One day, and what has to be true after it. */
async function day(env: Readonly<Record<string, string>>): Promise<ShortDay> {
  nth += 1;
  // A case has room for so many files only.
  await seenBy(backend.deps.db.query, house, (tx) => tx.deleteFrom('attachments').execute());
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-points-'));
  const done = await shortDay(backend, folder, nth, { file: preload, env });
  for (const [id, note] of done.notes) notes.set(id, note);
  for (const [id, typed] of done.preferences) preferences.set(id, [...(preferences.get(id) ?? []), ...typed]);
  await fileArrived(done);
  await checkDay({ ...done, notes, preferences }, folder, backend.deps.db, [
    /^attachments\//,
    /^work\.db\.before-\d+$/,
  ]);
  await noteArrived(done);
  rmSync(folder, { recursive: true, force: true });
  return done;
}

async function noteArrived({ note }: ShortDay): Promise<void> {
  const found = await seenBy(backend.deps.db.query, house, (tx) =>
    tx.selectFrom('notes').select('customer_id').where('text', '=', note.text).execute(),
  );
  expect(found).toEqual([{ customer_id: note.customerId }]);
}

async function fileArrived({ file }: ShortDay): Promise<void> {
  if (file === null) return;
  const { query } = backend.deps.db;
  const found = await seenBy(query, house, (tx) =>
    tx.selectFrom('attachments').select(['id', 'state']).where('name', '=', file.name).execute(),
  );
  expect(found).toHaveLength(1);
  const hash = createHash('sha256');
  for await (const piece of bytesOf(query, house, must(found[0], 'the file').id, null)) hash.update(piece);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(file.bytes).digest('hex'));
}

test('wherever it is killed, the next one goes on, and in the evening all is as it has to be', {
  timeout: 3_600_000,
}, async () => {
  const log = join(mkdtempSync(join(tmpdir(), 'cornetta-points-')), 'points');
  expect((await day({ DEATH_LOG: log })).died).toBe(false);
  const passed = new Map<string, number>();
  for (const name of readFileSync(log, 'utf8').trim().split('\n')) passed.set(name, (passed.get(name) ?? 0) + 1);
  const names = [...passed.keys()];
  for (const named of [
    ...['work.db: before the commit', 'work.db: after the commit', 'cache.db: begun', 'cache.db: before the commit'],
    ...['cache.db: after the commit', 'cache-next.db: before the commit', 'cache-next.db: before renameSync'],
    ...['cache-next.db: after renameSync', 'key.check.new: before renameSync', 'a file of a case: before sync'],
    ...['a file of a case: after write', 'GET v1/sync/changes: answered', 'GET v1/sync/segments: answered'],
    ...['POST v1/interactions: answered', 'POST v1/notes: answered', 'PATCH v1/customers/…: answered'],
    'POST v1/attachments: answered',
  ])
    expect(names).toContain(named);

  // Each point by itself, the first and the last time it is passed and once between; in the short form some of them, others each time.
  const all = names.flatMap((name) => {
    const times = must(passed.get(name), name);
    return [...new Set([1, Math.ceil(times / 2), times])].map((time) => ({ name, time }));
  });
  const seed = Number(process.env.CORNETTA_SEED ?? Date.now() % 1_000_000);
  const random = seeded(seed);
  const chosen = all
    .map((point) => ({ ...point, place: random() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, kills);
  console.log(`CORNETTA_SEED=${seed}: ${chosen.length} of ${all.length} points`);
  let died = 0;
  for (const { name, time } of chosen) {
    const done = await day({ DEATH_POINT: name, DEATH_NTH: String(time) }).catch((error: unknown) => {
      throw new Error(`killed at "${name}", time ${time}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    });
    if (done.died) died += 1;
  }
  // How often a point is passed differs a little from day to day.
  expect(died).toBeGreaterThan(chosen.length * 0.8);
});
