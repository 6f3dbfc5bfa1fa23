// Keeps sudden loud sounds from the ear (acoustic shock): speech passes as it is, what is louder is pressed down within a few
// milliseconds, and nothing ever passes the ceiling, not even in those.

/** Full scale is 1. Speech at the usual -26 dBov has its peaks well below both. */
export const ceiling = 0.5;
const thresholdDb = -15;
const ratio = 20;
const attackSeconds = 0.002;
const releaseSeconds = 0.2;

/** The compressor of Web Audio makes up for what it takes: (1 / its gain at full scale) to the power of 0.6. We take that back. */
const madeUpDb = 0.6 * (thresholdDb / ratio - thresholdDb);

export interface Limiter {
  readonly input: AudioNode;
  readonly output: AudioNode;
}

export function createLimiter(context: BaseAudioContext): Limiter {
  const compressor = new DynamicsCompressorNode(context, {
    threshold: thresholdDb,
    knee: 0,
    ratio,
    attack: attackSeconds,
    release: releaseSeconds,
  });
  const level = new GainNode(context, { gain: 10 ** (-madeUpDb / 20) });
  // A straight line that ends at the ceiling: the shaper holds its last value for whatever is louder than 1.
  const ceilingAt = new WaveShaperNode(context, { curve: ceilingCurve() });
  compressor.connect(level).connect(ceilingAt);
  return { input: compressor, output: ceilingAt };
}

const curvePoints = 4_097;

function ceilingCurve(): Float32Array<ArrayBuffer> {
  const curve = new Float32Array(curvePoints);
  for (let index = 0; index < curvePoints; index += 1) {
    const sample = (2 * index) / (curvePoints - 1) - 1;
    curve[index] = Math.max(-ceiling, Math.min(ceiling, sample));
  }
  return curve;
}
