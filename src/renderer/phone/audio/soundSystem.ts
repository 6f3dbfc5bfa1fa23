// What the browser's sound system does for us, in one place: tests hand in another.
import { createLevelMeter } from './level.ts';
import { createVoicePath, type VoicePath } from './voicePath.ts';

export interface StreamMeter {
  /** 0 to 1. */
  level(): number;
  /** The loudest sample of the last moment, 0 to 1. */
  peak(): number;
  stop(): void;
}

export interface SoundSystem {
  createVoicePath(sinkId: string, onRunsChange: () => void): VoicePath;
  /** The stream goes on belonging to the caller. */
  createStreamMeter(stream: MediaStream): StreamMeter;
  /** Starts at once; `stop` resolves with what was heard since. */
  record(stream: MediaStream): { stop(): Promise<Blob> };
}

export const browserSound: SoundSystem = { createVoicePath, createStreamMeter, record };

function createStreamMeter(stream: MediaStream): StreamMeter {
  const context = new AudioContext();
  const meter = createLevelMeter(context);
  context.createMediaStreamSource(stream).connect(meter.input);
  return {
    level: meter.level,
    peak: meter.peak,
    stop: () => void context.close().catch(() => undefined),
  };
}

function record(stream: MediaStream): ReturnType<SoundSystem['record']> {
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  recorder.start();
  return {
    async stop() {
      if (recorder.state !== 'inactive') {
        const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
        recorder.stop();
        await stopped;
      }
      return new Blob(pieces, { type: recorder.mimeType });
    },
  };
}
