// How loud it is, as a bar shows it.

const silenceDb = -60;

/** 0 to 1, even steps to the ear: nothing at -60 dB and below, full at full scale. */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (let at = 0; at < samples.length; at += 1) energy += (samples[at] ?? 0) ** 2;
  if (energy === 0) return 0;
  const db = 10 * Math.log10(energy / samples.length);
  return Math.max(0, Math.min(1, 1 - db / silenceDb));
}

/** The loudest sample, 0 to 1. */
export function peakOf(samples: Float32Array): number {
  let most = 0;
  for (let at = 0; at < samples.length; at += 1) most = Math.max(most, Math.abs(samples[at] ?? 0));
  return most;
}

/** The last tenth of a second, near enough. */
const analysedSamples = 4_096;

export interface LevelMeter {
  readonly input: AudioNode;
  level(): number;
  /** The loudest sample, 0 to 1. */
  peak(): number;
}

export function createLevelMeter(context: BaseAudioContext): LevelMeter {
  const analyser = new AnalyserNode(context, { fftSize: analysedSamples });
  const samples = new Float32Array(analysedSamples);
  function listen(): Float32Array {
    analyser.getFloatTimeDomainData(samples);
    return samples;
  }
  return {
    input: analyser,
    level: () => levelOf(listen()),
    peak: () => peakOf(listen()),
  };
}
