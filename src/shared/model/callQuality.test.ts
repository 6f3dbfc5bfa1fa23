import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assess,
  isVoice,
  type MediaSample,
  meanOpinionScore,
  qualitySchema,
  rating,
  summarise,
} from './callQuality.ts';

const quiet: MediaSample = {
  atMs: 0,
  received: { packets: 0, lost: 0, discarded: 0, jitterMs: 3, bufferDelaySeconds: 0, bufferSamples: 0, energy: 0 },
  reported: { packetsSent: 0, lost: 0 },
  roundTripMs: 20,
  microphone: { live: true, energy: 0 },
  sends: true,
  receives: true,
  muted: false,
  connected: true,
  codec: 'audio/PCMA',
};

/** Five seconds later: 250 packets each way, a jitter buffer of 40 ms, a voice. */
function later(change: Partial<MediaSample> = {}, received: Partial<MediaSample['received']> = {}): MediaSample {
  return {
    ...quiet,
    atMs: 5_000,
    received: {
      ...quiet.received,
      packets: 250,
      bufferDelaySeconds: 0.04 * 240_000,
      bufferSamples: 240_000,
      ...received,
    },
    reported: { packetsSent: 250, lost: 0 },
    microphone: { live: true, energy: 0.01 },
    ...change,
  };
}

const judged = (after: MediaSample, before: MediaSample = quiet) => assess(before, after);

describe('a voice', () => {
  const heard = (energy: number | null) => isVoice(quiet, later({}, { energy }));
  it('is heard above the hum of a line, and where nobody can tell', () => {
    expect(heard(0)).toBe(false);
    expect(heard(5 * 1e-6)).toBe(false);
    expect(heard(0.1 * 5 * 1e-3)).toBe(true);
    expect(heard(null)).toBe(true);
  });
});

describe('the mean opinion score', () => {
  it('is that of G.107 for a clean line, and falls as it says', () => {
    expect(meanOpinionScore(93.2)).toBeCloseTo(4.41, 2);
    expect(meanOpinionScore(70)).toBeCloseTo(3.597, 2);
    expect(meanOpinionScore(50)).toBeCloseTo(2.58, 2);
    expect(rating({ delayMs: 0, lossPercent: 0, codec: 'audio/PCMA' })).toBe(93.2);
    expect(rating({ delayMs: 200, lossPercent: 0, codec: 'audio/PCMA' })).toBeCloseTo(93.2 - 4.8 - 2.497, 3);
    expect(rating({ delayMs: 0, lossPercent: 5, codec: 'audio/opus' })).toBeCloseTo(93.2 - 475 / 30.1, 3);
  });

  it('rates a codec that compresses hard lower', () => {
    const line = { delayMs: 50, lossPercent: 1 };
    expect(rating({ ...line, codec: 'audio/G729' })).toBeLessThan(rating({ ...line, codec: 'audio/opus' }));
  });

  it('lies between 1 and 4.5, whatever the line', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.constantFrom('audio/opus', 'audio/G729', null),
        (delayMs, lossPercent, codec) => {
          const mos = meanOpinionScore(rating({ delayMs, lossPercent, codec }));
          expect(mos).toBeGreaterThanOrEqual(1);
          expect(mos).toBeLessThanOrEqual(4.5);
        },
      ),
    );
  });

  it('never rises with more delay or more loss', () => {
    const amount = (max: number) => fc.double({ min: 0, max, noNaN: true });
    fc.assert(
      fc.property(amount(3_000), amount(100), amount(3_000), amount(100), (delayMs, lossPercent, later, more) => {
        const score = (delay: number, loss: number) =>
          meanOpinionScore(rating({ delayMs: delay, lossPercent: loss, codec: 'audio/opus' }));
        expect(score(delayMs + later, lossPercent)).toBeLessThanOrEqual(score(delayMs, lossPercent) + 1e-9);
        expect(score(delayMs, Math.min(100, lossPercent + more))).toBeLessThanOrEqual(
          score(delayMs, lossPercent) + 1e-9,
        );
      }),
    );
  });
});

