import { beforeEach, expect, it } from 'vitest';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createHoming } from './homing.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

let clock: PhoneClock;
let line: { away: boolean; idle: boolean; homeTakesUs: boolean; tried: number };
let stop: () => void;
beforeEach(() => {
  clock = createPhoneClock();
  line = { away: true, idle: true, homeTakesUs: false, tried: 0 };
  stop = createHoming({
    isAway: () => line.away,
    isIdle: () => line.idle,
    async goHome() {
      line.tried += 1;
      line.away = !line.homeTakesUs;
      return line.homeTakesUs;
    },
    clock,
  });
});

async function pass(minutes: number): Promise<void> {
  for (let second = 0; second < minutes * 60; second += 5) {
    clock.pass(5_000);
    await settled();
  }
}

it('the preferred server is tried again while the line goes over another, ever less often', async () => {
  await pass(1);
  expect(line.tried).toBe(2);
  await pass(9);
  expect(line.tried).toBe(5);
  line.homeTakesUs = true;
  await pass(5);
  expect(line.away).toBe(false);
  await pass(60);
  expect(line.tried).toBe(6);
});

it('it is not tried during a call, and soon after it', async () => {
  line.idle = false;
  line.homeTakesUs = true;
  await pass(30);
  expect(line.tried).toBe(0);
  line.idle = true;
  await pass(1);
  expect(line.away).toBe(false);
});

it('it is not tried any more once the line has been given up', async () => {
  stop();
  await pass(10);
  expect(line.tried).toBe(0);
});
