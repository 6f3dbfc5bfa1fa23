// Measures what somebody says, keeping none of it: how long, how much of that above silence, how loud.
import { type Frame, type FrameSource, frameMs } from './frames.ts';

/** Root mean square above which a frame counts as sound: about -45 dB below full scale. */
const audible = 180;

export interface Heard {
  /** Milliseconds listened to, and how many of them held sound. */
  ms: number;
  soundMs: number;
  /** Loudest frame, as root mean square of its samples (0 to 32767). */
  loudest: number;
}

export interface Recorder {
  /** Listens in on a source: what passes is what comes out. */
  through(source: FrameSource): FrameSource;
  heard(): Heard;
}

export function createRecorder(): Recorder {
  const heard: Heard = { ms: 0, soundMs: 0, loudest: 0 };
  return {
    through: (source) => ({
      next() {
        const frame = source.next();
        const level = loudness(frame);
        heard.ms += frameMs;
        if (level > audible) heard.soundMs += frameMs;
        heard.loudest = Math.max(heard.loudest, Math.round(level));
        return frame;
      },
    }),
    heard: () => ({ ...heard }),
  };
}

function loudness(frame: Frame): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / frame.length);
}
