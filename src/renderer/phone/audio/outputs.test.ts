import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallId } from '#shared/model/ids';
import { type FakeDevices, fakeDevices } from '#test/support/fakeDevices';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createVoices, type Voices } from './outputs.ts';
import type { VoicePath } from './voicePath.ts';

const callId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId;
const other = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0C' as CallId;

let devices: FakeDevices;
let clock: PhoneClock;
let problems: string[];
let runs: boolean;
let inPath: Set<CallId>;
let paths: ('open' | 'closed')[];
let sink: string;
let change: () => void;

function startVoices(createPath?: () => VoicePath): Voices {
  return createVoices({
    clock,
    createPath:
      createPath ??
      ((sinkId, onRunsChange) => {
        paths.push('open');
        sink = sinkId;
        change = onRunsChange;
        const mine = paths.length - 1;
        return {
          runs: () => runs,
          add: (id) => void inPath.add(id),
          remove: (id) => void inPath.delete(id),
          async use(nextSinkId) {
            sink = nextSinkId;
          },
          level: () => 0.4,
          peak: (id) => (id === callId ? 0.5 : 0),
          close: () => {
            paths[mine] = 'closed';
          },
        };
      }),
    onProblem: (problem) => problems.push(problem),
  });
}

const aVoice = () => new MediaStream([]);
const heardBeside = () => devices.players.map(({ muted }) => !muted);

beforeEach(() => {
  devices = fakeDevices();
  devices.plug('Cuffia');
  clock = createPhoneClock();
  problems = [];
  runs = true;
  inPath = new Set();
  paths = [];
  sink = '';
});
afterEach(() => vi.unstubAllGlobals());

describe('the voice of a caller', () => {
  it('is heard through the limiter alone', () => {
    const voices = startVoices();
    voices.play(callId, aVoice());
    voices.play(other, aVoice());
    expect([...inPath]).toEqual([callId, other]);
    expect(heardBeside()).toEqual([false, false]);
    voices.stop(other);
    expect([...inPath]).toEqual([callId]);
  });

  it('has a way of its own from the first voice to the last: what it has used goes with it', () => {
    const voices = startVoices();
    voices.play(callId, aVoice());
    voices.play(other, aVoice());
    voices.stop(callId);
    expect(paths).toEqual(['open']);
    voices.stop(other);
    expect(paths).toEqual(['closed']);
    voices.stop(other);
    voices.play(callId, aVoice());
    expect(paths).toEqual(['closed', 'open']);
    expect(heardBeside().at(-1)).toBe(false);
  });

  it('is heard as it comes where there is no limiter to be had', () => {
    const voices = startVoices(() => {
      throw new Error('no sound system');
    });
    voices.play(callId, aVoice());
    expect(heardBeside()).toEqual([true]);
    expect(problems).toEqual(['no voice path: Error: no sound system']);
    voices.play(other, aVoice());
    expect(heardBeside()).toEqual([true, true]);
    expect(problems).toHaveLength(1);
  });

  it('is heard as it comes once the limiter has had its time to wake up, until it runs', () => {
    runs = false;
    const voices = startVoices();
    voices.play(callId, aVoice());
    expect(heardBeside()).toEqual([false]);
    clock.pass(400);
    expect(heardBeside()).toEqual([true]);
    runs = true;
    change();
    expect(heardBeside()).toEqual([false]);
    runs = false;
    change();
    expect(heardBeside()).toEqual([true]);
  });

  it('may end before it was heard: that is no problem', async () => {
    const voices = startVoices();
    voices.play(callId, aVoice());
    voices.stop(callId);
    await new Promise(setImmediate);
    expect(problems).toEqual([]);
  });

  it('goes to the chosen speaker both ways, and stays where it is if that one refuses', async () => {
    const voices = startVoices();
    voices.play(callId, aVoice());
    await voices.use('cuffia-out');
    expect([sink, devices.players[0]?.sinkId]).toEqual(['cuffia-out', 'cuffia-out']);
    await expect(voices.use('unplugged')).rejects.toThrow('speaker.refused');
    expect([sink, devices.players[0]?.sinkId]).toEqual(['cuffia-out', 'cuffia-out']);
    await voices.use('default');
    expect([sink, devices.players[0]?.sinkId]).toEqual(['', '']);
  });

  it('is known by its energy, which grows while it speaks', () => {
    const voices = startVoices();
    voices.play(callId, aVoice());
    voices.play(other, aVoice());
    clock.pass(1_000);
    const first = voices.energyOf(callId);
    expect(first).toBeGreaterThan(0.2);
    clock.pass(1_000);
    expect(voices.energyOf(callId)).toBeGreaterThan(first);
    expect(voices.energyOf(other)).toBe(0);
    voices.stop(callId);
    expect(voices.energyOf(callId)).toBe(0);
  });

  it('begins on the speaker that was chosen before', async () => {
    const voices = startVoices();
    await voices.use('cuffia-out');
    voices.play(callId, aVoice());
    expect(sink).toBe('cuffia-out');
  });
});
