// The way of the callers' voices to the ear: through the limiter, past the meter, to the chosen speaker. It may not run (no sound
// system, not allowed yet); whoever uses it asks, and plays the voice as it is meanwhile. It is there from the first voice to the last:
// what a voice has used of it (measured: 30 KB for its source, a quarter of a megabyte for its meter) the browser gives back only with the whole.
import type { CallId } from '#shared/model/ids';
import { createLevelMeter, type LevelMeter } from './level.ts';
import { createLimiter } from './limiter.ts';

export interface VoicePath {
  /** Whether what goes in comes out. Changes are told. */
  runs(): boolean;
  add(callId: CallId, stream: MediaStream): void;
  remove(callId: CallId): void;
  /** The sink's id, as the browser names it. Rejects with its error; then the old one stays. */
  use(sinkId: string): Promise<void>;
  /** 0 to 1. */
  level(): number;
  /** The loudest sample of the last moment of one voice, before the limiter. */
  peak(callId: CallId): number;
  /** For good: the sound card sleeps between calls. */
  close(): void;
}

/** Chromium has it; the DOM library's types do not yet. */
interface SinkedContext extends AudioContext {
  readonly sinkId: string;
  setSinkId(id: string): Promise<void>;
}
interface SinkedOptions extends AudioContextOptions {
  readonly sinkId: string;
}

interface Source {
  readonly stream: MediaStream;
  readonly source: AudioNode;
  readonly meter: LevelMeter;
}

/** @throws whatever the browser throws where there can be no audio context */
export function createVoicePath(sinkId: string, onRunsChange: () => void): VoicePath {
  const options: SinkedOptions = { sampleRate: 48_000, latencyHint: 'interactive', sinkId };
  const context = new AudioContext(options) as SinkedContext;
  const limiter = createLimiter(context);
  const meter = createLevelMeter(context);
  const sources = new Map<CallId, Source>();
  limiter.output.connect(meter.input).connect(context.destination);
  context.addEventListener('statechange', onRunsChange);

  return {
    runs: () => context.state === 'running',
    add(callId, stream) {
      const before = sources.get(callId);
      // The same voice is told of again when it is back from hold.
      if (before?.stream !== stream) {
        before?.source.disconnect();
        const source = context.createMediaStreamSource(stream);
        const own = before?.meter ?? createLevelMeter(context);
        source.connect(limiter.input);
        source.connect(own.input);
        sources.set(callId, { stream, source, meter: own });
      }
      void context.resume().catch(() => undefined);
    },
    remove(callId) {
      sources.get(callId)?.source.disconnect();
      sources.delete(callId);
    },
    async use(sinkId) {
      if (context.sinkId !== sinkId) await context.setSinkId(sinkId);
    },
    level: () => (sources.size === 0 ? 0 : meter.level()),
    peak: (callId) => sources.get(callId)?.meter.peak() ?? 0,
    close: () => void context.close().catch(() => undefined),
  };
}
