// The way of the callers' voices to the ear: through the limiter, past the meter, to the chosen speaker. It may not run (no sound
// system, not allowed yet); whoever uses it asks, and plays the voice as it is meanwhile.
import type { CallId } from '#shared/model/ids';
import { createLevelMeter } from './level.ts';
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
}

/** Chromium has it; the DOM library's types do not yet. */
interface SinkedContext extends AudioContext {
  readonly sinkId: string;
  setSinkId(id: string): Promise<void>;
}

/** @throws whatever the browser throws where there can be no audio context */
export function createVoicePath(onRunsChange: () => void): VoicePath {
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' }) as SinkedContext;
  const limiter = createLimiter(context);
  const meter = createLevelMeter(context);
  const sources = new Map<CallId, MediaStreamAudioSourceNode>();
  limiter.output.connect(meter.input).connect(context.destination);
  context.addEventListener('statechange', onRunsChange);

  function remove(callId: CallId): void {
    sources.get(callId)?.disconnect();
    sources.delete(callId);
    // The sound card sleeps between calls.
    if (sources.size === 0) void context.suspend().catch(() => undefined);
  }

  return {
    runs: () => context.state === 'running',
    add(callId, stream) {
      sources.get(callId)?.disconnect();
      const source = context.createMediaStreamSource(stream);
      source.connect(limiter.input);
      sources.set(callId, source);
      void context.resume().catch(() => undefined);
    },
    remove,
    async use(sinkId) {
      if (context.sinkId !== sinkId) await context.setSinkId(sinkId);
    },
    level: () => (sources.size === 0 ? 0 : meter.level()),
  };
}
