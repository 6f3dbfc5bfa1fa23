// The way of the callers' voices to the ear: through the limiter, past the meter, to the chosen speaker. It may not run (no sound
// system, not allowed yet); whoever uses it asks, and plays the voice as it is meanwhile.
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
}

/** Chromium has it; the DOM library's types do not yet. */
interface SinkedContext extends AudioContext {
  readonly sinkId: string;
  setSinkId(id: string): Promise<void>;
}

interface Source {
  readonly stream: MediaStream;
  readonly source: AudioNode;
  readonly meter: LevelMeter;
}

/** @throws whatever the browser throws where there can be no audio context */
export function createVoicePath(onRunsChange: () => void): VoicePath {
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' }) as SinkedContext;
  const limiter = createLimiter(context);
  const meter = createLevelMeter(context);
  const sources = new Map<CallId, Source>();
  /** Of voices that are gone. A meter has a quarter of a megabyte, which the browser does not give back: they are used again. */
  const spareMeters: LevelMeter[] = [];
  limiter.output.connect(meter.input).connect(context.destination);
  context.addEventListener('statechange', onRunsChange);

  function disconnect(callId: CallId): void {
    const gone = sources.get(callId);
    if (gone === undefined) return;
    gone.source.disconnect();
    spareMeters.push(gone.meter);
    sources.delete(callId);
  }

  function remove(callId: CallId): void {
    disconnect(callId);
    // The sound card sleeps between calls.
    if (sources.size === 0) void context.suspend().catch(() => undefined);
  }

  return {
    runs: () => context.state === 'running',
    add(callId, stream) {
      // The same voice is told of again when it is back from hold.
      if (sources.get(callId)?.stream !== stream) {
        disconnect(callId);
        const source = context.createMediaStreamSource(stream);
        const own = spareMeters.pop() ?? createLevelMeter(context);
        source.connect(limiter.input);
        source.connect(own.input);
        sources.set(callId, { stream, source, meter: own });
      }
      void context.resume().catch(() => undefined);
    },
    remove,
    async use(sinkId) {
      if (context.sinkId !== sinkId) await context.setSinkId(sinkId);
    },
    level: () => (sources.size === 0 ? 0 : meter.level()),
    peak: (callId) => sources.get(callId)?.meter.peak() ?? 0,
  };
}
