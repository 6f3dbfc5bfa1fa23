import { describe, expect, it } from 'vitest';
import { synthesise, toWav } from './tones.ts';

const loudest = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('the phone’s sounds', () => {
  it('ring clearly, and knock softly', () => {
    expect(loudest(synthesise('ring'))).toBeGreaterThan(0.4);
    expect(loudest(synthesise('ring'))).toBeLessThan(1);
    expect(loudest(synthesise('knock'))).toBeLessThan(0.2);
  });

  it('begin and end in silence, so that nothing clicks in a loop', () => {
    for (const tone of ['ring', 'knock'] as const) {
      const samples = synthesise(tone);
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.01);
    }
  });

  it('are WAV files of the length that their heads say', () => {
    const samples = synthesise('ring');
    const bytes = toWav(samples);
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint32(40, true)).toBe(samples.length * 2);
  });
});
