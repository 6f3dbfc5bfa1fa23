import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedTorture, startFeedTorture } from '../support/feedTorture.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { rounds } from '../support/rounds.ts';

let postgres: Postgres;
let torture: FeedTorture;
beforeAll(async () => {
  postgres = await startPostgres();
  torture = await startFeedTorture(postgres.url);
});
afterAll(async () => {
  await torture.stop();
  await postgres.stop();
});

const count = rounds({ short: 25, long: 1_000 });

test(`in ${count} rounds of writers in each other’s way no reader misses anything`, {
  timeout: count * 4_000,
}, async () => {
  const first = Number(process.env.CORNETTA_SEED ?? Date.now() % 1_000_000);
  for (let round = 0; round < count; round += 1) await torture.round(first + round);
  // It was not nothing: all that can happen has happened.
  for (const [deed, times] of Object.entries(torture.done)) expect(times, deed).toBeGreaterThan(count / 5);
});
