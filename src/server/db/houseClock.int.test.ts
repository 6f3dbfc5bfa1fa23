// The house's clock is the database's, whatever the machine says. The database's own clock is set by a function that stands before the real one.
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openMemoryDatabase } from '#test/support/memoryDatabase';
import { untilHolds } from '#test/support/until';
import type { Db } from './db.ts';
import { type HouseClock, keepHouseClock } from './houseClock.ts';

const hourMs = 3_600_000;
const lookEveryMs = 10_000;

let db: Db;
let clock: HouseClock;
let told: number[];
/** As the machine's oscillator has it, since it was switched on: it stands still while the machine sleeps. */
let steady: number;
/** As somebody has set the machine's clock: it is wrong by years, and goes on while the machine sleeps. */
let wall: number;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  db = await openMemoryDatabase();
  await sql`reset role`.execute(db.query);
  await sql`create schema wrong`.execute(db.query);
  await sql`create table wrong.clock as select timestamptz '2026-03-02T09:00:00.000Z' as at`.execute(db.query);
  await sql`create function wrong.clock_timestamp() returns timestamptz language sql
    as $$ select at from wrong.clock $$`.execute(db.query);
  await sql`set search_path = wrong, pg_catalog, public`.execute(db.query);
  told = [];
  steady = 5_000;
  wall = Date.parse('2019-07-01T00:00:00.000Z');
  clock = await keepHouseClock(db, (byMs) => told.push(byMs), { steady: () => steady, wall: () => wall });
});
afterEach(async () => {
  await clock.stop();
  await db.close();
  vi.useRealTimers();
});

const setTo = (at: string) => sql`update wrong.clock set at = ${at}`.execute(db.query);
const pass = (ms: number) => {
  steady += ms;
  wall += ms;
  vi.advanceTimersByTime(ms);
};
/** The machine sleeps until it is that time by the database's clock. */
async function sleepUntil(at: string): Promise<void> {
  wall += Date.parse(at) - clock.now().getTime();
  await setTo(at);
}
const says = () => clock.now().toISOString();

test('it begins with what the database says, and goes on with the time that passes', () => {
  expect(says()).toBe('2026-03-02T09:00:00.000Z');
  steady += hourMs;
  expect(says()).toBe('2026-03-02T10:00:00.000Z');
});

test.each([
  ['an hour ahead', '2026-03-02T10:00:10.000Z', hourMs],
  ['a day back', '2026-03-01T09:00:10.000Z', -24 * hourMs],
])('where the database’s clock is set %s, it follows within ten seconds, and that is told', async (_, at, byMs) => {
  await setTo(at);
  pass(lookEveryMs);
  await untilHolds(() => expect(says()).toBe(at));
  expect(told).toEqual([byMs]);
});

test('a clock that is put right by a moment is followed, and nobody is told', async () => {
  await setTo('2026-03-02T09:00:10.250Z');
  pass(lookEveryMs);
  await untilHolds(() => expect(says()).toBe('2026-03-02T09:00:10.250Z'));
  expect(told).toEqual([]);
});

test('while the database does not answer, time passes', async () => {
  await sql`drop table wrong.clock`.execute(db.query);
  pass(lookEveryMs);
  pass(lookEveryMs);
  expect(says()).toBe('2026-03-02T09:00:20.000Z');
});

test('a machine that has slept knows by its first second how late it is', async () => {
  await sleepUntil('2026-03-02T17:00:00.000Z');
  await setTo('2026-03-02T17:00:01.000Z');
  pass(1_000);
  await untilHolds(() => expect(says()).toBe('2026-03-02T17:00:01.000Z'));
});

test('whoever comes before that waits until it is known', async () => {
  await sleepUntil('2026-03-02T17:00:00.000Z');
  await clock.settled();
  expect(says()).toBe('2026-03-02T17:00:00.000Z');
  // It is asked once, and not by everybody who comes.
  await setTo('2026-03-02T18:00:00.000Z');
  await clock.settled();
  expect(says()).toBe('2026-03-02T17:00:00.000Z');
});

test('a machine that falls asleep while it asks is not taken in by the answer of before', async () => {
  const before = clock.settled();
  wall += 2_000;
  const asking = clock.settled();
  await Promise.all([before, asking, sleepUntil('2026-03-02T17:00:00.000Z')]);
  await clock.settled();
  expect(says()).toBe('2026-03-02T17:00:00.000Z');
});

test('a machine whose own clock is set knows the time as before', async () => {
  wall += 24 * hourMs;
  await clock.settled();
  expect(says()).toBe('2026-03-02T09:00:00.000Z');
  expect(told).toEqual([]);
});

test('nobody waits for a database that is away after a sleep', async () => {
  await sleepUntil('2026-03-02T17:00:00.000Z');
  await sql`drop table wrong.clock`.execute(db.query);
  await clock.settled();
  expect(says()).toBe('2026-03-02T09:00:00.000Z');
});
