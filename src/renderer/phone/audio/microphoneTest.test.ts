import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/contract/failure';
import { type FakeDevices, fakeDevices } from '#test/support/fakeDevices';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createMicrophoneTest } from './microphoneTest.ts';

const settled = async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((done) => setImmediate(done));
};

let devices: FakeDevices;
let clock: PhoneClock;
let stages: string[];
let player: EventTarget & { play(): Promise<void>; pause(): void };
let hasSpeaker: boolean;
let test: () => Promise<void>;

beforeEach(() => {
  devices = fakeDevices();
  devices.plug('Cuffia');
  clock = createPhoneClock();
  stages = [];
  hasSpeaker = true;
  player = Object.assign(new EventTarget(), { play: async () => undefined, pause: () => undefined });
  test = createMicrophoneTest({
    clock,
    record: () => ({ stop: async () => new Blob(['heard']) }),
    borrowMicrophone: () => devices.media.getUserMedia({ audio: true }),
    async createPlayer() {
      if (!hasSpeaker) throw failure('speaker.refused', 'device');
      return player as unknown as HTMLAudioElement;
    },
    onStage: (stage) => stages.push(stage),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('the test of the microphone', () => {
  it('records three seconds, lets the microphone go, and plays them', async () => {
    const done = test();
    await settled();
    expect([stages, devices.open()]).toEqual([['recording'], ['cuffia-in']]);
    clock.pass(3_000);
    await settled();
    expect([stages, devices.open()]).toEqual([['recording', 'playing'], []]);
    player.dispatchEvent(new Event('ended'));
    await done;
    expect(stages).toEqual(['recording', 'playing', 'idle']);
  });

  it('ends even if the speaker never does', async () => {
    const done = test();
    await settled();
    clock.pass(3_000);
    await settled();
    clock.pass(5_000);
    await done;
    expect(stages.at(-1)).toBe('idle');
  });

  it('is one at a time', async () => {
    const first = test();
    expect(test()).toBe(first);
    await settled();
    expect(devices.open()).toHaveLength(1);
    clock.pass(3_000);
    await settled();
    player.dispatchEvent(new Event('ended'));
    await first;
  });

  it('says which of the two failed, and leaves nothing open', async () => {
    hasSpeaker = false;
    const done = test();
    await settled();
    clock.pass(3_000);
    await expect(done).rejects.toThrow('speaker.refused');
    expect([stages.at(-1), devices.open()]).toEqual(['idle', []]);
    devices.permit(false);
    await expect(test()).rejects.toThrow('as the browser says it');
  });
});