describe('a window of a conversation', () => {
  it('on a clean line is good, and nobody is at fault', () => {
    expect(judged(later())).toMatchObject({ verdict: 'good', fault: null, delayMs: 80, lossPercent: 0 });
  });

  it('counts what came too late as lost', () => {
    expect(judged(later({}, { packets: 240, lost: 10, discarded: 15 }))?.lossPercent).toBe(10);
  });

  it('is not judged while one direction is switched off', () => {
    expect(judged(later({ receives: false }))).toBeNull();
    expect(judged(later(), { ...quiet, sends: false })).toBeNull();
  });

  it('with loss on the way out too is the fault of the network here', () => {
    const after = later({ reported: { packetsSent: 250, lost: 20 } }, { packets: 230, lost: 20 });
    expect(judged(after)).toMatchObject({ verdict: 'poor', fault: 'network' });
  });

  it('with a long way to the PBX is the fault of the network here', () => {
    expect(judged(later({ roundTripMs: 700 }, { packets: 240, lost: 10 }))).toMatchObject({ fault: 'network' });
  });

  it('with loss on the way in alone is the fault of the far end', () => {
    expect(judged(later({}, { packets: 200, lost: 50 }))).toMatchObject({ verdict: 'poor', fault: 'farEnd' });
  });

  it('in which nothing comes while all that was said arrives is the fault of the far end', () => {
    expect(judged(later({}, { packets: 0 }))).toMatchObject({ verdict: 'poor', fault: 'farEnd' });
    expect(judged(later({ connected: false }, { packets: 0 }))).toMatchObject({ fault: 'network' });
  });

  it('blames the network while the other end reports nothing', () => {
    expect(judged(later({ reported: null }, { packets: 200, lost: 50 }))).toMatchObject({ fault: 'network' });
  });

  it('in which the microphone gives nothing is poor, whatever the line', () => {
    const dead = { live: false, energy: 0.01 };
    expect(judged(later({ microphone: dead }))).toMatchObject({ verdict: 'poor', fault: 'microphone' });
    const mute = { live: true, energy: 0 };
    expect(judged(later({ microphone: mute }))).toMatchObject({ verdict: 'poor', fault: 'microphone' });
    expect(judged(later({ microphone: mute, muted: true }))).toMatchObject({ verdict: 'good' });
  });

  it('always fits its schema, whatever the counters do', () => {
    const count = fc.integer({ min: 0, max: 1e6 });
    const sample = fc.record({
      atMs: fc.constant(0),
      received: fc.record({
        packets: count,
        lost: fc.integer({ min: -1_000, max: 1e6 }),
        discarded: count,
        jitterMs: count,
        bufferDelaySeconds: count,
        bufferSamples: count,
        energy: fc.option(count),
      }),
      reported: fc.option(fc.record({ packetsSent: count, lost: fc.integer({ min: -1_000, max: 1e6 }) })),
      roundTripMs: fc.option(count),
      microphone: fc.record({ live: fc.boolean(), energy: count }),
      sends: fc.constant(true),
      receives: fc.constant(true),
      muted: fc.boolean(),
      connected: fc.boolean(),
      codec: fc.constantFrom('audio/opus', null),
    });
    fc.assert(
      fc.property(sample, sample, (before, after) => {
        const quality = qualitySchema.parse(assess(before, { ...after, atMs: 5_000 }));
        expect(quality.fault === null).toBe(quality.verdict === 'good');
      }),
    );
  });
});

describe('the summary of a conversation', () => {
  it('says mean, least and the share that was poor', () => {
    const windows = [
      { mos: 4.4, verdict: 'good' as const },
      { mos: 4.2, verdict: 'good' as const },
      { mos: 3.1, verdict: 'poor' as const },
    ];
    expect(summarise(windows)).toBe('mos 3.9 min 3.1 poor 33%');
    expect(summarise([])).toBeNull();
  });

  it('fits an event’s detail', () => {
    const window = fc.record({
      mos: fc.double({ min: 1, max: 4.5, noNaN: true }),
      verdict: fc.constantFrom('good' as const, 'fair' as const, 'poor' as const),
    });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1 }), (windows) => {
        expect(summarise(windows)).toMatch(/^mos \d\.\d min \d\.\d poor \d{1,3}%$/);
      }),
    );
  });
});
