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
/** As the machine's oscillator has it, since it was switched on. */
let steady: number;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  db = await openMemoryDatabase();
  await sql`reset role`.execute(db.query);
  await sql`create schema wrong`.execute(db.query);
  await setTo('2026-03-02T09:00:00.000Z');
  await sql`create function wrong.clock_timestamp() returns timestamptz language sql
    as $$ select at from wrong.clock $$`.execute(db.query);
  await sql`set search_path = wrong, pg_catalog, public`.execute(db.query);
  told = [];
  steady = 5_000;
  clock = await keepHouseClock(
    db,
    (byMs) => told.push(byMs),
    () => steady,
  );
});
afterEach(async () => {
  await clock.stop();
  await db.close();
  vi.useRealTimers();
});

async function setTo(at: string): Promise<void> {
  await sql`create table if not exists wrong.clock (at timestamptz)`.execute(db.query);
  await sql`delete from wrong.clock`.execute(db.query);
  await sql`insert into wrong.clock values (${at})`.execute(db.query);
}
const pass = (ms: number) => {
  steady += ms;
  vi.advanceTimersByTime(ms);
};
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
