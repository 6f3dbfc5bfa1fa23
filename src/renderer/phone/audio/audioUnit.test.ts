import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallId } from '#shared/model/ids';
import { type FakeDevices, fakeDevices } from '#test/support/fakeDevices';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { type AudioUnit, createAudioUnit } from './audioUnit.ts';

const callId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId;
const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((done) => setImmediate(done));
};
const devicesChosen = {
  microphone: { id: 'cuffia-in', label: 'Cuffia', group: 'group of Cuffia' },
  speaker: { id: 'cuffia-out', label: 'Cuffia', group: 'group of Cuffia' },
  ringer: { id: 'default', label: '', group: '' },
};
const headset = { devices: devicesChosen, noiseSuppression: true };

let devices: FakeDevices;
let clock: PhoneClock;
let audio: AudioUnit;
/** The microphone of the call in progress, as the phone holds it. */
let inCall: MediaStream | null;
let problems: string[];
/** What the microphone gives. */
let loudest: number;

async function startWith(...labels: string[]): Promise<void> {
  for (const label of labels) devices.plug(label);
  audio = createAudioUnit({
    media: devices.media,
    permissions: devices.permissions,
    sound: {
      createVoicePath: () => ({
        runs: () => true,
        add: () => undefined,
        remove: () => undefined,
        use: async () => undefined,
        level: () => 0,
        peak: () => 0,
        close: () => undefined,
      }),
      createStreamMeter: () => ({ level: () => 0, peak: () => loudest, stop: () => undefined }),
      record: () => ({ stop: async () => new Blob() }),
    },
    clock,
    onChange: () => undefined,
    onLevels: () => undefined,
    onMicrophoneLost: () => {
      if (inCall === null) return;
      const old = inCall;
      audio.openMicrophone().then(
        (microphone) => {
          for (const track of old.getTracks()) track.stop();
          inCall = microphone;
        },
        () => undefined,
      );
    },
    log: (_level, message) => problems.push(message),
  });
  await settled();
}

async function talk(): Promise<void> {
  inCall = await audio.openMicrophone();
  audio.playVoice(callId, new MediaStream([]));
  await settled();
}

/** Where the agent speaks into and listens with. */
const inUse = () => {
  const track = inCall?.getAudioTracks()[0];
  return {
    microphone: track?.readyState === 'live' ? (track as unknown as { deviceId: string }).deviceId : null,
    speaker: devices.players[0]?.sinkId,
  };
};
const standIns = () => audio.state().standIns.map(({ role, wanted, used }) => `${role}: ${wanted} -> ${used}`);

beforeEach(() => {
  devices = fakeDevices();
  clock = createPhoneClock();
  inCall = null;
  problems = [];
  loudest = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  expect(problems).toEqual([]);
});

describe('a headset pulled out in the middle of a call', () => {
  beforeEach(async () => {
    await startWith('Webcam', 'Cuffia');
    audio.recall(headset);
    await talk();
    expect(inUse()).toEqual({ microphone: 'cuffia-in', speaker: 'cuffia-out' });
  });

  it('is stood in for at once, and the agent is told by what', async () => {
    devices.unplug('Cuffia');
    await settled();
    expect(inUse()).toEqual({ microphone: 'webcam-in', speaker: '' });
    expect(standIns()).toEqual(['microphone: Cuffia -> Webcam', 'speaker: Cuffia -> Webcam']);
    expect(audio.state().microphone).toEqual({ kind: 'ready' });
  });

  it('stays chosen, and takes over again when it is back', async () => {
    devices.unplug('Cuffia');
    clock.pass(500);
    await settled();
    expect(audio.state().chosen).toMatchObject({ microphone: 'cuffia-in', speaker: 'cuffia-out' });
    devices.plug('Cuffia');
    clock.pass(500);
    await settled();
    expect(inUse()).toEqual({ microphone: 'cuffia-in', speaker: 'cuffia-out' });
    expect(standIns()).toEqual([]);
  });

  it('leaves no microphone open behind it', async () => {
    for (let round = 0; round < 3; round += 1) {
      devices.unplug('Cuffia');
      clock.pass(500);
      await settled();
      devices.plug('Cuffia');
      clock.pass(500);
      await settled();
    }
    // One to make copies of, one copy for the call.
    expect(devices.open()).toEqual(['cuffia-in', 'cuffia-in']);
    for (const track of inCall?.getTracks() ?? []) track.stop();
    audio.closeMicrophone();
    expect(devices.open()).toEqual([]);
  });

  it('when it was the only one, is a missing microphone until another is there', async () => {
    devices.unplug('Webcam');
    devices.unplug('Cuffia');
    clock.pass(500);
    await settled();
    expect(audio.state().microphone).toMatchObject({ kind: 'failed', failure: { code: 'microphone.missing' } });
    devices.plug('Auricolare');
    clock.pass(500);
    await settled();
    expect(audio.state().microphone).toEqual({ kind: 'ready' });
    expect(inUse().microphone).toBe('auricolare-in');
  });
});

