// Runs in a page: sends sound through the phone's limiter and measures what comes out.
import { createLimiter } from '../../src/renderer/phone/audio/limiter.ts';

export interface Loudness {
  readonly peak: number;
  readonly rms: number;
}

const rate = 48_000;

/** Each sound lasts a second and is a tone of this peak; measured whole, and without its first fifth. */
export async function throughLimiter(peaks: readonly number[]): Promise<{ whole: Loudness; settled: Loudness }[]> {
  const context = new OfflineAudioContext(1, peaks.length * rate, rate);
  const source = new AudioBufferSourceNode(context, { buffer: tones(context, peaks) });
  const limiter = createLimiter(context);
  source.connect(limiter.input);
  limiter.output.connect(context.destination);
  source.start();
  const samples = (await context.startRendering()).getChannelData(0);
  return peaks.map((_, second) => {
    const whole = samples.subarray(second * rate, (second + 1) * rate);
    return { whole: loudness(whole), settled: loudness(whole.subarray(rate / 5)) };
  });
}

function tones(context: BaseAudioContext, peaks: readonly number[]): AudioBuffer {
  const buffer = new AudioBuffer({ length: peaks.length * rate, sampleRate: context.sampleRate });
  const samples = buffer.getChannelData(0);
  for (let at = 0; at < samples.length; at += 1) {
    samples[at] = (peaks[Math.floor(at / rate)] ?? 0) * Math.sin((2 * Math.PI * 1_000 * at) / rate);
  }
  return buffer;
}

function loudness(samples: Float32Array): Loudness {
  let peak = 0;
  let energy = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    energy += sample * sample;
  }
  return { peak, rms: Math.sqrt(energy / samples.length) };
}
