// The data process and its writing thread are killed at random moments of a working day, on a bad network, while others work at the backend:
// nothing is lost, nothing is doubled, and both sides end equal.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from '../support/backend.ts';
import { startColleagues } from '../support/colleagues.ts';
import { checkDay } from '../support/dayAfter.ts';
import { startFaultyProxy } from '../support/faultyProxy.ts';
import { killedDay, theirCodes } from '../support/killedDay.ts';
import { rounds } from '../support/rounds.ts';

const kills = rounds({ short: 12, long: 50 });

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());

test('killed in the middle of the work, again and again: every note once, every edit kept', async () => {
  const seed = Number(process.env.CORNETTA_SEED ?? Date.now() % 1_000_000);
  console.log(`CORNETTA_SEED=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-faults-'));
  const way = await startFaultyProxy({ target: () => backend.url, seed });
  const colleagues = await startColleagues(backend.deps.db, 'giulia', theirCodes);
  const day = await killedDay({ folder, backendUrl: way.url, seed, kills, meanwhile: colleagues.act });
  way.calm();
  await checkDay(day, folder, backend.deps.db);
  // It was a bad network.
  expect(Object.values(way.met).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(kills / 2);
  await way.stop();
});
