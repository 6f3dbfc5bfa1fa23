import { beforeEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import type { MediaSample } from '#shared/model/callQuality';
import type { CallId } from '#shared/model/ids';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createQualityWatch, type QualityWatch } from './qualityWatch.ts';

const callId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId;
const settled = () => new Promise<void>((done) => setImmediate(done));

let clock: PhoneClock;
let watch: QualityWatch;
let told: PhoneState['quality'][];
let held: boolean;
/** Packets lost of each 50 from now on. */
let losing: number;
let lost: number;
let packets: number;
let looks: number;
/** Of what is heard: grows while somebody speaks. */
let voice: number;

function sampleNow(): MediaSample {
  return {
    atMs: clock.now().getTime(),
    received: { packets, lost, discarded: 0, jitterMs: 2, bufferDelaySeconds: 0, bufferSamples: 0, energy: voice },
    reported: null,
    roundTripMs: 10,
    microphone: { live: true, energy: packets },
    sends: true,
    receives: !held,
    muted: false,
    connected: true,
    codec: 'audio/PCMA',
  };
}

beforeEach(() => {
  clock = createPhoneClock();
  told = [];
  held = false;
  losing = 0;
  lost = 0;
  packets = 0;
  looks = 0;
  voice = 0;
  watch = createQualityWatch({
    clock,
    async stats() {
      looks += 1;
      return [{ callId, media: sampleNow() }];
    },
    onChange: (latest) => told.push(latest),
    onProblem: (problem) => expect.unreachable(problem),
  });
});

async function seconds(count: number): Promise<void> {
  for (let second = 0; second < count; second += 1) {
    packets += 50 - losing;
    lost += losing;
    clock.pass(1_000);
    await settled();
  }
}

describe('listening to how calls sound', () => {
  it('judges five seconds at a time', async () => {
    watch.listen(true);
    await seconds(5);
    expect(told).toEqual([]);
    await seconds(1);
    expect(told.at(-1)?.[callId]).toMatchObject({ verdict: 'good' });
    losing = 10;
    await seconds(5);
    expect(told.at(-1)?.[callId]).toMatchObject({ verdict: 'poor', fault: 'network', lossPercent: 20 });
    expect(told).toHaveLength(2);
  });

  it('says nothing of a call on hold, and begins anew when it is taken back', async () => {
    watch.listen(true);
    await seconds(6);
    held = true;
    losing = 50;
    await seconds(1);
    expect(told.at(-1)).toEqual({});
    await seconds(30);
    held = false;
    losing = 0;
    await seconds(5);
    expect(told.at(-1)).toEqual({});
    await seconds(1);
    expect(told.at(-1)?.[callId]).toMatchObject({ verdict: 'good', lossPercent: 0 });
  });

  it('sums a call up at its end, and then has forgotten it', async () => {
    watch.listen(true);
    await seconds(11);
    losing = 20;
    await seconds(5);
    expect(watch.close(callId)).toBe('mos 3.5 min 1.8 poor 33%');
    expect(watch.close(callId)).toBeNull();
  });

  it('has nothing to say of a call that was too short', async () => {
    watch.listen(true);
    await seconds(3);
    expect(watch.close(callId)).toBeNull();
  });

  it('says of a call that it is silent when nobody was heard for fifteen seconds from its beginning, until somebody is', async () => {
    const isSilent = () => told.at(-1)?.[callId]?.silent;
    watch.listen(true);
    await seconds(11);
    expect(isSilent()).toBe(false);
    await seconds(5);
    expect(isSilent()).toBe(true);
    voice += 0.01;
    await seconds(5);
    expect(isSilent()).toBe(false);
    // Whoever has spoken may think for as long as they like.
    await seconds(30);
    expect(isSilent()).toBe(false);
  });

  it('does not look while nobody talks', async () => {
    watch.listen(true);
    watch.listen(true);
    await seconds(2);
    expect(looks).toBe(2);
    watch.listen(false);
    await seconds(5);
    expect(looks).toBe(2);
    watch.listen(true);
    await seconds(1);
    expect(looks).toBe(3);
  });
});
