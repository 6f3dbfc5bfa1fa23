// How loud it is, as a bar shows it.

const silenceDb = -60;

/** 0 to 1, even steps to the ear: nothing at -60 dB and below, full at full scale. */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  if (energy === 0) return 0;
  const db = 10 * Math.log10(energy / samples.length);
  return Math.max(0, Math.min(1, 1 - db / silenceDb));
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
    peak: () => listen().reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
  };
}
