// Sound inside the switchboard: 20 ms frames of 160 linear samples at 8 kHz, pulled one by one from whoever makes them.

export const sampleRate = 8_000;
export const frameMs = 20;
export const frameSamples = (sampleRate * frameMs) / 1_000;

/** Signed 16 bit samples, `frameSamples` of them. */
export type Frame = Int16Array;

export interface FrameSource {
  /** The next 20 ms. Called once per frame by the one who listens. */
  next(): Frame;
}

const silentFrame: Frame = new Int16Array(frameSamples);
export const silence: FrameSource = { next: () => silentFrame };

export interface ClipSource extends FrameSource {
  /** True once every sample has been given; silence follows. */
  finished(): boolean;
}

/** Plays samples once, or over and over. The last frame is filled up with silence. */
export function playClip(samples: Int16Array, { loop = false } = {}): ClipSource {
  let at = 0;
  return {
    next() {
      if (at >= samples.length) return silentFrame;
      const frame = new Int16Array(frameSamples);
      frame.set(samples.subarray(at, at + frameSamples));
      at += frameSamples;
      if (loop && at >= samples.length) at = 0;
      return frame;
    },
    finished: () => at >= samples.length,
  };
}

export interface FrameQueue extends FrameSource {
  /** Takes in samples of any length. */
  push(samples: Int16Array): void;
}

/**
 * Evens out what comes from the network: gives nothing until `leadFrames` are there, silence when it runs dry, and drops
 * the oldest beyond `mostFrames`, so that delay never builds up.
 */
export function createFrameQueue(leadFrames = 2, mostFrames = 12): FrameQueue {
  let samples = new Int16Array(0);
  let filling = true;
  return {
    push(more) {
      const joined = new Int16Array(samples.length + more.length);
      joined.set(samples);
      joined.set(more, samples.length);
      const most = mostFrames * frameSamples;
      samples = joined.length > most ? joined.slice(joined.length - most) : joined;
    },
    next() {
      if (filling && samples.length < leadFrames * frameSamples) return silentFrame;
      filling = samples.length < frameSamples;
      if (filling) return silentFrame;
      const frame = samples.slice(0, frameSamples);
      samples = samples.slice(frameSamples);
      return frame;
    },
  };
}
