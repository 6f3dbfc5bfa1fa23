import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import { createWeather } from './weather.ts';

test('in fine weather everything arrives at once', () => {
  const weather = createWeather({ clock: createVirtualClock(), random: () => 0 });
  const arrived: string[] = [];
  weather.carrySound(() => arrived.push('sound'));
  weather.signalLine()(() => arrived.push('signal'));
  expect(arrived).toEqual(['sound', 'signal']);
});

test('signalling keeps its order whatever the latency does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 300 })), { maxLength: 40 }),
      (steps) => {
        const clock = createVirtualClock();
        const weather = createWeather({ clock, random: () => 0 });
        const line = weather.signalLine();
        const arrived: number[] = [];
        steps.forEach(([latencyMs, pause], index) => {
          weather.set({ latencyMs });
          line(() => arrived.push(index));
          clock.pass(pause);
        });
        clock.pass(1_000);
        expect(arrived).toEqual(steps.map((_, index) => index));
      },
    ),
  );
});

test('sound is late and lost as the weather says', () => {
  const clock = createVirtualClock();
  let chance = 0;
  const weather = createWeather({ clock, random: () => chance });
  weather.set({ latencyMs: 100, jitterMs: 50, lossPercent: 10 });
  const arrived: number[] = [];
  chance = 0.05;
  weather.carrySound(() => arrived.push(clock.now()));
  chance = 0.5;
  weather.carrySound(() => arrived.push(clock.now()));
  clock.pass(200);
  expect(arrived).toEqual([125]);
});

test('a deaf switchboard loses what comes meanwhile and hears again afterwards', () => {
  const clock = createVirtualClock();
  const weather = createWeather({ clock, random: () => 0 });
  const arrived: string[] = [];
  const line = weather.signalLine();
  weather.deafFor(3);
  line(() => arrived.push('during'));
  weather.carrySound(() => arrived.push('during'));
  clock.pass(3_000);
  line(() => arrived.push('after'));
  expect(arrived).toEqual(['after']);
  weather.deafFor(60);
  weather.clear();
  expect(weather.isDeaf()).toBe(false);
});
