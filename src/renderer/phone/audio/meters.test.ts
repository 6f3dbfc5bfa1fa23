import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Levels } from '#shared/contract/deskPhone';
import { type FakeDevices, fakeDevices } from '#test/support/fakeDevices';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createMeters, type Meters } from './meters.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

let devices: FakeDevices;
let clock: PhoneClock;
let told: Levels[];
let meters: Meters;

beforeEach(() => {
  devices = fakeDevices();
  devices.plug('Cuffia');
  clock = createPhoneClock();
  told = [];
  meters = createMeters({
    clock,
    createStreamMeter: (stream) => ({
      level: () => (stream.getTracks()[0]?.readyState === 'live' ? 0.3 : 0),
      peak: () => 0,
      stop: () => undefined,
    }),
    borrowMicrophone: () => devices.media.getUserMedia({ audio: true }),
    voiceLevel: () => 0.6,
    onLevels: (levels) => told.push(levels),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('the levels', () => {
  it('are told twelve times a second while somebody looks, and the microphone is let go afterwards', async () => {
    const looking = new AbortController();
    const shown = meters.show(looking.signal);
    await settled();
    clock.pass(1_000);
    expect(told).toHaveLength(12);
    expect(told.at(-1)).toEqual({ microphone: 0.3, voice: 0.6 });
    expect(devices.open()).toEqual(['cuffia-in']);
    looking.abort();
    await shown;
    clock.pass(1_000);
    expect(told).toHaveLength(12);
    expect(devices.open()).toEqual([]);
  });

  it('go on without a microphone, and follow it to another', async () => {
    devices.permit(false);
    const looking = new AbortController();
    const shown = meters.show(looking.signal);
    await settled();
    clock.pass(100);
    expect(told.at(-1)).toEqual({ microphone: null, voice: 0.6 });
    devices.permit(true);
    meters.renew();
    await settled();
    clock.pass(100);
    expect(told.at(-1)?.microphone).toBe(0.3);
    looking.abort();
    await shown;
  });

  it('leave no microphone open when whoever looked has gone before it came', async () => {
    const looking = new AbortController();
    const shown = meters.show(looking.signal);
    looking.abort();
    await shown;
    await settled();
    expect(devices.open()).toEqual([]);
    await meters.show(looking.signal);
    expect(told).toEqual([]);
  });
});