describe('a choice of earlier days', () => {
  it('waits for a headset that appears late, and is used in the middle of the call', async () => {
    await startWith('Webcam');
    audio.recall(headset);
    await talk();
    expect(inUse()).toEqual({ microphone: 'webcam-in', speaker: '' });
    expect(standIns()).toEqual(['microphone: Cuffia -> Webcam', 'speaker: Cuffia -> Webcam']);
    // Its speaker first, its microphone a while after, as Bluetooth does.
    devices.plug('Cuffia', { parts: 'speaker' });
    await settled();
    expect(inUse()).toEqual({ microphone: 'webcam-in', speaker: 'cuffia-out' });
    clock.pass(2_000);
    devices.plug('Cuffia', { parts: 'microphone' });
    await settled();
    expect(inUse()).toEqual({ microphone: 'cuffia-in', speaker: 'cuffia-out' });
  });

  it('finds its device again under another id', async () => {
    await startWith('Webcam');
    devices.plug('Cuffia', { id: 'another' });
    audio.recall(headset);
    clock.pass(500);
    await settled();
    expect(audio.state().chosen).toMatchObject({ microphone: 'another-in', speaker: 'another-out' });
    await talk();
    expect(inUse()).toEqual({ microphone: 'another-in', speaker: 'another-out' });
  });

  it('does not take one of two namesakes for it', async () => {
    await startWith('Webcam');
    const speaker = { ...devicesChosen.speaker, group: 'long ago' };
    audio.recall({ ...headset, devices: { ...devicesChosen, speaker } });
    devices.plug('Cuffia', { id: 'left' });
    devices.plug('Cuffia', { id: 'right' });
    clock.pass(500);
    await settled();
    expect(standIns()).toEqual(['speaker: Cuffia -> Webcam']);
  });

  it('is told in full, so that it can be kept', async () => {
    await startWith('Webcam', 'Cuffia');
    expect(await audio.choose('speaker', 'cuffia-out')).toEqual(devicesChosen.speaker);
    expect(await audio.choose('microphone', 'default')).toEqual({ id: 'default', label: '', group: '' });
    await expect(audio.choose('ringer', 'unplugged')).rejects.toThrow('speaker.refused');
    expect(audio.state().chosen).toEqual({ microphone: 'default', speaker: 'cuffia-out', ringer: 'default' });
  });
});

describe('who has chosen the system’s devices', () => {
  it('goes with the system, and is told nothing', async () => {
    await startWith('Webcam', 'Cuffia');
    await talk();
    expect(inUse()).toEqual({ microphone: 'webcam-in', speaker: '' });
    devices.unplug('Webcam');
    await settled();
    expect(inUse()).toEqual({ microphone: 'cuffia-in', speaker: '' });
    expect(standIns()).toEqual([]);
  });
});

describe('a microphone that is listened to', () => {
  it('is told by its loudest moment, and let go again', async () => {
    await startWith('Cuffia');
    const heard = audio.hearMicrophone();
    await settled();
    expect(devices.open()).toEqual(['cuffia-in']);
    for (let look = 0; look < 25; look += 1) {
      loudest = look === 7 ? 0.2 : 0.01;
      clock.pass(80);
      await settled();
    }
    expect(await heard).toBe(0.2);
    expect(devices.open()).toEqual([]);
  });
});

describe('the suppression of noise', () => {
  it('is the browser’s unless it is switched off, in the middle of a call too', async () => {
    await startWith('Cuffia');
    await talk();
    expect(devices.asked().at(-1)).toMatchObject({ noiseSuppression: true, echoCancellation: true });
    audio.recall({ ...headset, noiseSuppression: false });
    await settled();
    expect(devices.asked().at(-1)).toMatchObject({ noiseSuppression: false, echoCancellation: true });
    expect(inUse().microphone).toBe('cuffia-in');
    const times = devices.asked().length;
    audio.recall({ ...headset, noiseSuppression: false });
    await settled();
    expect(devices.asked()).toHaveLength(times);
  });
});

describe('the right to the microphone', () => {
  it('withdrawn in the middle of a call is said, and the call gets its microphone with the right', async () => {
    await startWith('Cuffia');
    audio.recall(headset);
    await talk();
    devices.permit(false);
    clock.pass(500);
    await settled();
    expect(audio.state().microphone).toMatchObject({ kind: 'failed', failure: { code: 'microphone.refused' } });
    expect(inUse().microphone).toBeNull();
    // Without the right there are no names: nothing is said of devices that nobody has pulled out.
    expect(standIns()).toEqual([]);
    devices.permit(true);
    await settled();
    expect(audio.state().microphone).toEqual({ kind: 'ready' });
    expect(inUse().microphone).toBe('cuffia-in');
  });
});
